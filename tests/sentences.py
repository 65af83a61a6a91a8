"""All sentences that a person may see, in the code, the templates and the catalogue."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from forum.core.i18n import LOCALES

ROOT = Path(__file__).resolve().parents[1]
INDONESIAN = LOCALES / "id" / "LC_MESSAGES" / "forum.po"

PLACEHOLDER = re.compile(r"%\(([a-z_]+)\)[sd]|\{([a-z]+)\}|(%[sd])")


@dataclass(frozen=True)
class Sentence:
    """One English sentence, its plural if it counts, and where it stands."""

    one: str
    many: str
    place: str


@cache
def sentences() -> list[Sentence]:
    """Return every sentence marked for translation."""
    babel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]
    methods = [(one["pattern"], one["method"]) for one in babel["mappings"]]
    options = {
        one["pattern"]: {name: value for name, value in one.items() if name.islower()}
        for one in babel["mappings"]
    }
    found = []
    for file, line, message, _comments, _context in extract_from_dir(ROOT, methods, options):
        one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        found.append(Sentence(one, many, f"{file}:{line}"))
    return found


@cache
def indonesian() -> Catalog:
    """Return the Indonesian catalogue, an empty one if there is none yet."""
    if not INDONESIAN.exists():
        return Catalog(locale="id")
    with INDONESIAN.open("rb") as file:
        return read_po(file, locale="id")


def placeholders(sentence: str) -> set[str]:
    """Return the names that are filled in."""
    return {next(filter(None, match.groups())) for match in PLACEHOLDER.finditer(sentence)}
