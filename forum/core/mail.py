"""Sending one letter: by SMTP where a server is set, else into a folder."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib
import anyio

from forum.core import clock
from forum.core.settings import Settings


async def send(
    settings: Settings, *, ref: str, address: str, subject: str, body: str, language: str
) -> None:
    """Hand over one letter, or raise; sending the same `ref` again replaces it in the folder."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = address
    letter["Subject"] = subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{ref}@{settings.mail_from.partition('@')[2] or 'localhost'}>"
    letter["Content-Language"] = language
    letter.set_content(body)
    if settings.smtp_host:
        await aiosmtplib.send(
            letter,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            start_tls=settings.smtp_tls,
            timeout=20,
        )
        return
    folder = anyio.Path(settings.mail_path)
    await folder.mkdir(parents=True, exist_ok=True)
    await (folder / f"{ref}.eml").write_bytes(letter.as_bytes())
