"""Who watches this log, as its keeper has said at start."""

from __future__ import annotations

from collections.abc import Sequence

from forum.audit.rules.witnessing import Witness

_known: list[Witness] = []
_quorum: list[int] = [0]


def set_witnesses(witnesses: Sequence[Witness], quorum: int) -> None:
    """Say who they are, and how many of them must have signed."""
    _known[:] = witnesses
    _quorum[:] = [min(max(quorum, 1), len(witnesses))]


def witnesses() -> tuple[Witness, ...]:
    """Return all of them."""
    return tuple(_known)


def quorum() -> int:
    """Return how many must have signed what a checker believes; 0 without witnesses."""
    return _quorum[0]


def witness_lines() -> list[tuple[str, str]]:
    """Return key and address of each, as the policy of the log names them."""
    return [(str(one.verifier), one.address) for one in _known]
