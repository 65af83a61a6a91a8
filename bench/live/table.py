"""The table: one row a target, in plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TIMES = "×"  # noqa: RUF001 - as people write it
HEADS = ("", "ours", "peer", "measured", "target", "stretch", "holds")


@dataclass(frozen=True)
class Bar:
    """What a figure may be at most, or must be at least."""

    limit: float
    unit: str = TIMES
    least: bool = False

    def holds(self, figure: float) -> bool:
        """Tell whether a figure is good enough."""
        return figure >= self.limit if self.least else figure <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.least else '≤'} {said(self.limit, self.unit)}"


def at_most(limit: float, unit: str = TIMES) -> Bar:
    """Return the bar that a figure must stay under."""
    return Bar(limit, unit)


def at_least(limit: float, unit: str = TIMES) -> Bar:
    """Return the bar that a figure must reach."""
    return Bar(limit, unit, least=True)


@dataclass(frozen=True)
class Row:
    """One target and what was measured; without a figure the remark says why."""

    what: str
    target: Bar
    figure: float | None = None
    ours: str = ""
    peer: str = ""
    stretch: Bar | None = None
    remark: str = ""

    @property
    def missed(self) -> bool:
        """Whether it was measured and is not good enough."""
        return self.figure is not None and not self.target.holds(self.figure)

    @property
    def verdict(self) -> str:
        """The last cell."""
        if self.figure is None:
            return "not measured"
        if self.missed:
            return "NO"
        return "yes, stretch" if self.stretch and self.stretch.holds(self.figure) else "yes"

    def cells(self) -> tuple[str, ...]:
        """Return its line of the table."""
        figure = "-" if self.figure is None else said(self.figure, self.target.unit)
        stretch = str(self.stretch) if self.stretch else "-"
        cells = (self.ours or "-", self.peer or "-", figure, str(self.target), stretch)
        return (self.what, *cells, self.verdict)


def said(figure: float, unit: str) -> str:
    """Return a figure as a person reads it: three digits that count, and its unit."""
    digits = 0 if abs(figure) >= 100 or figure == int(figure) else 1 if abs(figure) >= 10 else 2
    return f"{figure:,.{digits}f} {unit}".rstrip()


def drawn(rows: Iterable[Row]) -> str:
    """Return the table, and under it what is to be said about its rows."""
    rows = list(rows)
    lines = [HEADS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    table = [
        "  ".join(
            cell.ljust(width) if column in {0, len(HEADS) - 1} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    table.insert(1, "-" * max(len(line) for line in table))
    remarks = dict.fromkeys(row.remark for row in rows if row.remark)
    return "\n".join([*table, *([""] if remarks else []), *remarks])
