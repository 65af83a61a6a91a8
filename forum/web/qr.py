"""QR codes as shapes: a template draws them, so that no page needs an image or foreign markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from forum.core.threads import Threads

QUIET = 4
_threads = Threads("forum.web.qr", most=1)


@dataclass(frozen=True)
class Code:
    """The side of the square with its quiet zone, and the dark modules as an SVG path."""

    side: int
    path: str


def qr(text: str) -> Code:
    """Return the code for a text, readable with a seventh of it covered."""
    made = segno.make(text, error="m", micro=False)
    rows = [bytes(row) for row in made.matrix_iter(border=QUIET)]
    strokes = [
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return Code(len(rows), "".join(strokes))


async def qr_codes(texts: Sequence[str]) -> list[Code]:
    """Return one code for each text; hundreds take a second, in which nobody else has to wait."""
    return await _threads.run(lambda: [qr(text) for text in texts])


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return where dark modules begin in a row, and how many follow one another."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and x and row[x - 1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
