"""The Merkle tree over all entries, as RFC 9162 section 2.1 has it.

A tree of `size` leaves is never kept whole. What a proof needs are the hashes of some runs of
leaves; each run falls into complete subtrees (`Node`), which are kept or made from what is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

EMPTY = hashlib.sha256().digest()
"""The root of a log without entries."""


class Run(NamedTuple):
    """The leaves from `start` up to, but not with, `end`."""

    start: int
    end: int


class Node(NamedTuple):
    """A complete subtree: the leaves from `number * 2**level` on, `2**level` of them."""

    level: int
    number: int


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    edge = Edge()
    for leaf in leaves:
        edge.append(leaf)
    return edge.root()


class Edge:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first.

    There are as many as the size has ones in binary, so a log of any length fits on a page.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"the edge of {size} leaves has {size.bit_count()} hashes")

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf hash, and return the larger subtrees that are complete with it."""
        completed, index, level = list[tuple[Node, bytes]](), self.size, 0
        while index & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            index, level = index >> 1, level + 1
            completed.append((Node(level, index), leaf))
        self.hashes.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        return _folded(self.hashes) if self.hashes else EMPTY


def nodes_of(run: Run) -> list[Node]:
    """Return the complete subtrees of a run that a proof asks for, from the left."""
    nodes, start = list[Node](), run.start
    while start < run.end:
        level = (run.end - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def hash_of(run: Run, read: Callable[[Node], bytes]) -> bytes:
    """Return the hash of a run from those of its complete subtrees."""
    return _folded([read(node) for node in nodes_of(run)])


def inclusion(index: int, size: int) -> list[Run]:
    """Return the runs whose hashes prove that a leaf stands in a tree (2.1.3.1), in their order."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} has no leaf {index}")
    runs, start, end = list[Run](), 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            runs.append(Run(middle, end))
            end = middle
        else:
            runs.append(Run(start, middle))
            start = middle
    return runs[::-1]


def consistency(old: int, size: int) -> list[Run]:
    """Return the runs that prove that a tree grew out of a smaller one (2.1.4.1), in their order.

    Nothing is to be proven of an empty tree, or of one that has not grown.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} did not grow out of one of {old}")
    runs, start, end = list[Run](), 0, size
    while old not in (0, end):
        middle = start + _split(end - start)
        if old <= middle:
            runs.append(Run(middle, end))
            end = middle
        else:
            runs.append(Run(start, middle))
            start = middle
    if start and old:
        runs.append(Run(start, end))
    return runs[::-1]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a leaf hash stands in a tree (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for other in proof:
        if not last:
            return False
        if here & 1 or here == last:
            found = node_hash(other, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, other)
        here, last = here >> 1, last >> 1
    return not last and found == root


def grew(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a tree only grew out of a smaller one (2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if not 0 < old < size:
        return old == 0 and not proof and old_root == EMPTY
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = path[0]
    for other in path[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = node_hash(other, before), node_hash(other, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, other)
        here, last = here >> 1, last >> 1
    return not last and before == old_root and after == root


def _folded(hashes: Sequence[bytes]) -> bytes:
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def _split(leaves: int) -> int:
    """Return the largest power of two below this many leaves."""
    return 1 << (leaves - 1).bit_length() - 1
