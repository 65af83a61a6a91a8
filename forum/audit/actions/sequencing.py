"""Giving entries their places in the log, and signing what it comes to.

An act writes its entry; the sequencer, one at a time and at most once a second, takes what has been
committed since, gives each entry the next place and signs the new root. Never by how far it had
come before: on PostgreSQL a transaction may commit after one that began later.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence

from tortoise.connection import get_connection
from tortoise.expressions import Q
from tortoise.functions import Count

from forum.audit.actions.recording import record
from forum.audit.keys import Keys, keep_last
from forum.audit.models import LogCheckpoint, LogEntry, LogHash, LogHead
from forum.audit.rules.checkpoints import HASH_BYTES, Checkpoint
from forum.audit.rules.notes import note
from forum.audit.rules.tiles import HEIGHT
from forum.audit.rules.tree import Edge
from forum.core import clock
from forum.core.db import dialect, one_at_a_time, transaction
from forum.core.db.among import ask_among
from forum.core.db.columns import array, columns
from forum.core.db.fields import to_json

MOST = 4_096
"""In one go. A forum that gets its log late has the rest in the next ones."""
TOGETHER = 20
"""So many ballots of a poll get their places at once, in no order, unless it has ended."""
BALLOT = "ballot.cast"
ENDS = ("poll.closed", "poll.annulled")

Waiting = tuple[int, str, str, str]
"""Number, leaf, type and subject of one entry."""

_shuffle = random.SystemRandom().shuffle


async def open_log(keys: Keys) -> None:
    """Begin the log of this name, unless it was begun; its first entry says what it is called."""
    async with transaction():
        await one_at_a_time("log")
        if await LogHead.exists():
            return
        opened = await record("log.opened", by="system", d={"origin": keys.log.name})
        head = await LogHead.create(
            number=1,
            origin=keys.log.name,
            start=0,
            size=0,
            edge=b"",
            key=str(keys.log.verifier),
            promise_key=str(keys.promise.verifier),
        )
        written = await LogEntry.get(leaf=opened.leaf)
        signed = await append(head, [(written.seq, written.leaf)], keys)
    keep_last(keys, signed)


async def sequence(keys: Keys) -> int:
    """Give the entries that wait their places, sign the new root, and return how many they were.

    What was signed is kept beside the keys too, once it is committed.
    """
    signed = ""
    async with transaction():
        await one_at_a_time("log")
        head = await LogHead.get(origin=keys.log.name)
        now, few = int(clock.now().timestamp()), await _kept_back()
        waiting = LogEntry.filter(Q(not_before=None) | Q(not_before__lte=now), idx=None)
        due = waiting.filter(~Q(type=BALLOT, subject__in=few)) if few else waiting
        rows = await due.order_by("seq").limit(MOST).values_list("seq", "leaf", "type", "subject")
        chosen = await _shuffled(rows)
        if chosen:
            signed = await append(head, chosen, keys)
    if signed:
        keep_last(keys, signed)
    return len(chosen)


async def _kept_back() -> list[str]:
    """Return the polls whose ballots wait for more, so that a place does not tell whose one is."""
    waiting = LogEntry.filter(idx=None, type=BALLOT).annotate(cast=Count("seq")).group_by("subject")
    few = [
        subject for subject, cast in await waiting.values_list("subject", "cast") if cast < TOGETHER
    ]
    ended = LogEntry.filter(type__in=ENDS, subject__in=few).values_list("subject", flat=True)
    return sorted(set(few) - set(await ended)) if few else []


async def _shuffled(rows: Sequence[Waiting]) -> list[tuple[int, str]]:
    """Return number and leaf of each, ballots of one poll in any order.

    But of two by one voter the later one comes later: it is the one that counts.
    """
    cast: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for seq, leaf, type_, subject in rows:
        if type_ == BALLOT:
            cast[subject].append((seq, leaf))
    voters = await _voters([seq for some in cast.values() for seq, _ in some])
    mixed = {subject: iter(_mixed(some, voters)) for subject, some in cast.items()}
    return [
        next(mixed[subject]) if type_ == BALLOT else (seq, leaf)
        for seq, leaf, type_, subject in rows
    ]


def _mixed(ballots: list[tuple[int, str]], voters: Mapping[int, str]) -> list[tuple[int, str]]:
    own: defaultdict[str | int, deque[tuple[int, str]]] = defaultdict(deque)
    for ballot in sorted(ballots):
        own[voters.get(ballot[0], ballot[0])].append(ballot)
    _shuffle(ballots)
    return [own[voters.get(seq, seq)].popleft() for seq, _ in ballots]


async def _voters(ballots: Collection[int]) -> dict[int, str]:
    """Return who cast these ballots, by the line under which each finds the own one."""
    if not ballots:
        return {}
    rows = await ask_among(
        "SELECT entry_id, value FROM log_opening WHERE kind = 'voter' AND entry_id {0}", ballots
    )
    return {row["entry_id"]: row["value"] for row in rows}


async def append(head: LogHead, rows: Sequence[tuple[int, str]], keys: Keys) -> str:
    """Append entries, keep the roots of full tiles, and return the checkpoint that was signed."""
    edge = Edge(head.size, split(head.edge))
    full = list[LogHash]()
    for _, leaf in rows:
        for node, found in edge.append(bytes.fromhex(leaf)):
            if node.level % HEIGHT == 0:
                level = node.level // HEIGHT
                full.append(LogHash(log=head, level=level, number=node.number, hash=found))
    first = head.start + head.size
    await _give_places([(seq, first + place) for place, (seq, _) in enumerate(rows)])
    if full:
        await LogHash.bulk_create(full)
    head.size, head.edge = edge.size, b"".join(edge.hashes)
    await head.save(update_fields=["size", "edge"])
    text = str(Checkpoint(head.origin, edge.size, edge.root()))
    signed = note(text, keys.log.sign(text))
    await LogCheckpoint.create(log=head, size=edge.size, note=signed, signed_at=clock.now())
    return signed


async def _give_places(places: Sequence[tuple[int, int]]) -> None:
    database = get_connection("default")
    if dialect() == "postgres":
        await database.execute_query(_POSTGRES, columns(places))
    else:
        await database.execute_query(_SQLITE, [to_json(places)])


def split(hashes: bytes) -> list[bytes]:
    """Return hashes that were kept one after another."""
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


_POSTGRES = f"""
    UPDATE log_entry SET idx = placed.idx
    FROM unnest({array(1, "bigint")}, {array(2, "bigint")}) AS placed (seq, idx)
    WHERE log_entry.seq = placed.seq
"""  # noqa: S608 - made of our own words
_SQLITE = """
    UPDATE log_entry SET idx = placed.value->>1
    FROM json_each(?) AS placed WHERE log_entry.seq = placed.value->>0
"""
