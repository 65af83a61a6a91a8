"""Reading the log: what was signed, its tiles, and the hashes of which proofs are made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from forum.audit.keys import Keys, last_kept
from forum.audit.models import LogCheckpoint, LogEntry, LogHash, LogHead, Opening
from forum.audit.rules.checkpoints import WITHIN, promise, read_checkpoint
from forum.audit.rules.notes import NotANote, note, read_note
from forum.audit.rules.proofs import Opened, Proof
from forum.audit.rules.tiles import WIDTH, Tile, bundle, kept_below
from forum.audit.rules.tree import Node, Run, hash_of, inclusion, nodes_of, root_of
from forum.core.db import within_transaction

REMEMBERED = 256
"""Full tiles of a process, 8 kB each."""
_full: dict[tuple[str, int, int], list[bytes]] = {}


@dataclass(frozen=True)
class Signed:
    """The newest checkpoint of a log, as it was signed."""

    log: LogHead
    size: int
    note: str
    at: datetime


async def newest_checkpoint(number: int) -> Signed | None:
    """Return what was signed last in this log; None if there is no such log."""
    rows = LogCheckpoint.filter(log_id=number).order_by("-size").select_related("log")
    found = await rows.first()
    return Signed(found.log, found.size, found.note, found.signed_at) if found else None


async def newest_log() -> Signed | None:
    """Return what was signed last of all; None while nothing is signed in this forum."""
    found = await LogCheckpoint.all().order_by("-log_id", "-size").select_related("log").first()
    return Signed(found.log, found.size, found.note, found.signed_at) if found else None


async def read_tile(log: LogHead, tile: Tile) -> bytes | None:
    """Return the bytes of a tile; None while the log is too short for it."""
    if not tile.stands_in(log.size):
        return None
    if tile.level is None:
        rows = await _placed(log, tile.start, tile.width).values_list("entry")
        return bundle(entry.encode() for (entry,) in rows)
    return b"".join(await _kept(log, tile.level, tile.start, tile.width))


async def hashes_of(log: LogHead, runs: Sequence[Run]) -> list[bytes]:
    """Return the hash of each of these runs of entries: a proof, if they are those of one."""
    nodes = [node for run in runs for node in nodes_of(run)]
    places = {node: kept_below(node) for node in nodes}
    wanted = {(level, first // WIDTH) for level, first, _ in places.values()}
    tiles = {place: await _tile(log, *place) for place in wanted}

    def read(node: Node) -> bytes:
        level, first, count = places[node]
        start = first % WIDTH
        return root_of(tiles[level, first // WIDTH][start : start + count])

    return [hash_of(run, read) for run in runs]


async def log_with(entry: LogEntry) -> LogHead | None:
    """Return the log in which an entry has its place; None while it waits for one."""
    if entry.idx is None:
        return None
    return await LogHead.filter(start__lte=entry.idx).order_by("-number").first()


async def proof_of(
    entry: LogEntry, *, opened: bool = False, signed: Signed | None = None
) -> Proof | None:
    """Return the receipt of an entry by the newest checkpoint of its log; None while it waits.

    With what its commitments open to it proves the words too: for their author alone. `signed` is
    another checkpoint of that log which covers it.
    """
    log = await log_with(entry)
    if log is None or entry.idx is None:
        return None
    signed = signed or await newest_checkpoint(log.number)
    if signed is None:
        return None
    index = entry.idx - signed.log.start
    hashes = await hashes_of(signed.log, inclusion(index, signed.size))
    rows = await Opening.filter(entry_id=entry.seq).order_by("kind") if opened else []
    openings = {one.kind: Opened(bytes(one.salt), one.value) for one in rows}
    return Proof(entry.entry.encode(), index, hashes, signed.note, openings)


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the log; without an index it waits for its place."""

    log: LogHead
    size: int
    signed_at: datetime
    index: int | None


async def place_of(entry: LogEntry) -> Place | None:
    """Return where an entry stands, or that it waits; None where the record is not signed."""
    signed = await newest_log()
    if signed is None:
        return None
    if entry.idx is None:
        return Place(signed.log, signed.size, signed.at, None)
    log = await LogHead.filter(start__lte=entry.idx).order_by("-number").first()
    newest = await newest_checkpoint(log.number) if log else None
    found = newest or signed
    return Place(found.log, found.size, found.at, entry.idx - found.log.start)


def promised(entry: LogEntry, keys: Keys) -> str | None:
    """Return the signed promise that an entry will have its place; None for a ballot.

    A ballot says nothing of when it was cast, and waits for others. It is the same note whenever it
    is asked for, so none is kept.
    """
    at = json.loads(entry.entry).get("at")
    if at is None:
        return None
    accepted = datetime.fromisoformat(at)
    name, leaf = keys.promise.name, bytes.fromhex(entry.leaf)
    text = promise(name, leaf, accepted, accepted + WITHIN)
    return note(text, keys.promise.sign(text))


def _placed(log: LogHead, first: int, count: int) -> QuerySet[LogEntry]:
    start = log.start + first
    return LogEntry.filter(idx__gte=start, idx__lt=start + count).order_by("idx")


async def _kept(log: LogHead, level: int, first: int, count: int) -> list[bytes]:
    if not level:
        leaves = await _placed(log, first, count).values_list("leaf")
        return [bytes.fromhex(leaf) for (leaf,) in leaves]
    rows = LogHash.filter(log=log, level=level, number__gte=first, number__lt=first + count)
    return [bytes(one) for (one,) in await rows.order_by("number").values_list("hash")]


async def _tile(log: LogHead, level: int, n: int) -> list[bytes]:
    """Return the hashes of a tile, as far as it goes; full ones never change and are kept."""
    key = (log.key, level, n)
    if key not in _full:
        found = await _kept(log, level, n * WIDTH, WIDTH)
        if len(found) < WIDTH or within_transaction():
            return found
        while len(_full) >= REMEMBERED:
            del _full[next(iter(_full))]
        _full[key] = found
    return _full[key]


async def lacks(keys: Keys) -> str:
    """Return what is missing here of the log that was signed before; nothing if all is there.

    A database that was put back to an earlier day must not go on under the same name: there would
    be two logs, and receipts that the second knows nothing of.
    """
    other = await LogHead.all().order_by("-number").first()
    if other is not None and other.key != str(keys.log.verifier):
        return f"{other.origin} is signed by another key than the one in {keys.folder}."
    kept = last_kept(keys)
    if not kept:
        return ""
    try:
        known = read_checkpoint(read_note(kept, [keys.log.verifier]).text)
    except NotANote as wrong:
        return f"{keys.last_file} is damaged: {wrong} Take it from your copy of the keys."
    head = await LogHead.get_or_none(origin=known.origin)
    if head is None or head.size < known.size:
        here = head.size if head else 0
        return f"{known.size} entries of {known.origin} were signed; this database has {here}."
    if await hashes_of(head, [Run(0, known.size)]) != [known.root]:
        return f"The {known.size} entries of {known.origin} that were signed read otherwise here."
    return ""
