"""What stands in the way of announcing a consultation, and what ought to be better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from forum.consultations.plans import Plan
from forum.consultations.timetable import days_between
from forum.core.errors import Invalid
from forum.core.i18n import N_, _, local, ngettext
from forum.drafts.fields import read_fields
from forum.drafts.rules import check_fields
from forum.profiles.load import Component, Profile, Words


class Severity(StrEnum):
    """An error blocks; a warning may be set aside, in public, by a named official."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or could be better; `clause` is a label, or empty."""

    code: str
    sentence: str
    severity: Severity = Severity.ERROR
    clause: str = ""


WARNINGS: dict[str, str] = {
    "components.missing": N_("Some components of a standard are missing."),
    "translation.missing": N_("Some clauses are not translated."),
    "notice.brief": N_("It was announced fewer days before its opening than recommended."),
    "period.brief": N_("It is open for fewer days than recommended."),
    "answers.late": N_("Its answers are due later than recommended."),
}
"""What the public reads about a warning that was set aside."""


class Part(Protocol):
    """A clause, as far as the check looks at it."""

    @property
    def label(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def component(self) -> str: ...

    @property
    def text(self) -> Words: ...

    @property
    def typed(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Draft:
    """The version to be consulted, as far as the check looks at it."""

    note: Words
    clauses: Sequence[Part]


def check(plan: Plan, draft: Draft, profile: Profile, now: datetime) -> list[Finding]:
    """Return all findings, those about the draft first."""
    return [
        *_numbers(draft.clauses, profile),
        *_words(draft, profile),
        *_values(draft.clauses, profile),
        *_times(plan, now),
        *_periods(plan, profile, now),
        *_duties(plan, profile),
    ]


def errors(findings: Sequence[Finding]) -> list[Finding]:
    """Return those that block."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def warnings(findings: Sequence[Finding]) -> list[Finding]:
    """Return those that somebody may set aside."""
    return [finding for finding in findings if finding.severity is Severity.WARNING]


def _numbers(clauses: Sequence[Part], profile: Profile) -> Iterator[Finding]:
    """Look for gaps; one finding a component, because all that follow a gap are off too."""
    if not clauses:
        yield Finding("clauses.none", _("The draft has no clauses yet."))
    counted: dict[str, int] = {}
    wrong: set[str] = set()
    for clause in sorted(clauses, key=lambda clause: clause.position):
        component = profile.component(clause.component)
        if component is None:
            sentence = _("Clause %(label)s belongs to no component that the profile knows.")
            yield Finding(
                "clause.component", sentence % {"label": clause.label}, clause=clause.label
            )
            continue
        counted[component.code] = counted.get(component.code, 0) + 1
        expected = f"{component.order}.{counted[component.code]}"
        if clause.label != expected and component.code not in wrong:
            wrong.add(component.code)
            sentence = _("Clause %(label)s stands where clause %(expected)s should be.")
            words = {"label": clause.label, "expected": expected}
            yield Finding("clause.number", sentence % words, clause=clause.label)


def _words(draft: Draft, profile: Profile) -> Iterator[Finding]:
    binding = profile.default_language
    if not draft.note.get(binding):
        yield Finding(
            "note.missing", _("The explanatory note is missing in the language that binds.")
        )
    for clause in draft.clauses:
        if not clause.text.get(binding):
            sentence = _("Clause %(label)s has no words in the language that binds.")
            yield Finding("clause.empty", sentence % {"label": clause.label}, clause=clause.label)
    others = [language for language in profile.languages if language != binding]
    untold = sum(any(not clause.text.get(other) for other in others) for clause in draft.clauses)
    if untold:
        sentence = ngettext(
            "%(num)s clause is not translated.", "%(num)s clauses are not translated.", untold
        )
        yield _warning("translation.missing", sentence % {"num": untold})


def _values(clauses: Sequence[Part], profile: Profile) -> Iterator[Finding]:
    given: dict[str, set[str]] = {}
    for clause in clauses:
        component = profile.component(clause.component)
        if component is None:
            continue
        good, bad = _read(clause.typed, component)
        given.setdefault(component.code, set()).update(good)
        for code in bad:
            field = component.field(code)
            words = {"label": clause.label, "field": local(field.name) if field else code}
            sentence = _("A value in clause %(label)s cannot be used: %(field)s.")
            yield Finding("field.invalid", sentence % words, clause=clause.label)
    for component in profile.components:
        for field in component.fields:
            if field.required and field.code not in given.get(component.code, ()):
                words = {"component": local(component.name), "field": local(field.name)}
                sentence = _("The component “%(component)s” needs this value: %(field)s.")
                yield Finding("field.missing", sentence % words)
    missing = [local(part.name) for part in profile.components if part.code not in given]
    if clauses and missing:
        sentence = _("The draft says nothing about: %(components)s.")
        yield _warning("components.missing", sentence % {"components": ", ".join(missing)})


def _read(typed: Mapping[str, Any], component: Component) -> tuple[set[str], set[str]]:
    """Return the codes of the values that can be used, and of those that cannot."""
    good: set[str] = set()
    for code, raw in typed.items():
        try:
            check_fields(component, read_fields({code: raw}))
        except Invalid:
            continue
        good.add(code)
    return good, set(typed) - good


def _times(plan: Plan, now: datetime) -> Iterator[Finding]:
    if plan.opens_at is None:
        yield Finding("opens.missing", _("Say when the consultation opens."))
    elif plan.opens_at <= now:
        yield Finding("opens.past", _("The opening time lies in the past."))
    if plan.closes_at is None:
        yield Finding("closes.missing", _("Say when the consultation closes."))
    elif plan.opens_at is not None and plan.closes_at <= plan.opens_at:
        yield Finding("closes.early", _("The consultation closes before it opens."))
    if plan.respond_by is None:
        yield Finding("answers.missing", _("Say by when every comment is answered."))
    elif plan.closes_at is not None and plan.respond_by <= plan.closes_at:
        yield Finding("answers.early", _("The answers are due before the consultation closes."))


def _periods(plan: Plan, profile: Profile, now: datetime) -> Iterator[Finding]:
    if plan.opens_at is None or plan.closes_at is None or plan.closes_at <= plan.opens_at:
        return
    zone, periods = plan.time_zone, profile.periods
    days = periods.announce_days.days
    if plan.opens_at > now and days_between(now, plan.opens_at, zone) < days:
        sentence = ngettext(
            "It should be announced at least %(num)s day before it opens.",
            "It should be announced at least %(num)s days before it opens.",
            days,
        )
        yield _warning("notice.brief", sentence % {"num": days})
    open_for = days_between(plan.opens_at, plan.closes_at, zone)
    least, better = periods.minimum_open_days.days, periods.recommended_open_days.days
    if open_for < least:
        sentence = ngettext(
            "A consultation must be open for at least %(num)s day.",
            "A consultation must be open for at least %(num)s days.",
            least,
        )
        yield Finding("period.short", sentence % {"num": least})
    elif open_for < better:
        sentence = ngettext(
            "A consultation should be open for at least %(num)s day.",
            "A consultation should be open for at least %(num)s days.",
            better,
        )
        yield _warning("period.brief", sentence % {"num": better})
    days = periods.answer_days.days
    if plan.respond_by and days_between(plan.closes_at, plan.respond_by, zone) > days:
        sentence = ngettext(
            "The answers should come within %(num)s day after closing.",
            "The answers should come within %(num)s days after closing.",
            days,
        )
        yield _warning("answers.late", sentence % {"num": days})


def _duties(plan: Plan, profile: Profile) -> Iterator[Finding]:
    if not plan.contact:
        yield Finding("contact.missing", _("Name somebody whom people can ask."))
    if not profile.moderation_rules:
        yield Finding("rules.missing", _("The profile has no rules of moderation."))
    if not plan.privacy_notice.get(profile.default_language):
        yield Finding(
            "privacy.missing",
            _("Say in the language that binds what happens with people's data."),
        )


def _warning(code: str, sentence: str) -> Finding:
    return Finding(code, sentence, Severity.WARNING)
