"""What a listed trigger sets off: a flag that puts a contribution before a moderator."""

from __future__ import annotations

from forum.core import clock
from forum.moderation.models import Flag
from forum.participation.events import ContributionEdited, ContributionReceived


async def raise_flags(fact: ContributionReceived | ContributionEdited) -> None:
    """Keep which listed triggers somebody's words set off. Joins the act of handing them in."""
    for trigger in fact.triggers:
        await Flag.create(
            contribution_id=fact.contribution_id,
            trigger=trigger,
            held=fact.held,
            at=clock.now(),
        )
