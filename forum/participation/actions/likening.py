"""Keeping the marks by which similar contributions are found true to what everyone may read."""

from __future__ import annotations

from forum.participation.events import (
    ContributionEdited,
    ContributionReceived,
    ContributionWithdrawn,
)
from forum.participation.models import Contribution
from forum.participation.similar import index


async def liken(fact: ContributionReceived | ContributionEdited | ContributionWithdrawn) -> None:
    """Mark anew what was handed in, changed or taken back. Joins the act itself."""
    await index(await Contribution.get(id=fact.contribution_id))
