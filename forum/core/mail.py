"""Sending one letter: by SMTP where a server is set, else into a folder."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import aiosmtplib
import anyio
import anyio.to_thread

from forum.core import clock
from forum.core.settings import Settings

LONGEST = 60
"""Seconds for a whole letter: no worker must hold it longer than its lease."""


class NoSuchAddress(Exception):
    """The mail server says that nobody has this address; trying again would not help."""


async def send(
    settings: Settings,
    *,
    ref: str,
    address: str,
    subject: str,
    body: str,
    language: str,
    unsubscribe: str = "",
) -> None:
    """Hand over one letter, or raise; sending the same `ref` again replaces it in the folder.

    `unsubscribe` is the address that ends such letters at one click in a mail program (RFC 8058).
    """
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = address
    letter["Subject"] = subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{ref}@{settings.mail_from.partition('@')[2] or 'localhost'}>"
    if unsubscribe:
        letter["List-Unsubscribe"] = f"<{unsubscribe}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(body)
    letter["Content-Language"] = language  # a new content takes such headers away
    if settings.smtp_host:
        await _hand_over(settings, letter)
        return
    folder = anyio.Path(settings.mail_path)
    await folder.mkdir(parents=True, exist_ok=True)
    await (folder / f"{ref}.eml").write_bytes(letter.as_bytes())


async def _hand_over(settings: Settings, letter: EmailMessage) -> None:
    try:
        async with asyncio.timeout(LONGEST):
            await aiosmtplib.send(
                letter,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password or None,
                start_tls=settings.smtp_tls,
                timeout=20,
            )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        # Without the library's own words: they name the address, and the log names nobody.
        codes = [one.code for one in refused.recipients]
        if all(code >= 500 for code in codes):
            raise NoSuchAddress from None
        raise ConnectionError(f"refused for now: {codes}") from None


@dataclass(frozen=True)
class Letter:
    """A letter as it lies in the folder."""

    to: str
    subject: str
    date: datetime
    language: str
    body: str


async def letters_in(folder: Path, limit: int = 60) -> list[Letter]:
    """Return the newest letters of a folder, newest first; none where there is no folder."""
    return await anyio.to_thread.run_sync(_read, folder, limit)


def _read(folder: Path, limit: int) -> list[Letter]:
    files = sorted(folder.glob("*.eml"), key=lambda file: -file.stat().st_mtime_ns)[:limit]
    found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [
        Letter(
            to=str(letter["To"]),
            subject=str(letter["Subject"]),
            date=parsedate_to_datetime(str(letter["Date"])),
            language=str(letter["Content-Language"]),
            body=letter.get_content(),
        )
        for letter in found
    ]
