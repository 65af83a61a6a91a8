"""Handing the letters of the outbox over, one job each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from forum.accounts.models import Person
from forum.accounts.rules.sign_ins import LINK_LIFE
from forum.core import clock, mail
from forum.core.settings import Settings
from forum.notices.models import Mail

log = structlog.get_logger(__name__)

WORTH_TRYING = timedelta(days=3)


async def send_mail(settings: Settings, payload: Mapping[str, Any]) -> None:
    """Send one letter unless it was sent; a failure is tried again by the queue, but not for ever.

    What a letter says stands on the person's own page too, unless it is a link to sign in, which
    nobody can use later.
    """
    letter = await Mail.get_or_none(id=payload["mail_id"])
    if letter is None or letter.sent_at is not None:
        return  # the person it was to has left, or it was sent
    age = clock.now() - letter.made_at
    if letter.secret and age > LINK_LIFE:
        await _settle(letter, "letter_too_late")
        return
    try:
        await mail.send(
            settings,
            ref=letter.ref,
            address=letter.address,
            subject=letter.subject,
            body=letter.body,
            language=letter.language,
            unsubscribe=_unsubscribing(settings, letter.unsubscribe),
        )
    except mail.NoSuchAddress:
        await _settle(letter, "letter_refused")
        return
    except Exception:
        if age <= WORTH_TRYING:
            raise
        await _settle(letter, "letter_given_up")
        return
    letter.sent_at = clock.now()
    await _settle(letter, "letter_sent")


def _unsubscribing(settings: Settings, key: str) -> str:
    return f"{settings.base_url.rstrip('/')}/unsubscribe/{key}" if key else ""


async def _settle(letter: Mail, how: str) -> None:
    """Be done with a letter. A secret is kept no longer than it is needed.

    Nor is the address of somebody without an account: whoever erases it erases it everywhere.
    """
    if letter.secret:
        letter.body = ""
    if not await Person.exists(email=letter.address):
        letter.address = ""
    await letter.save(update_fields=["sent_at", "body", "address"])
    log.info(how, mail=letter.ref)
