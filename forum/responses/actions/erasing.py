"""Taking an author's own sentence out of an objection: that it was raised and settled stays."""

from __future__ import annotations

from forum.audit.actions import erase_openings
from forum.participation.models import Contribution
from forum.responses.models import Objection


async def erase_objection(contribution: Contribution) -> None:
    """Erase what its author said against the answer, if anything. Joins the act of the caller."""
    objection = await Objection.get_or_none(contribution_id=contribution.id)
    if objection is None:
        return
    objection.sentence = ""
    await objection.save(update_fields=["sentence"])
    await erase_openings([objection.record_id], ["body"])
