"""Typed fields as plain form inputs, for the desk: numbers, choices, and lists with one a line.

The inputs of the field `maximum` are named `maximum.value` and `maximum.unit`; a list has one text
a language, `documents.id` and `documents.en`, whose lines belong together. An empty input means
that the clause does not carry the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.drafts.fields import (
    WRONG,
    Channels,
    ChannelType,
    Choice,
    Documents,
    Duration,
    Fields,
    LegalBasis,
    Money,
    Step,
    Steps,
    TypedField,
)

Model = TypeVar("Model", bound=BaseModel)
NOTHING = "-"  # stands where a line has no words in this language

_AMOUNT = re.compile(
    r"\A(?:rp\.?|[a-z]{3})?\s*([0-9]{1,3}(?:[.,\s][0-9]{3})+|[0-9]+)(?:[.,](?:00|-))?\Z", re.I
)
_URL = re.compile(r"\A(?:https?://|www\.)\S+\Z", re.I)
_EMAIL = re.compile(r"\A[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"\A[+(]?[0-9][0-9\s().\-/]{2,}\Z")


class Option(Protocol):
    """One value of a choice."""

    @property
    def code(self) -> str: ...


class Asked(Protocol):
    """A field that the profile lets the component carry."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def choices(self) -> Sequence[Option]: ...


class _Form:
    """The inputs of one field, in the languages of the profile; the first language binds."""

    def __init__(
        self, inputs: Mapping[str, object], asked: Asked, languages: Sequence[str], currency: str
    ) -> None:
        self.inputs, self.asked = inputs, asked
        self.languages, self.currency = languages, currency

    def text(self, part: str) -> str:
        value = self.inputs.get(f"{self.asked.code}.{part}", "")
        if isinstance(value, list | tuple):
            value = next(iter(value), "")
        return value.strip() if isinstance(value, str) else ""

    def lines(self, part: str) -> list[str]:
        return [line.strip() for line in self.text(part).splitlines() if line.strip()]

    def items(self, originals: Sequence[str]) -> list[dict[str, str]]:
        """Set each line beside those that stand on the same line in the other languages."""
        binding, *others = self.languages
        told = {binding: originals, **{language: self.lines(language) for language in others}}
        longest = max(map(len, told.values()))
        if longest > len(originals):
            raise self.wrong(
                _("A translation has %(translated)s lines, the original has %(original)s.")
                % {"translated": longest, "original": len(originals)}
            )
        return [
            {
                language: lines[place]
                for language, lines in told.items()
                if place < len(lines) and lines[place] != NOTHING
            }
            for place in range(longest)
        ]

    def wrong(self, sentence: str) -> Invalid:
        return Invalid({self.asked.code: sentence})


def read_form(
    form: Mapping[str, object], asked: Iterable[Asked], languages: Sequence[str], currency: str
) -> Fields:
    """Return the fields as typed in; `Invalid` has a sentence for the code of each wrong one."""
    fields: Fields = {}
    wrong: dict[str, str] = {}
    for one in asked:
        try:
            field = _READERS[one.kind](_Form(form, one, languages, currency))
        except ValidationError:
            wrong[one.code] = _(WRONG[one.kind])
        except Invalid as refused:
            wrong |= refused.fields
        else:
            if field is not None:
                fields[one.code] = field
    if wrong:
        raise Invalid(wrong)
    return fields


def write_form(fields: Mapping[str, TypedField], languages: Sequence[str]) -> dict[str, str]:
    """Return the text of each input, as `read_form` reads it."""
    form: dict[str, str] = {}
    for code, field in fields.items():
        for part, text in _inputs(field, languages):
            form[f"{code}.{part}"] = text
    return form


def channel_type(value: str) -> ChannelType:
    """Tell by its look whether this is an address of the web, of mail, a number or a place."""
    if _URL.match(value):
        return ChannelType.URL
    if _EMAIL.match(value):
        return ChannelType.EMAIL
    return ChannelType.PHONE if _PHONE.match(value) else ChannelType.COUNTER


def _duration(form: _Form) -> Duration | None:
    if not form.text("value"):
        return None
    return _model(Duration, value=_whole(form.text("value")), unit=form.text("unit"))


def _money(form: _Form) -> Money | None:
    amount, free = form.text("amount"), bool(form.text("free"))
    if free and amount.strip("0"):
        raise form.wrong(_("It cannot be free and cost something."))
    if not free and not amount:
        return None
    found = _AMOUNT.match(amount)
    number = _whole(re.sub(r"\D", "", found[1])) if found else amount
    return _model(Money, amount=0 if free else number, currency=form.currency, free=free)


def _texts(kind: type[Documents | LegalBasis], form: _Form) -> Documents | LegalBasis | None:
    items = form.items(form.lines(form.languages[0]))
    return _model(kind, items=items) if items else None


def _channels(form: _Form) -> Channels | None:
    lines = form.lines("items")
    items = [{"type": channel_type(line), "value": line} for line in lines]
    return _model(Channels, items=items) if items else None


def _steps(form: _Form) -> Steps | None:
    actors, actions, minutes = [], [], []
    for line in form.lines(form.languages[0]):
        actor, *rest = line.split("|") if "|" in line else ("", line)
        minutes.append(rest.pop().strip() if len(rest) > 1 else "")
        actors.append(actor)
        actions.append("|".join(rest).strip() or NOTHING)
    items = [
        {"actor": actor, "action": action, "minutes": _whole(time) if time else None}
        for actor, action, time in zip(actors, form.items(actions), minutes, strict=True)
    ]
    return _model(Steps, items=items) if items else None


def _choice(form: _Form) -> Choice | None:
    value = form.text("value")
    if value and value not in {option.code for option in form.asked.choices}:
        raise form.wrong(_(WRONG[form.asked.kind]))
    return _model(Choice, value=value) if value else None


_READERS: dict[str, Callable[[_Form], TypedField | None]] = {
    "duration": _duration,
    "money": _money,
    "documents": partial(_texts, Documents),
    "legal_basis": partial(_texts, LegalBasis),
    "channels": _channels,
    "steps": _steps,
    "choice": _choice,
}


def _model(kind: type[Model], **values: object) -> Model:
    return kind.model_validate(values)


def _whole(text: str) -> int | str:
    """Return a whole number, or the text itself for the model to refuse."""
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else text


def _inputs(field: TypedField, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    match field:
        case Duration():
            yield "value", str(field.value)
            yield "unit", field.unit
        case Money():
            yield "amount", "" if field.free else str(field.amount)
            yield "free", "yes" if field.free else ""
        case Documents() | LegalBasis():
            yield from _texts_of(field.items, languages)
        case Channels():
            yield "items", "\n".join(channel.value for channel in field.items)
        case Steps():
            actions = dict(_texts_of([step.action for step in field.items], languages))
            lines = zip(field.items, actions[languages[0]].split("\n"), strict=True)
            yield from actions.items()
            yield languages[0], "\n".join(_step(step, action) for step, action in lines)
        case Choice():
            yield "value", field.value


def _texts_of(
    items: Sequence[Mapping[str, str]], languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for place, language in enumerate(languages):
        lines = [item.get(language, NOTHING) for item in items]
        untranslated = place > 0 and set(lines) == {NOTHING}
        yield language, "" if untranslated else "\n".join(lines)


def _step(step: Step, action: str) -> str:
    minutes = "" if step.minutes is None else str(step.minutes)
    return f"{step.actor} | {action} | {minutes}".strip()
