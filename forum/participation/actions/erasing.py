"""Taking every word of a contribution out of its row, and out of all that is made of it."""

from __future__ import annotations

from typing import Any

from forum.audit.actions import erase_openings
from forum.core import clock
from forum.participation.models import Contribution, Entered, Marked, MarkedLater
from forum.participation.rules import Showing
from forum.participation.similar import index

WORDS = ("body", "proposal")
"""What an entry about a contribution commits to, apart from who wrote it."""


async def erase_words(contribution: Contribution) -> None:
    """Leave the stub: that something came in, from whom, about which clause, and what became of it.

    Joins the act of whoever calls, who has asked for the permission and enters it in the record. A
    trigger takes the words out of the search.
    """
    marked: list[Any] = await Marked.filter(contribution_id=contribution.id).values_list(
        "id", flat=True
    )
    await MarkedLater.filter(marked_id__in=marked).delete()
    await Marked.filter(id__in=marked).delete()
    await Entered.filter(contribution_id=contribution.id).update(contact="")
    contribution.text = contribution.shown_text = contribution.html = ""
    contribution.proposed = contribution.touches = None
    contribution.showing, contribution.erased_at = Showing.ERASED, clock.now()
    await contribution.save(
        update_fields=[
            *("text", "shown_text", "html", "proposed", "touches", "showing", "erased_at"),
        ]
    )
    await index(contribution)
    await erase_openings([contribution.record_id], WORDS)
