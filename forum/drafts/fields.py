"""Typed fields: what a clause promises, as values that can be compared and counted.

A clause keeps them as JSON under the codes of its component: `{"maximum": {"kind": "duration",
"value": 14, "unit": "working_day"}}`. How they are written in words is not said here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from forum.core.errors import Invalid
from forum.core.i18n import N_, _
from forum.core.text import clean

LINE = 500
ITEMS = 60
_CODE = re.compile(r"\A[a-z0-9_]{1,40}\Z")


def one_line(text: str) -> str:
    """Return text tidied into a single line."""
    return " ".join(clean(text).split())


def _tidy(value: object) -> object:
    """Leave what is no text to be refused by its type."""
    return one_line(value) if isinstance(value, str) else value


def _without_blanks(words: dict[str, str]) -> dict[str, str]:
    told = {language: line for language, line in words.items() if line}
    if not told:
        raise ValueError("empty")
    return told


Line = Annotated[str, StringConstraints(strict=True, max_length=LINE), BeforeValidator(_tidy)]
FullLine = Annotated[Line, StringConstraints(min_length=1)]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"\A[a-z]{2,3}\z")]
Code = Annotated[str, StringConstraints(strict=True, pattern=_CODE)]
Words = Annotated[dict[Language, Line], AfterValidator(_without_blanks)]
"""One line in one or more languages: `{"id": …, "en": …}`."""


class Unit(StrEnum):
    """In what a duration is counted."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"


class ChannelType(StrEnum):
    """By which way a complaint reaches the agency."""

    COUNTER = "counter"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Duration(_Value):
    """How long something takes, or may take."""

    kind: Literal["duration"] = "duration"
    value: Annotated[StrictInt, Field(ge=0, le=9_999)]
    unit: Unit


class Money(_Value):
    """What something costs, in whole units of the currency."""

    kind: Literal["money"] = "money"
    amount: Annotated[StrictInt, Field(ge=0, le=10**15)] = 0
    currency: Annotated[str, StringConstraints(strict=True, pattern=r"\A[A-Z]{3}\z")]
    free: StrictBool = False

    @model_validator(mode="after")
    def _free_or_not(self) -> Money:
        if self.free != (self.amount == 0):
            raise ValueError("either free or an amount")
        return self


class Documents(_Value):
    """What a person has to bring."""

    kind: Literal["documents"] = "documents"
    items: Annotated[tuple[Words, ...], Field(min_length=1, max_length=ITEMS)]


class LegalBasis(_Value):
    """On which laws the promise rests."""

    kind: Literal["legal_basis"] = "legal_basis"
    items: Annotated[tuple[Words, ...], Field(min_length=1, max_length=ITEMS)]


class Channel(_Value):
    """One way to complain."""

    type: ChannelType
    value: FullLine


class Channels(_Value):
    """The ways to complain."""

    kind: Literal["channels"] = "channels"
    items: Annotated[tuple[Channel, ...], Field(min_length=1, max_length=ITEMS)]


def _without_bars(text: object) -> object:
    return text.replace("|", "/") if isinstance(text, str) else text


class Step(_Value):
    """Who does what, and in how many minutes if that is known."""

    actor: Annotated[Line, BeforeValidator(_without_bars)] = ""  # a bar ends it in the form
    action: Words
    minutes: Annotated[StrictInt, Field(ge=0, le=1_000_000)] | None = None


class Steps(_Value):
    """The procedure, step by step."""

    kind: Literal["steps"] = "steps"
    items: Annotated[tuple[Step, ...], Field(min_length=1, max_length=ITEMS)]


class Choice(_Value):
    """One of the codes that the profile offers."""

    kind: Literal["choice"] = "choice"
    value: Code


TypedField = Duration | Money | Documents | LegalBasis | Channels | Steps | Choice
Fields = dict[str, TypedField]
"""The typed fields of one clause by their code."""

WRONG = {
    "duration": N_("Write a whole number up to 9,999 and choose a unit."),
    "money": N_("Write the amount in whole numbers, such as 350.000, or mark it as free."),
    "documents": N_("List between 1 and 60 documents of no more than 500 characters each."),
    "legal_basis": N_("List between 1 and 60 laws of no more than 500 characters each."),
    "channels": N_("List between 1 and 60 ways to complain of no more than 500 characters each."),
    "steps": N_("List between 1 and 60 steps: who, what, and how many minutes."),
    "choice": N_("Choose one of the values offered."),
}

_reader: TypeAdapter[TypedField] = TypeAdapter(Annotated[TypedField, Field(discriminator="kind")])
_code: TypeAdapter[str] = TypeAdapter(Code)


class Shift(NamedTuple):
    """A typed field that has another value now, or that came or went."""

    code: str
    old: TypedField | None
    new: TypedField | None


def read_fields(raw: Mapping[str, object]) -> Fields:
    """Return the typed fields that JSON holds; `Invalid` has a sentence for each wrong one."""
    fields: Fields = {}
    wrong: dict[str, str] = {}
    for code, value in raw.items():
        try:
            fields[_code.validate_python(code)] = _reader.validate_python(value)
        except ValidationError:
            wrong[code if _is_code(code) else "fields"] = _sentence(value)
    if wrong:
        raise Invalid(wrong)
    return fields


def write_fields(fields: Mapping[str, TypedField]) -> dict[str, dict[str, Any]]:
    """Return the typed fields as JSON that `read_fields` reads back."""
    return {code: field.model_dump(mode="json") for code, field in fields.items()}


def shifts(old: Mapping[str, TypedField], new: Mapping[str, TypedField]) -> list[Shift]:
    """Return what changed, in the order of the new fields; those that went come last."""
    codes = [*new, *(code for code in old if code not in new)]
    return [
        Shift(code, old.get(code), new.get(code))
        for code in codes
        if old.get(code) != new.get(code)
    ]


def _is_code(code: object) -> bool:
    return isinstance(code, str) and _CODE.match(code) is not None


def _sentence(value: object) -> str:
    kind = value.get("kind") if isinstance(value, Mapping) else None
    known = WRONG.get(kind) if isinstance(kind, str) else None
    return _(known or N_("This value cannot be read."))
