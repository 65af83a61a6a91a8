"""Handing in a comment, question, proposal or reply, once for each form however often sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from forum.access.policy import Actor, Permission
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core.db import transaction
from forum.core.text import clean
from forum.drafts.queries import find_clause
from forum.participation.actions.about import about_draft, about_proposal, about_reply, check_open
from forum.participation.actions.keeping import (
    Handed,
    checked,
    hand_in,
    one_after_another,
    sent_before,
)
from forum.participation.actions.marking import check_pointed
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import Kind


async def post_comment(actor: Actor, slug: str, label: str | None, handed: Handed) -> Contribution:
    """Hand in a comment or a question on one clause, or on the whole draft.

    The same form sent again brings the contribution that it made the first time. While comments are
    open nobody waits for another's, unless words are marked: the consultation is read, not locked.
    """
    text, html = await checked(actor, handed)
    async with transaction():
        await one_after_another(actor)
        earlier = await sent_before(actor, handed, text, (slug, label or "", handed.field, ""))
        if earlier is not None:
            return earlier
        consultation = await _discussed(slug, fixed=handed.words is not None)
        clause = await find_clause(consultation.version, label) if label else None
        about = about_draft(consultation, clause, handed.kind, handed.field)
        anchor = check_pointed(handed.words, clause, consultation.version) if clause else None
        return await hand_in(actor, consultation, about, handed, text, html, anchor)


@dataclass(frozen=True, kw_only=True)
class Rewording:
    """Other words for a clause as a form proposes them; without words the clause should go.

    `version` names the version whose words stood in the form.
    """

    version: str
    language: str
    words: str | None


async def post_proposal(
    actor: Actor, slug: str, label: str, handed: Handed, rewording: Rewording
) -> Contribution:
    """Propose other words for one clause, with a reason, which is the text that is handed in."""
    handed = replace(handed, kind=Kind.PROPOSAL, field="", words=None)
    text, html = await checked(actor, handed)
    async with transaction():
        await one_after_another(actor)
        place = (slug, label, "", clean(rewording.words or ""))
        earlier = await sent_before(actor, handed, text, place)
        if earlier is not None:
            return earlier
        consultation = await _discussed(slug, fixed=True)
        clause = await find_clause(consultation.version, label)
        about = about_proposal(
            consultation, clause, rewording.version, rewording.language, rewording.words
        )
        return await hand_in(actor, consultation, about, handed, text, html)


async def post_reply(actor: Actor, ref: str, handed: Handed) -> Contribution:
    """Reply to what somebody handed in; a reply to a reply belongs to the same thread."""
    handed = replace(handed, kind=Kind.REPLY, field="", words=None)
    text, html = await checked(actor, handed)
    async with transaction():
        await one_after_another(actor)
        answered = await find_contribution(ref)
        top = answered.parent or answered
        earlier = await sent_before(actor, handed, text, (top.ref,))
        if earlier is not None:
            return earlier
        check_open(answered)
        consultation = await _discussed(answered.consultation.slug)
        # Locked, because it counts its replies and each gets the next place.
        parent = await find_contribution(top.ref, lock=True)
        return await hand_in(actor, consultation, about_reply(parent), handed, text, html)


async def _discussed(slug: str, *, fixed: bool = False) -> Consultation:
    """Return the consultation; locked where what is handed in hangs on how it stands just now.

    Words are looked up in the version discussed, which must not be corrected meanwhile (`fixed`),
    and what comes after closing must not come in while the consultation moves on.
    """
    consultation = await find_consultation(slug)
    if fixed or not consultation.permits(Permission.COMMENT_POST):
        return await find_consultation(slug, lock=True)
    return consultation
