"""Taking the words of a proposal over into the next version, and saying that it is the cause."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, allows, require
from forum.consultations.actions import begin_next_version
from forum.consultations.queries import find_consultation
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.actions import edit_clause, remove_clause
from forum.drafts.fields import read_fields
from forum.drafts.models import Clause, Version
from forum.drafts.touching import holds, merged
from forum.participation.models import Contribution
from forum.participation.proposals import Proposed
from forum.participation.queries import find_contribution
from forum.responses.actions.writing import write_response
from forum.responses.models import Answered, Response
from forum.responses.rules import Answer, Disposition


async def take_over(official: Actor, ref: str) -> Response | None:
    """Put the words of a proposal into the next version, and draft the answer that says so.

    The next version is begun if it was not yet. What others changed in the clause meanwhile stays,
    unless it touches the same words. The answer is returned; nothing, where there is one already or
    this person writes none: then whoever answers names the clause. Done twice, it changes nothing.
    """
    async with transaction():
        contribution = await find_contribution(ref)
        slug = contribution.consultation.slug
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.DRAFT_EDIT, on=consultation)
        proposed = _to_take(contribution)
        version = await begin_next_version(official, slug)
        await _write(official, version, contribution, proposed)
        if await Answered.exists(contribution_id=contribution.id):
            return None
        if not allows(official, Permission.RESPONSE_WRITE, consultation):
            return None
        answer = Answer(Disposition.ACCEPTED, "", (ref,), (contribution.lineage,))
        return await write_response(official, slug, answer)


def _to_take(contribution: Contribution) -> Proposed:
    proposed = contribution.proposal
    if proposed is None or not contribution.public:
        raise Refused("proposal.none", _("There are no public words here that could be taken."))
    if proposed.shown != proposed.words:
        raise Refused(
            "proposal.covered",
            _("A moderator covered a part of these words. Edit the clause by hand."),
        )
    return proposed


async def _write(
    official: Actor, version: Version, contribution: Contribution, proposed: Proposed
) -> None:
    clause = await Clause.get_or_none(version_id=version.id, lineage=contribution.lineage)
    now = clause.text.get(proposed.language, "") if clause else ""
    if holds(proposed.was, now, proposed.words):
        return
    if clause is not None and proposed.removes and now == proposed.was:
        await remove_clause(official, version.ref, clause.lineage, clause.revision)
        return
    words = merged(proposed.was, now, proposed.words) if now else None
    if clause is None or not words:
        raise Refused(
            "proposal.moved-on",
            _("The next version reads otherwise in this place by now. Edit the clause by hand."),
        )
    await edit_clause(
        official,
        version.ref,
        clause.lineage,
        clause.revision,
        {**clause.text, proposed.language: words},
        read_fields(clause.typed),
    )
