"""The words by which an office document gives away what its parts are, as data.

They belong to the languages of the forum, not to a country: "Pasal" and "Article" number the parts
of a document, "Uraian" and "Description" head the column with the words of a standard.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict


class Columns(BaseModel):
    """What the head of a column is called, by what the column holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: tuple[str, ...]
    component: tuple[str, ...]
    text: tuple[str, ...]
    note: tuple[str, ...]
    translation: tuple[str, ...]


class Reading(BaseModel):
    """Everything that the reader of documents knows by heart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    divisions: tuple[str, ...]
    ordinals: tuple[str, ...]
    columns: Columns
    notes: tuple[str, ...]
    links: frozenset[str]
    endings: tuple[str, ...]
    introductions: tuple[str, ...]
    at_most: tuple[str, ...]
    free: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    currencies: dict[str, tuple[str, ...]]
    common: dict[str, frozenset[str]]


@cache
def reading() -> Reading:
    """Return the words, read once."""
    text = resources.files(__package__).joinpath("reading.json").read_text(encoding="utf-8")
    return Reading.model_validate_json(text)
