"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """So many sockets, so many times each."""

    sockets: int
    repeat: int
