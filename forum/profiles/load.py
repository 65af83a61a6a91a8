"""The shape of a profile, and the profiles that come with the forum.

A profile says what a country asks of a service standard and of a consultation: components and
their typed fields, elements of the public, periods, words, rules of moderation. All of it is read
from the JSON beside this module; nothing in the code knows a country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import Self

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, model_validator

Words = dict[str, str]
"""The same words in several languages: `{"id": …, "en": …}`."""


class Kind(StrEnum):
    """What a typed field of a clause holds."""

    DURATION = "duration"
    MONEY = "money"
    DOCUMENTS = "documents"
    CHANNELS = "channels"
    LEGAL_BASIS = "legal_basis"
    STEPS = "steps"
    CHOICE = "choice"


class Measure(StrEnum):
    """What a moderator may do to words that break a rule, or to whoever wrote them."""

    REDACT = "redact"
    HIDE = "hide"
    SUSPEND = "suspend"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Part):
    """A code and what people call it."""

    code: str
    name: Words


class Field(Named):
    """A value that a clause of this component may carry beside its sentence."""

    kind: Kind
    required: bool = False
    choices: tuple[Named, ...] = ()

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> Self:
        if bool(self.choices) != (self.kind is Kind.CHOICE):
            raise ValueError(f"{self.code}: a choice has choices, and nothing else has")
        return self


class Component(Named):
    """One of the parts that every standard of this country has."""

    group: str
    order: PositiveInt
    must_publish: bool
    fields: tuple[Field, ...] = ()
    also: tuple[str, ...] = ()  # what documents call it too

    def field(self, code: str) -> Field | None:
        """Return one of its fields, or nothing."""
        return next((field for field in self.fields if field.code == code), None)


class Period(_Part):
    """A number of calendar days, and where the number comes from."""

    days: PositiveInt
    note: Words


class Pause(_Part):
    """The same, and it may be none at all."""

    days: NonNegativeInt
    note: Words


class Periods(_Part):
    """How long people have, and how long the agency has; no second look is a look of no days."""

    announce_days: Period
    minimum_open_days: Period
    recommended_open_days: Period
    answer_days: Period
    second_look_days: Pause


class Vocabulary(_Part):
    """What this country calls the things of the forum."""

    standard: Words
    consultation: Words
    comment: Words
    response: Words
    summary: Words
    declaration: Words
    official_record: Words
    phases: dict[str, Words]


class ModerationRule(Named):
    """A rule that a moderator names when covering or hiding words."""

    number: PositiveInt
    sentence: Words
    explanation: Words
    legal_basis: Words | None = None
    measures: tuple[Measure, ...]
    urgent: bool = False  # somebody may be harmed before the next day
    two_people: bool = False  # nobody decides by it alone

    @property
    def ground(self) -> str:
        """Say whether the law asks for it or only the rules of the forum."""
        return "law" if self.legal_basis else "rules"


class Trigger(Named):
    """What puts words before a moderator, and the rule that they may break."""

    sentence: Words
    rule: str


class Pattern(Trigger):
    """Something in the text itself, found by a regular expression."""

    pattern: str
    at_least: PositiveInt = 1

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where it is found, for covering it; nothing if found too seldom to matter."""
        found = tuple(match.span() for match in self._compiled.finditer(text))
        return found if len(found) >= self.at_least else ()


class Repeat(Trigger):
    """The same person sending the same text again and again.

    Many people sending one text is a campaign, which is their right: it is never held.
    """

    times: PositiveInt
    within_hours: PositiveInt


class Many(Repeat):
    """The same person handing in more than so many of any kind.

    What goes beyond waits for a moderator; only what no person could have written is refused.
    """


class HoldTriggers(_Part):
    """What makes a comment wait for a moderator before it is shown."""

    patterns: tuple[Pattern, ...]
    repeat: Repeat
    many: Many

    @property
    def every(self) -> tuple[Trigger, ...]:
        """All of them."""
        return (*self.patterns, self.repeat, self.many)


