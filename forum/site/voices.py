"""What people said, as a page shows it to one reader: words or a stub, support, the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from forum.access.policy import Actor, Permission, allows
from forum.consultations.models import Consultation
from forum.core.field_words import field_words
from forum.core.i18n import local
from forum.moderation.queries import Decided, decided, latest_decisions, with_decision
from forum.participation.marks import Words, with_words, words_in, words_of
from forum.participation.models import Contribution
from forum.participation.queries import supported_by, touching_each
from forum.participation.rules import Showing
from forum.profiles.load import ModerationRule, profile
from forum.responses.queries import PublicAnswer, responses_to

DECIDED = (Showing.HIDDEN, Showing.REDACTED)


@dataclass(frozen=True)
class Voice:
    """One contribution for one reader; `decision` and `rule` say why words are covered or gone."""

    contribution: Contribution
    supported: bool
    may_support: bool
    may_report: bool
    decision: Decided | None
    rule: ModerationRule | None
    answer: PublicAnswer | None
    words: Words | None = None
    """The words of the clause that it is about, if only some."""
    touching: Sequence[int] = ()
    """Other public proposals for the same words, by id, the most supported first."""

    @property
    def about_field(self) -> str:
        """The typed field it is about, as it read then; empty if it is about no field."""
        then = self.contribution.field_then
        if not then:
            return ""
        words = "; ".join(field_words(then["value"], then["names"]))
        return f"{local(then['name'])}: {words}"


async def voices(
    actor: Actor,
    consultation: Consultation,
    contributions: Sequence[Contribution],
    supported: Collection[int] | None = None,
) -> list[Voice]:
    """Return these contributions of one consultation with all that stands beside them.

    The number of queries does not depend on how many there are; it is one less where the caller
    knows which of them the reader has supported.
    """
    ids = [one.id for one in contributions]
    ids_decided = [one.id for one in contributions if one.showing in DECIDED]
    decisions = {one.id: told for one in contributions if (told := _brought(one))}
    if undecided := [id_ for id_ in ids_decided if id_ not in decisions]:
        decisions |= await latest_decisions(undecided)
    answers = await responses_to(ids) if ids else {}
    if supported is None:
        supported = await supported_by(actor.person_id, ids)
    marked = {one.id: one.words for one in contributions if hasattr(one, "words")}
    missing = [one.id for one in contributions if one.lineage and not hasattr(one, "words")]
    told_words = {id_: words_in(told) for id_, told in marked.items() if told}
    if missing:
        told_words |= await words_of(missing)
    proposals = [one for one in contributions if one.public and one.proposal is not None]
    touching = await touching_each(consultation.id, proposals)
    rules = profile(consultation.agency.profile)
    found = []
    for one in contributions:
        one.consultation = consultation
        decision = decisions.get(one.id) if one.showing in DECIDED else None
        found.append(
            Voice(
                contribution=one,
                supported=one.id in supported,
                may_support=one.public and allows(actor, Permission.COMMENT_SUPPORT, one),
                may_report=one.public and one.author_id != actor.person_id,
                decision=decision,
                rule=rules.rule(decision.rule) if decision else None,
                answer=answers.get(one.id),
                words=told_words.get(one.id),
                touching=touching.get(one.id, ()),
            )
        )
    return found


BESIDE = {"decision": with_decision(), "words": with_words()}
"""What is read together with contributions that are to be shown, so that nothing is asked twice."""


def _brought(contribution: Contribution) -> Decided | None:
    told: str | None = getattr(contribution, "decision", None)
    return decided(told) if told else None


def by_consultation(
    rows: Iterable[Contribution],
) -> list[tuple[Consultation, list[Contribution]]]:
    """Return contributions consultation by consultation, the latest first; around them fetched."""
    by_id = sorted(rows, key=lambda one: (-one.consultation_id, -one.id))
    groups = [list(group) for _id, group in groupby(by_id, key=lambda one: one.consultation_id)]
    return [(group[0].consultation, group) for group in groups]
