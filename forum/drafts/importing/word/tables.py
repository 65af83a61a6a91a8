"""Tables of a Word document, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from forum.drafts.importing.word.blocks import Block, Flag, Role, Where
from forum.drafts.importing.word.columns import Column, cell_text, read_columns, rows_of
from forum.drafts.importing.word.paragraphs import Reader


class Tables:
    """Reads tables into what the reader of paragraphs has begun."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names = reader.names

    def take(self, blocks: Sequence[Block]) -> None:
        """Take the blocks of one table; one of a single row or column is running text."""
        rows = rows_of(blocks)
        if len(rows) == 1 or max(len(row) for row in rows) == 1:
            self.reader.paragraphs(blocks)
            return
        columns, headed = read_columns(rows, self.names, self.reader.binding)
        self.reader.prefix = None
        for place, row in enumerate(rows):
            if headed and place == 0:
                for block in all_of(row):
                    self.reader.take(block, Role.ASIDE)
            else:
                self._row(row, columns)

    def _row(self, row: dict[int, list[Block]], columns: dict[int, Column]) -> None:
        told = [
            column
            for column, cell in row.items()
            if columns.get(column) is not Column.NUMBER or cell[0].span > 1
        ]
        whole = len(told) == 1 and row[told[0]][0].span > 1 and len(columns) > 1
        alone = len(told) == 1 and Column.COMPONENT not in columns.values()
        if (whole or alone) and self._whole_row(row, told[0]):
            return
        for column, cell in row.items():
            kind = columns.get(column, Column.MORE)
            if kind is Column.NUMBER and any(map(str.isalpha, cell_text(cell))) and len(told) == 0:
                kind = Column.TEXT
            self._cell(cell, kind)

    def _whole_row(self, row: dict[int, list[Block]], column: int) -> bool:
        """Take a row that names what stands in the rows below it."""
        text = " ".join(block.text for block in row[column])
        if self.reader.grouped(text):
            for block in all_of(row):
                self.reader.take(block, Role.ASIDE)
            return True
        band = row[column][0].span > 1
        component = self.names.nearly(text) or self.names.within(text) if band else None
        component = component or self.names.exactly(text)
        if component is None:
            if not band:
                return False
            self.reader.lose(all_of(row))
            return True
        for block in all_of(row):
            if block.column == column:
                self.reader.enter(component, block, sure=self.names.exactly(text) is not None)
            else:
                self.reader.take(block, Role.ASIDE)
        return True

    def _cell(self, cell: Sequence[Block], kind: Column) -> None:
        strange = [block for block in cell if block.where is not Where.CELL]
        plain = [block for block in cell if block.where is Where.CELL]
        match kind:
            case Column.NUMBER:
                for block in plain:
                    self.reader.take(block, Role.ASIDE)
            case Column.COMPONENT:
                self._component_cell(plain)
            case Column.NOTE:
                for block in plain:
                    self.reader.note(block)
            case Column.TRANSLATION:
                for block in plain:
                    sure = self.reader.component is not None and self.reader.has_clause()
                    self.reader.take(block, Role.TRANSLATION if sure else Role.LEFT,
                              flag="" if sure else Flag.NO_CLAUSE)  # fmt: skip
            case Column.TEXT:
                self._text_cell(plain)
            case Column.MORE:
                for block in plain:
                    sure = self.reader.component is not None and self.reader.has_clause()
                    self.reader.take(block, Role.JOINED if sure else Role.LEFT,
                              flag=Flag.COLUMN if sure else Flag.NO_CLAUSE)  # fmt: skip
        for block in strange:
            self.reader.strange(block)

    def _component_cell(self, cell: Sequence[Block]) -> None:
        if not cell:
            return
        text = " ".join(block.text for block in cell)
        exact = self.names.exactly(text) or next(
            filter(None, (self.names.exactly(block.text) for block in cell)), None
        )
        component = exact or self.names.nearly(text) or self.names.within(text)
        if component is None:
            self.reader.lose(cell)
            return
        for block in cell:
            self.reader.enter(component, block, sure=exact is not None)

    def _text_cell(self, cell: Sequence[Block]) -> None:
        self.reader.prefix = None
        for place, block in enumerate(cell):
            following = cell[place + 1] if place + 1 < len(cell) else None
            if not self.reader.division(block):
                self.reader.words(block, following)


def all_of(row: dict[int, list[Block]]) -> list[Block]:
    """Return the blocks of a row in the order of its cells."""
    return [block for cell in row.values() for block in cell]
