"""The form in which a country keeps the result of a session, filled in from the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from forum.core.format import day
from forum.core.i18n import lang_of, local
from forum.core.spelling import spelt, spelt_date
from forum.profiles.load import Cell, Column, OfficialRecord, Profile, Words
from forum.sessions.minutes import Paragraph, ParagraphKind, outcomes_in

LINES_TO_SIGN = 6
"""Whoever did not agree to be named on the public page can still sign the printed one."""


class Filled(NamedTuple):
    """What stands in one cell; what people said keeps its own language."""

    text: str
    lang: str = ""


class Head(NamedTuple):
    """What a column is called, and what it holds."""

    cell: Cell
    word: str


@dataclass(frozen=True)
class Held:
    """By whom, on what, and in which zone a session was held; `binding` is its language."""

    agency: Words
    subject: Words
    zone: str
    binding: str


@dataclass(frozen=True)
class FilledRecord:
    """The whole form from top to bottom, in the reader's language."""

    title: str
    number_line: str
    opening: str
    heads: list[Head]
    rows: list[list[Filled]]
    no_rows: str
    statements: list[str]
    closing: str
    dated: str
    signing: list[Head]
    signers: list[list[Filled]]
    offices: list[str]


def fill_in(country: Profile, held: Held, paragraphs: Sequence[Paragraph]) -> FilledRecord:
    """Return the form with the outcomes as its rows and those who agreed as its signers."""
    form = country.official_record
    known = _known(form, held, paragraphs)

    def told(words: Words) -> str:
        return local(words).format(**known)

    rows = [_row(form.columns, number, one, held) for number, one in _outcomes(paragraphs)]
    return FilledRecord(
        title=told(form.title),
        number_line=local(form.number_line),
        opening=told(form.opening),
        heads=_heads(form.columns),
        rows=rows,
        no_rows=local(form.no_rows),
        statements=[told(one) for one in form.statements],
        closing=told(form.closing),
        dated=told(form.dated),
        signing=_heads(form.signatures),
        signers=[_signer(country, number, one) for number, one in _signers(paragraphs)],
        offices=[told(one) for one in form.offices],
    )


def _heads(columns: Iterable[Column]) -> list[Head]:
    return [Head(column.code, local(column.name)) for column in columns]


def _known(form: OfficialRecord, held: Held, paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    opening = _of(paragraphs, ParagraphKind.OPENING)
    present = _of(paragraphs, ParagraphKind.ATTENDANCE)["present"]
    told = datetime.fromisoformat(opening["began"] or opening["planned"])
    began = told.astimezone(ZoneInfo(held.zone)).date()
    words = spelt_date(began)
    return {
        "agency": local(held.agency),
        "subject": local(held.subject),
        "place": opening["place"] or local(form.remote),
        "present": str(present),
        "present_words": spelt(present),
        "date": day(began),
        "year": str(began.year),
        "weekday": words.weekday,
        "day_words": words.day,
        "month": words.month,
        "year_words": words.year,
    }


def _of(paragraphs: Iterable[Paragraph], kind: ParagraphKind) -> Mapping[str, Any]:
    return next(one.values for one in paragraphs if one.kind is kind)


def _outcomes(paragraphs: Iterable[Paragraph]) -> Iterable[tuple[int, Paragraph]]:
    return enumerate(outcomes_in(paragraphs).values(), 1)


def _row(columns: Sequence[Column], number: int, one: Paragraph, held: Held) -> list[Filled]:
    title: Words = one.values["title"]
    cells = {
        Cell.NUMBER: Filled(str(number)),
        Cell.ITEM: Filled(local(title), lang_of(title)),
        Cell.PROBLEM: Filled(one.words["problem"], held.binding),
        Cell.OUTCOME: Filled(one.words["sentence"], held.binding),
        Cell.TERM: Filled(one.words["term"], held.binding),
    }
    return [cells.get(column.code, Filled("")) for column in columns]


def _signers(paragraphs: Iterable[Paragraph]) -> Iterable[tuple[int, Mapping[str, str]]]:
    named: list[Mapping[str, str]] = list(_of(paragraphs, ParagraphKind.ATTENDANCE)["names"])
    blank = [dict.fromkeys(("name", "organisation", "element"), "")] * (LINES_TO_SIGN - len(named))
    return enumerate([*named, *blank], 1)


def _signer(country: Profile, number: int, one: Mapping[str, str]) -> list[Filled]:
    """Whoever names no organisation signs for an element of the public."""
    element = next((part.name for part in country.elements if part.code == one["element"]), {})
    cells = {
        Cell.NUMBER: Filled(str(number)),
        Cell.NAME: Filled(one["name"]),
        Cell.ORGANISATION: Filled(one["organisation"] or local(element)),
    }
    columns = country.official_record.signatures
    return [cells.get(column.code, Filled("")) for column in columns]