class Declaration(_Part):
    """What the head of an agency signs when a standard comes into force."""

    title: Words
    statements: tuple[Words, ...]


class Cell(StrEnum):
    """What a column of an official record holds; those of the last two are filled in by hand."""

    NUMBER = "number"
    ITEM = "item"
    PROBLEM = "problem"
    OUTCOME = "outcome"
    TERM = "term"
    NAME = "name"
    ORGANISATION = "organisation"
    SEX = "sex"
    SIGNATURE = "signature"


class Column(_Part):
    """One column of a table of the official record."""

    code: Cell
    name: Words


class OfficialRecord(_Part):
    """The form in which this country keeps the result of a session, from top to bottom.

    Its words may name `PLACEHOLDERS` in braces. An outcome is a row, and so is whoever signs.
    """

    title: Words
    number_line: Words
    opening: Words
    remote: Words
    columns: tuple[Column, ...]
    no_rows: Words
    statements: tuple[Words, ...] = ()
    closing: Words
    dated: Words
    signatures: tuple[Column, ...]
    offices: tuple[Words, ...]

    @property
    def asks(self) -> frozenset[Cell]:
        """What the chair is asked beside the sentence when an item ends with an outcome."""
        return frozenset({Cell.PROBLEM, Cell.TERM} & {column.code for column in self.columns})

    @model_validator(mode="after")
    def _placeholders_are_known(self) -> Self:
        blanks = dict.fromkeys(PLACEHOLDERS, "")
        for words in (self.title, self.opening, *self.statements, self.closing, self.dated):
            for text in words.values():
                text.format(**blanks)
        return self


PLACEHOLDERS = (
    *("agency", "subject", "place", "present", "present_words", "date", "year"),
    *("weekday", "day_words", "month", "year_words"),
)
"""What the words of an official record may name: `{agency}`, `{year_words}` and so on."""


class Profile(Named):
    """Everything a country, or a plain organisation, asks of its standards and consultations."""

    languages: tuple[str, ...]
    default_language: str
    time_zones: dict[str, str]
    currency: str
    working_week: tuple[int, ...]
    component_groups: tuple[Named, ...]
    components: tuple[Component, ...]
    elements: tuple[Named, ...]
    periods: Periods
    words: Vocabulary
    dispositions: dict[str, Words]
    grounds: dict[str, Words]
    moderation_rules: tuple[ModerationRule, ...]
    hold_triggers: HoldTriggers
    flag_triggers: tuple[Pattern, ...]
    privacy_notice: Words
    declaration: Declaration
    official_record: OfficialRecord

    def component(self, code: str) -> Component | None:
        """Return one component, or nothing."""
        return next((part for part in self.components if part.code == code), None)

    def rule(self, code: str) -> ModerationRule | None:
        """Return one rule of moderation, or nothing."""
        return next((rule for rule in self.moderation_rules if rule.code == code), None)

    @property
    def urgent_rules(self) -> frozenset[str]:
        """Return the codes of the rules whose reports are read before all others."""
        return frozenset(rule.code for rule in self.moderation_rules if rule.urgent)

    def holds(self, text: str) -> tuple[Pattern, ...]:
        """Return what in this text makes it wait for a moderator."""
        return _tripped(self.hold_triggers.patterns, text)

    def flags(self, text: str) -> tuple[Pattern, ...]:
        """Return what in this text a moderator should look at while it is shown."""
        return _tripped(self.flag_triggers, text)


CODES = ("id", "generic")


@cache
def profile(code: str) -> Profile:
    """Return the profile of that name; `KeyError` if the forum has none."""
    if code not in CODES:
        raise KeyError(code)
    text = resources.files(__package__).joinpath(f"{code}.json").read_text(encoding="utf-8")
    return Profile.model_validate_json(text)


def _tripped(triggers: Iterable[Pattern], text: str) -> tuple[Pattern, ...]:
    return tuple(trigger for trigger in triggers if trigger.spans(text))
