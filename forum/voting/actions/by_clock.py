"""What comes with time: consultations move on, and polls outside sessions close."""

from __future__ import annotations

from forum.consultations.actions import advance_due as advance_consultations
from forum.core import clock
from forum.voting.actions.closing import close_due_polls


async def advance_due() -> None:
    """Do everything the clock asks for just now. Doing it again changes nothing."""
    await advance_consultations()
    await close_due_polls(clock.now())
