"""The typed fields of a clause in words: 14 and "working_day" become "14 working days".

They are read as the JSON that a clause keeps. A choice is only a code there; its words come from
the profile and are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from forum.core.format import money, number
from forum.core.i18n import N_, _, local, ngettext

Field = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]
"""What the profile calls each code of a choice."""

CHANNELS: dict[str, str] = {
    "counter": N_("Counter: %(value)s"),
    "phone": N_("Telephone: %(value)s"),
    "email": N_("E-mail: %(value)s"),
    "url": N_("Website: %(value)s"),
}


class Shown(NamedTuple):
    """One typed field for the table under a clause, as the macro `fields` draws it."""

    before: Sequence[str]
    after: Sequence[str]
    unit: str
    same: bool


def field_words(field: Field, names: Names | None = None) -> list[str]:
    """Return the field in words, one line for each thing that it lists."""
    return _WRITERS[field["kind"]](field, names or {})


def shown(before: Field | None, after: Field | None, names: Names | None = None) -> Shown:
    """Return two states of a field side by side: 14 → 5, and "working days" once, behind them."""
    same = before == after
    if before and after and not same and _same_unit(before, after):
        numbers = [number(before["value"])], [number(after["value"])]
        return Shown(*numbers, unit_words(after["unit"], after["value"]), same=False)
    old, new = (field_words(field, names) if field else [] for field in (before, after))
    return Shown(old, new, "", same)


def duration_words(value: int, unit: str) -> str:
    """Write "5 working days"; no days at all is the same day."""
    if value == 0 and unit in ("day", "working_day"):
        return _("the same day")
    return f"{number(value)} {unit_words(unit, value)}"


def unit_words(unit: str, value: int) -> str:
    """Write the unit of a duration as it stands behind this number."""
    match unit:
        case "minute":
            return ngettext("minute", "minutes", value)
        case "hour":
            return ngettext("hour", "hours", value)
        case "day":
            return ngettext("day", "days", value)
        case "working_day":
            return ngettext("working day", "working days", value)
        case "week":
            return ngettext("week", "weeks", value)
        case "month":
            return ngettext("month", "months", value)
    raise KeyError(unit)


def _same_unit(before: Field, after: Field) -> bool:
    if not before["kind"] == after["kind"] == "duration":
        return False
    return bool(before["unit"] == after["unit"] and before["value"] and after["value"])


def _duration(field: Field, _names: Names) -> list[str]:
    return [duration_words(field["value"], field["unit"])]


def _money(field: Field, _names: Names) -> list[str]:
    return [_("free of charge") if field["free"] else money(field["amount"], field["currency"])]


def _listed(field: Field, _names: Names) -> list[str]:
    return [local(item) for item in field["items"]]


def _channels(field: Field, _names: Names) -> list[str]:
    return [_channel(item) for item in field["items"]]


def _channel(item: Mapping[str, str]) -> str:
    kind = item["type"]
    return _(CHANNELS[kind]) % {"value": item["value"]}


def _steps(field: Field, _names: Names) -> list[str]:
    return [_step(item) for item in field["items"]]


def _step(item: Mapping[str, Any]) -> str:
    words = local(item["action"])
    if item.get("actor"):
        words = f"{words}, {item['actor']}"
    if item.get("minutes") is None:
        return words
    return f"{words} ({duration_words(item['minutes'], 'minute')})"


def _choice(field: Field, names: Names) -> list[str]:
    return [local(names.get(field["value"], {})) or field["value"]]


_WRITERS: dict[str, Callable[[Field, Names], list[str]]] = {
    "duration": _duration,
    "money": _money,
    "documents": _listed,
    "legal_basis": _listed,
    "channels": _channels,
    "steps": _steps,
    "choice": _choice,
}
