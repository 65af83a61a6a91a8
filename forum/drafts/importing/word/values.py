"""Typed values in running words: "paling lama 14 hari kerja", "Rp350.000", a telephone number.

Only what can be read in one way is read; two amounts in one sentence are for a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from forum.core.errors import Invalid
from forum.drafts.field_forms import Asked, channel_type
from forum.drafts.fields import Fields, read_fields
from forum.drafts.importing.standard import Component
from forum.profiles.reading import reading

_AMOUNT = r"([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,12})(?:[.,](?:00|-)(?![0-9]))?"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'()]+[\w/]", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+62|\(?0)[0-9][0-9\s().-]{6,16}[0-9](?!\w)")


def read_values(component: Component, text: str, currency: str) -> tuple[Fields, bool]:
    """Return the typed values of a clause, and whether something in it can be read in two ways."""
    found: dict[str, Mapping[str, object]] = {}
    durations = [asked for asked in component.fields if asked.kind == "duration"]
    doubtful = False
    if durations:
        told, doubtful = _durations(durations, text)
        found |= told
    for asked in component.fields:
        if asked.kind == "money":
            amounts = _amounts(text, currency)
            doubtful |= len(amounts) > 1
            if len(amounts) == 1:
                found[asked.code] = amounts[0]
        elif asked.kind == "channels" and (channels := _channels(text)):
            found[asked.code] = {"kind": "channels", "items": channels}
    try:
        return read_fields(found), doubtful
    except Invalid:
        return {}, True


def _durations(asked: Sequence[Asked], text: str) -> tuple[dict[str, Mapping[str, object]], bool]:
    """Return at most one limit and one target; the limit is what every standard must have."""
    units, limits = _patterns()
    most: list[Mapping[str, object]] = []
    plain: list[Mapping[str, object]] = []
    begin = 0
    for match in units.finditer(text):
        value = {
            "kind": "duration",
            "value": int(match["value"]),
            "unit": _units()[" ".join(match["unit"].casefold().split())],
        }
        (most if limits.search(text[begin : match.start()]) else plain).append(value)
        begin = match.end()
    limit = next((one for one in asked if getattr(one, "required", False)), asked[-1])
    target = next((one for one in asked if one is not limit), None)
    if len(most) > 1 or len(plain) > 1:
        return {}, True
    found: dict[str, Mapping[str, object]] = {}
    if most:
        found[limit.code] = most[0]
        if plain and target:
            found[target.code] = plain[0]
    elif plain:
        found[limit.code] = plain[0]
    return found, False


def _amounts(text: str, currency: str) -> list[Mapping[str, object]]:
    signs = "|".join(re.escape(one) for one in reading().currencies.get(currency, (currency,)))
    amounts = [
        int(re.sub(r"\D", "", match[1]))
        for match in re.finditer(rf"(?<!\w)(?:{signs})\s*{_AMOUNT}", text, re.IGNORECASE)
    ]
    told: list[Mapping[str, object]] = [
        {"kind": "money", "amount": amount, "currency": currency, "free": amount == 0}
        for amount in dict.fromkeys(amounts)
    ]
    free = "|".join(map(re.escape, reading().free))
    if re.search(rf"(?<!\w)(?:{free})(?!\w)", text, re.IGNORECASE):
        told.append({"kind": "money", "amount": 0, "currency": currency, "free": True})
    return told


def _channels(text: str) -> list[Mapping[str, object]]:
    found: list[str] = []
    for pattern in (_EMAIL, _URL, _PHONE):
        for match in pattern.finditer(text):
            found.append(match[0].strip())
            text = text.replace(match[0], " ")
    return [{"type": channel_type(value), "value": value} for value in dict.fromkeys(found)]


@cache
def _units() -> dict[str, str]:
    return {word: unit for unit, words in reading().units.items() for word in words}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_units(), key=len, reverse=True)
    )
    units = (
        rf"(?<![\w.,/])(?P<value>[0-9]{{1,4}})\s*(?:\([^)]{{1,40}}\)\s*)?(?P<unit>{words})(?!\w)"
    )
    limits = "|".join(map(re.escape, reading().at_most))
    return re.compile(units, re.IGNORECASE), re.compile(limits, re.IGNORECASE)
