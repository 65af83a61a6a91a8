"""Reading the log: what was signed, its tiles, and the hashes of which proofs are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from forum.audit.models import LogCheckpoint, LogEntry, LogHash, LogHead
from forum.audit.rules.proofs import Proof
from forum.audit.rules.tiles import Tile, bundle, kept_below
from forum.audit.rules.tree import Edge, Node, Run, hash_of, inclusion, nodes_of


@dataclass(frozen=True)
class Signed:
    """The newest checkpoint of a log, as it was signed."""

    log: LogHead
    size: int
    note: str


async def newest_checkpoint(number: int) -> Signed | None:
    """Return what was signed last in this log; None if there is no such log."""
    rows = LogCheckpoint.filter(log_id=number).order_by("-size").select_related("log")
    found = await rows.first()
    return Signed(found.log, found.size, found.note) if found else None


async def newest_log() -> Signed | None:
    """Return what was signed last of all; None while nothing is signed in this forum."""
    found = await LogCheckpoint.all().order_by("-log_id", "-size").select_related("log").first()
    return Signed(found.log, found.size, found.note) if found else None


async def read_tile(log: LogHead, tile: Tile) -> bytes | None:
    """Return the bytes of a tile; None while the log is too short for it."""
    if not tile.stands_in(log.size):
        return None
    if tile.level is None:
        rows = _placed(log, tile.start, tile.width).values_list("entry", flat=True)
        return bundle(entry.encode() for entry in await rows)
    return b"".join(await _kept(log, tile.level, tile.start, tile.width))


async def hashes_of(log: LogHead, runs: Sequence[Run]) -> list[bytes]:
    """Return the hash of each of these runs of entries: a proof, if they are those of one."""
    found = {node: await _hash(log, node) for run in runs for node in nodes_of(run)}
    return [hash_of(run, found.__getitem__) for run in runs]


async def proof_of(entry: LogEntry) -> Proof | None:
    """Return the receipt of an entry by the newest checkpoint of its log; None while it waits."""
    if entry.idx is None:
        return None
    log = await LogHead.filter(start__lte=entry.idx).order_by("-number").first()
    signed = await newest_checkpoint(log.number) if log else None
    if signed is None:
        return None
    index = entry.idx - signed.log.start
    hashes = await hashes_of(signed.log, inclusion(index, signed.size))
    return Proof(entry.entry.encode(), index, hashes, signed.note)


def _placed(log: LogHead, first: int, count: int) -> QuerySet[LogEntry]:
    start = log.start + first
    return LogEntry.filter(idx__gte=start, idx__lt=start + count).order_by("idx")


async def _kept(log: LogHead, level: int, first: int, count: int) -> list[bytes]:
    if not level:
        leaves = await _placed(log, first, count).values_list("leaf", flat=True)
        return [bytes.fromhex(leaf) for leaf in leaves]
    rows = LogHash.filter(log=log, level=level, number__gte=first, number__lt=first + count)
    return [bytes(one) for one in await rows.order_by("number").values_list("hash", flat=True)]


async def _hash(log: LogHead, node: Node) -> bytes:
    edge = Edge()
    for one in await _kept(log, *kept_below(node)):
        edge.append(one)
    return edge.root()
