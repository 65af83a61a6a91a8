"""Every piece of writing in a Word document, in the order in which a reader meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Where(StrEnum):
    """In which part of the document a block stands."""

    BODY = "body"
    CELL = "cell"
    FOOTNOTE = "footnote"
    BOX = "box"
    MARGIN = "margin"
    COMMENT = "comment"
    DELETED = "deleted"
    HIDDEN = "hidden"


class Role(StrEnum):
    """What a block becomes. A clause and a heading name their component, after a colon."""

    TITLE = "title"
    DRAFT_NOTE = "draft_note"
    HEADING = "heading"
    CLAUSE = "clause"
    PREFIX = "prefix"
    UNDER = "under"
    JOINED = "joined"
    NOTE = "note"
    TRANSLATION = "translation"
    ASIDE = "aside"
    LEFT = "left"


class Flag(StrEnum):
    """Why a person should look at a block."""

    COMPONENT = "component"
    NO_COMPONENT = "no_component"
    NO_CLAUSE = "no_clause"
    TITLE = "title"
    INTRODUCTION = "introduction"
    PREFIX = "prefix"
    COLUMN = "column"
    LENGTH = "length"
    PLACE = "place"
    VALUES = "values"


@dataclass
class Block:
    """One paragraph, or one line of it: what it says, how it looks, and what it is taken for.

    `heading` is 1 for the highest level; `depth` is 1 for an item of a list, more for one in it.
    `table` counts from 1; a block outside of tables has 0. `component` belongs to the role.
    """

    text: str
    number: str = ""
    heading: int = 0
    strong: bool = False
    slanted: bool = False
    depth: int = 0
    where: Where = Where.BODY
    table: int = 0
    row: int = 0
    column: int = 0
    span: int = 1
    role: Role = Role.LEFT
    component: str = ""
    flag: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @property
    def choice(self) -> str:
        """What the select of the preview holds."""
        return f"{self.role}:{self.component}" if self.component else str(self.role)


def block_from(row: Mapping[str, Any]) -> Block:
    """Return the block that `to_json` wrote."""
    return Block(**{**row, "where": Where(row["where"]), "role": Role(row["role"])})
