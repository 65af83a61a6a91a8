"""What the columns of a table hold: numbers, components, the words themselves, notes, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from forum.drafts.importing.names import Names
from forum.drafts.importing.word.blocks import Block
from forum.drafts.importing.word.languages import language_of
from forum.profiles.reading import reading

Rows = Sequence[Mapping[int, Sequence[Block]]]
"""The rows of a table: the blocks of each cell by its column."""

_COUNTED = re.compile(r"[\s\d.()]*|[a-zA-Z][.)]?")


class Column(StrEnum):
    """What one column holds; `more` is what stands beside the words and belongs to them."""

    NUMBER = "number"
    COMPONENT = "component"
    TEXT = "text"
    NOTE = "note"
    TRANSLATION = "translation"
    MORE = "more"


def rows_of(blocks: Sequence[Block]) -> list[dict[int, list[Block]]]:
    """Return the blocks of one table row by row, and in each row cell by cell."""
    rows: dict[int, dict[int, list[Block]]] = {}
    for block in blocks:
        rows.setdefault(block.row, {}).setdefault(block.column, []).append(block)
    return [dict(sorted(rows[row].items())) for row in sorted(rows)]


def read_columns(rows: Rows, names: Names, binding: str) -> tuple[dict[int, Column], bool]:
    """Return what each column holds, and whether the first row only says so."""
    if not rows:
        return {}, False
    headed = {column: _headed(cell_text(cell)) for column, cell in rows[0].items()}
    known = [kind for kind in headed.values() if kind]
    if len(known) * 2 >= len(headed) and len(known) > 1:
        return _completed(headed, rows[1:], names, binding), True
    return _completed({}, rows, names, binding), False


def cell_text(cell: Sequence[Block]) -> str:
    """Return all that a cell says, on one line."""
    return " ".join(f"{block.number} {block.text}".strip() for block in cell)


def _headed(text: str) -> Column | None:
    said = " ".join(re.findall(r"[^\W_]+|#", text.casefold()))
    words = reading().columns
    lists = (
        (Column.NUMBER, words.number),
        (Column.TRANSLATION, words.translation),
        (Column.COMPONENT, words.component),
        (Column.NOTE, words.note),
        (Column.TEXT, words.text),
    )
    for kind, known in lists:
        if said in known or said in {name.rstrip(".") for name in known}:
            return kind
    for kind, known in lists[1:]:
        if len(said) < 60 and any(f" {name} " in f" {said} " for name in known):
            return kind
    return None


def _completed(
    headed: Mapping[int, Column | None], rows: Rows, names: Names, binding: str
) -> dict[int, Column]:
    """Decide by its cells what a column holds that has no telling head."""
    found: dict[int, Column] = {column: kind for column, kind in headed.items() if kind}
    told: dict[int, list[Sequence[Block]]] = {}
    for row in rows:
        if len(row) > 1:
            for column, cell in row.items():
                told.setdefault(column, []).append(cell)
    for column in sorted(told):
        if column not in found:
            found[column] = _by_content(told[column], found, names, binding)
    if Column.TEXT not in found.values():  # the first that is not something else holds the words
        for column in sorted(found):
            if found[column] in (Column.MORE, Column.NOTE):
                found[column] = Column.TEXT
                break
    return found


def _by_content(
    cells: Sequence[Sequence[Block]], found: Mapping[int, Column], names: Names, binding: str
) -> Column:
    texts = [cell_text(cell) for cell in cells]
    if _most(bool(_COUNTED.fullmatch(text)) for text in texts):
        return Column.NUMBER
    if Column.COMPONENT not in found.values() and _most(
        any(names.nearly(block.text) for block in cell) for cell in cells
    ):
        return Column.COMPONENT
    if Column.TEXT not in found.values():
        return Column.TEXT
    foreign = [language_of(text) for text in texts]
    if Column.TRANSLATION not in found.values() and _most(
        language not in ("", binding) for language in foreign
    ):
        return Column.TRANSLATION
    return Column.MORE


def _most(answers: Iterable[bool]) -> bool:
    told = list(answers)
    return sum(told) * 5 >= len(told) * 3
