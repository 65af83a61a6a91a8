"""How the log is handed out: pieces that never change, each of at most 256 (C2SP tlog-tiles)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forum.audit.rules.tree import Node

HEIGHT = 8
WIDTH = 1 << HEIGHT
HIGHEST = 63
_PLACE = re.compile(
    r"(?P<what>0|[1-9][0-9]?|entries)/(?P<n>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<w>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class Tile:
    """Hashes of one level, or entries (`level` is None); `width` of them, 256 if it is full."""

    level: int | None
    n: int
    width: int = WIDTH

    @property
    def start(self) -> int:
        """The index of its first hash on its level."""
        return self.n * WIDTH

    @property
    def path(self) -> str:
        """Its place below the address of the log, after `tile/`."""
        what = "entries" if self.level is None else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{what}/{_number(self.n)}{part}"

    def stands_in(self, size: int) -> bool:
        """Tell whether a log of this size has these hashes."""
        return self.start + self.width <= size >> HEIGHT * (self.level or 0)


def read_path(path: str) -> Tile | None:
    """Return which tile a path asks for; None if it is none."""
    found = _PLACE.fullmatch(path)
    if found is None:
        return None
    level = None if found["what"] == "entries" else int(found["what"])
    tile = Tile(level, int(re.sub(r"[x/]", "", found["n"])), int(found["w"] or WIDTH))
    in_order = tile.path == path and tile.width <= WIDTH and (level or 0) <= HIGHEST
    return tile if in_order else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Return every tile of a log of this size, those of the entries first."""
    for n, width in _row(size):
        yield Tile(None, n, width)
    for level in range(HIGHEST + 1):
        if not (wide := size >> HEIGHT * level):
            return
        for n, width in _row(wide):
            yield Tile(level, n, width)


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return the entries of a tile one after another, each with its length before it."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(data: bytes) -> list[bytes]:
    """Return the entries in a bundle; raises ValueError if it is cut off."""
    entries, at = list[bytes](), 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + size]
        if len(entry) != size or at + 2 > len(data):
            raise ValueError("a bundle of entries is cut off")
        entries.append(entry)
        at += 2 + size
    return entries


def kept_below(node: Node) -> tuple[int, int, int]:
    """Return where the hashes stand from which a subtree's is made: level of tiles, first, count.

    Kept are only the levels that tiles show: every eighth.
    """
    level, above = divmod(node.level, HEIGHT)
    return level, node.number << above, 1 << above


def _row(wide: int) -> Iterator[tuple[int, int]]:
    for n in range(wide >> HEIGHT):
        yield n, WIDTH
    if rest := wide & WIDTH - 1:
        yield wide >> HEIGHT, rest


def _number(n: int) -> str:
    groups = [f"{n % 1000:03}"]
    while n := n // 1000:
        groups.append(f"x{n % 1000:03}")
    return "/".join(reversed(groups))
