"""The paragraphs of minutes as pages draw them, with what those present said about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum.access.policy import Actor
from forum.core.i18n import _
from forum.profiles.load import Words, profile
from forum.sessions.minutes import Paragraph, ParagraphKind, Since, as_of_now, cited
from forum.sessions.minutes.correcting import VERDICT_WORDS, Verdict
from forum.sessions.models import Correction, Minutes, Session
from forum.sessions.queries import named_in
from forum.sessions.queries.minutes import corrections_of, paragraphs_of, since
from forum.stage.words import MAJORITY_WORDS, REASON_WORDS
from forum.voting.recount import Reason
from forum.voting.rules import Majority

MOMENTS = frozenset({"planned", "began", "ended", "from", "until", "taken_up", "closed", "at"})


@dataclass(frozen=True)
class Proposed:
    """One correction as a reader sees it; the name is empty for whoever did not agree to one."""

    correction: Correction
    name: str
    mine: bool
    verdict: str

    @property
    def text(self) -> str:
        """Its words: those of an undecided or hidden one are its author's and the desk's alone."""
        shown = self.correction.decision in (Verdict.TAKEN, Verdict.DECLINED)
        return self.correction.text if self.mine or shown else ""


@dataclass(frozen=True)
class Shown:
    """One paragraph: its number on the page, its values with moments read, what was said of it."""

    number: int
    paragraph: Paragraph
    values: Mapping[str, Any]
    corrections: list[Proposed] = field(default_factory=list)
    rule: str = ""
    result: str = ""

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"p-{self.paragraph.key.replace(':', '-')}"

    @property
    def waiting(self) -> list[Proposed]:
        """The corrections that nobody has decided yet."""
        return [one for one in self.corrections if not one.correction.decision]


@dataclass(frozen=True)
class Reading:
    """Everything that both pages of the minutes show."""

    session: Session
    minutes: Minutes
    shown: list[Shown]
    covered: bool

    @property
    def zone(self) -> str:
        """The zone of the place."""
        return self.session.consultation.time_zone

    @property
    def binding(self) -> str:
        """The language in which officials write."""
        return self.session.consultation.agency.language

    @property
    def elements(self) -> dict[str, Words]:
        """What the elements of the public are called."""
        country = profile(self.session.consultation.agency.profile)
        return {one.code: one.name for one in country.elements}


async def reading_of(actor: Actor, session: Session, minutes: Minutes) -> Reading:
    """Return the minutes as they may be read now, with all that was proposed to change them."""
    stored = paragraphs_of(minutes)
    changed = await since(session.id, stored)
    proposed = await _proposed(actor, session, minutes)
    shown = [
        Shown(
            number,
            one,
            with_moments(one.values),
            [each for each in proposed if each.correction.paragraph == one.key],
            *_judged(one),
        )
        for number, one in enumerate(as_of_now(stored, changed), 1)
    ]
    return Reading(session, minutes, shown, covered_since(stored, changed))


def covered_since(stored: list[Paragraph], changed: Since) -> bool:
    """Tell whether words that these minutes cite were covered or hidden after they were written."""
    return any(changed.html.get(one["entry"], one["html"]) != one["html"] for one in cited(stored))


def with_moments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with every moment read, also those inside lists."""
    return {name: _read(name, value) for name, value in values.items()}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [with_moments(one) for one in value]
    if name in MOMENTS:
        return datetime.fromisoformat(value) if value else None
    return value


def _judged(one: Paragraph) -> tuple[str, str]:
    """Say by which rule a formal vote was held, and what came of it."""
    if one.kind is not ParagraphKind.POLL or one.values["kind"] != "formal":
        return "", ""
    reason = one.values["reason"]
    rule = _(MAJORITY_WORDS[Majority(one.values["majority"])])
    return rule, _(REASON_WORDS[Reason(reason)]) if reason else ""


async def _proposed(actor: Actor, session: Session, minutes: Minutes) -> list[Proposed]:
    corrections = await corrections_of(minutes)
    named = await named_in(session.id, [one.person_id for one in corrections])
    return [
        Proposed(
            one,
            one.person.name if one.person_id in named else "",
            one.person_id == actor.person_id,
            _(VERDICT_WORDS[Verdict(one.decision)]) if one.decision else "",
        )
        for one in corrections
    ]
