"""How much is measured, and where."""

from __future__ import annotations

from dataclasses import dataclass

from bench.live.halls import Halls


@dataclass(frozen=True)
class Plan:
    """So many sockets, so many times each, in these halls."""

    sockets: int
    repeat: int
    halls: Halls
