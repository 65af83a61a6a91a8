"""The typed fields of a clause as rows of a table: what each was, what it is, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.core.field_words import shown
from forum.core.i18n import local
from forum.drafts.fields import TypedField, write_fields
from forum.profiles.load import Component


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One field: `before` and `after` in lines of words, and the unit that both are counted in."""

    code: str
    name: str
    before: Sequence[str]
    after: Sequence[str]
    unit: str
    same: bool


def field_rows(
    component: Component, old: Mapping[str, TypedField], new: Mapping[str, TypedField]
) -> list[FieldRow]:
    """Return the fields that the clause carries or carried, in the order of the profile."""
    before, after = write_fields(old), write_fields(new)
    rows = []
    for asked in component.fields:
        if asked.code in before or asked.code in after:
            names = {choice.code: choice.name for choice in asked.choices}
            words = shown(before.get(asked.code), after.get(asked.code), names)
            rows.append(FieldRow(code=asked.code, name=local(asked.name), **words._asdict()))
    return rows
