"""What moderators want done, in the words of the tests."""

from __future__ import annotations

from typing import Any

from forum.access.policy import Actor, Role
from forum.catalogue.models import Agency
from forum.moderation.actions import Judgement
from forum.moderation.rules import Measure
from forum.participation.rules import Showing
from tests.people import person

RUDE = "Petugas loket bodoh semua, antrean tiga jam."
PHONE = "Hubungi saya di 0812-0000-1111 soal loket dua."
WHY = "Menghina orang."


async def second_moderator(agency: Agency) -> Actor:
    """Return another moderator of the agency."""
    return await person("Dewi Anggraini", agency, Role.MODERATOR)


def hiding(showing: Showing = Showing.SHOWN, **more: Any) -> Judgement:
    """Return the wish to hide an insult."""
    return Judgement(Measure.HIDE, showing, **{"rule": "insult", "reason": WHY, **more})


def suspending(days: int, **more: Any) -> Judgement:
    """Return the wish to suspend the author for some days."""
    return Judgement(
        Measure.SUSPEND, Showing.SHOWN, rule="insult", reason="Berulang kali.", days=days, **more
    )


def covering(*words: str, showing: Showing = Showing.SHOWN, **more: Any) -> Judgement:
    """Return the wish to cover these words."""
    return Judgement(
        Measure.REDACT,
        showing,
        **{
            "rule": "personal_data",
            "reason": "Nomor telepon tidak perlu diketahui umum.",
            "words": words,
            **more,
        },
    )
