"""Handing the letters of the outbox over, one job each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core import clock, mail
from forum.core.settings import Settings
from forum.notices.models import Mail


async def send_mail(settings: Settings, payload: Mapping[str, Any]) -> None:
    """Send one letter unless it was sent; a failure is tried again by the queue."""
    letter = await Mail.get(id=payload["mail_id"])
    if letter.sent_at is not None:
        return
    await mail.send(
        settings,
        ref=letter.ref,
        address=letter.address,
        subject=letter.subject,
        body=letter.body,
        language=letter.language,
    )
    letter.sent_at = clock.now()
    if letter.secret:
        letter.body = ""
    await letter.save(update_fields=["sent_at", "body"])
