"""The log: every entry gets its place once, and what was signed can be proven ever after."""

from __future__ import annotations

import asyncio
import json

import pytest
from tortoise.connection import get_connection

from forum.audit.actions import open_log, record, sequence, sequencing
from forum.audit.keys import Keys, make_keys
from forum.audit.models import LogCheckpoint, LogEntry
from forum.audit.queries.log import hashes_of, newest_checkpoint, proof_of, read_tile
from forum.audit.rules import leaf_hash, new_nonce
from forum.audit.rules.checkpoints import read_checkpoint
from forum.audit.rules.notes import read_note
from forum.audit.rules.tiles import Tile, read_bundle, tiles_of
from forum.audit.rules.tree import consistency, grew, includes, root_of
from forum.core.db import transaction
from tests.databases import both_databases

ORIGIN = "konsultasi.contoh.go.id/log/1"


@pytest.fixture
async def keys(db, tmp_path) -> Keys:
    keys = make_keys(tmp_path / "keys", ORIGIN)
    await open_log(keys)
    return keys


async def act(number: int = 1, type_: str = "comment.received", subject: str = "") -> None:
    for _ in range(number):
        async with transaction():
            await record(type_, by="citizen", subject=subject)


async def many(number: int) -> None:
    """Write so many entries at once."""
    rows = []
    for _ in range(number):
        entry = json.dumps({"by": "system", "d": {"nonce": new_nonce()}, "type": "a", "v": 1})
        rows.append(LogEntry(leaf=leaf_hash(entry.encode()).hex(), entry=entry, type="a"))
    await LogEntry.bulk_create(rows)


async def checkpoint(keys: Keys):
    signed = await newest_checkpoint(1)
    text = read_note(signed.note, [keys.log.verifier]).text
    return signed.log, read_checkpoint(text)


async def types_in_order() -> list[str]:
    return await LogEntry.filter(idx__isnull=False).order_by("idx").values_list("type", flat=True)


@both_databases
async def test_entries_stand_in_the_log_in_the_order_in_which_they_were_written(keys):
    await act(3)
    assert await sequence(keys) == 3
    assert await sequence(keys) == 0

    leaves = await LogEntry.all().order_by("idx").values_list("leaf", flat=True)
    _, signed = await checkpoint(keys)
    assert (await types_in_order())[0] == "log.opened"
    assert (signed.origin, signed.size) == (ORIGIN, 4)
    assert signed.root == root_of([bytes.fromhex(leaf) for leaf in leaves])
    assert await LogEntry.all().order_by("idx").values_list("seq", flat=True) == sorted(
        await LogEntry.all().values_list("seq", flat=True)
    )


async def test_a_log_is_opened_once_and_says_first_what_it_is_called(db, tmp_path):
    await act(2)  # before there were keys
    keys = make_keys(tmp_path / "keys", ORIGIN)
    await open_log(keys)
    await open_log(keys)
    await sequence(keys)

    assert await types_in_order() == ["log.opened", "comment.received", "comment.received"]
    first = await LogEntry.get(idx=0)
    assert json.loads(first.entry)["d"]["origin"] == ORIGIN


@both_databases
async def test_a_receipt_proves_each_entry_under_every_later_root(keys):
    await many(600)
    await sequence(keys)
    for idx in (0, 1, 255, 256, 511, 512, 600):
        entry = await LogEntry.get(idx=idx)
        proof = await proof_of(entry)
        signed = read_checkpoint(read_note(proof.checkpoint, [keys.log.verifier]).text)
        leaf = leaf_hash(proof.entry)
        assert includes(signed.root, signed.size, proof.index, leaf, proof.hashes)
        assert proof.index == idx


async def test_an_entry_that_waits_has_no_proof_yet(keys):
    await act()
    assert await proof_of(await LogEntry.get(type="comment.received")) is None


@both_databases
async def test_every_log_that_was_signed_is_the_beginning_of_the_next(keys):
    roots = {}
    for number in (1, 250, 7, 300, 1):
        await many(number)
        await sequence(keys)
        log, signed = await checkpoint(keys)
        roots[signed.size] = signed.root
    for old, before in roots.items():
        proof = await hashes_of(log, consistency(old, signed.size))
        assert grew(before, old, signed.root, signed.size, proof)
    assert await LogCheckpoint.all().count() == 1 + len(roots)


@both_databases
async def test_from_the_tiles_alone_the_whole_log_is_found_again(keys):
    await many(700)
    await sequence(keys)
    log, signed = await checkpoint(keys)
    told = {tile: await read_tile(log, tile) for tile in tiles_of(signed.size)}

    entries = [
        one for tile, data in told.items() if tile.level is None for one in read_bundle(data)
    ]
    leaves = b"".join(data for tile, data in told.items() if tile.level == 0)
    assert [leaf_hash(entry) for entry in entries] == [
        leaves[at : at + 32] for at in range(0, len(leaves), 32)
    ]
    assert root_of([leaf_hash(entry) for entry in entries]) == signed.root
    full = root_of([leaf_hash(entry) for entry in entries[:256]])
    assert told[Tile(1, 0, 2)][:32] == full
    assert await read_tile(log, Tile(0, 2, 200)) is None


@both_databases
async def test_two_sequencers_never_give_one_place_twice(keys):
    await many(300)

    async def late() -> int:
        await act()
        return await sequence(keys)

    placed = await asyncio.gather(sequence(keys), late(), sequence(keys), late(), sequence(keys))
    rest = await sequence(keys)
    places = await LogEntry.all().order_by("idx").values_list("idx", flat=True)
    _, signed = await checkpoint(keys)
    assert places == list(range(303))
    assert sum(placed) + rest == 302
    assert signed.size == 303


async def test_few_votes_wait_until_there_are_twenty_or_the_poll_has_closed(keys):
    await act(19, "ballot.cast", "poll1")
    await act(1, "comment.received")
    assert await sequence(keys) == 1

    await act(1, "ballot.cast", "poll1")
    assert await sequence(keys) == 20

    await act(3, "ballot.cast", "poll1")
    assert await sequence(keys) == 0
    await act(1, "poll.closed", "poll1")
    assert await sequence(keys) == 4
    assert (await types_in_order())[-4:] == ["ballot.cast"] * 3 + ["poll.closed"]


@both_databases
async def test_votes_that_wait_in_many_polls_hold_nothing_up(keys, monkeypatch):
    monkeypatch.setattr(sequencing, "MOST", 10)
    for number in range(12):
        await act(1, "ballot.cast", f"poll{number}")
    await act(3, "comment.received")
    assert await sequence(keys) == 3

    await act(25, "ballot.cast", "poll0")
    assert [await sequence(keys) for _ in range(2)] == [10, 0]  # sixteen are left, and wait again
    await act(1, "poll.closed", "poll0")
    assert [await sequence(keys) for _ in range(3)] == [10, 7, 0]
    assert (await types_in_order())[-1] == "poll.closed"


async def test_the_places_of_votes_do_not_tell_who_voted_first(keys):
    await act(60, "ballot.cast", "poll1")
    await sequence(keys)
    in_the_log = await LogEntry.filter(type="ballot.cast").order_by("idx")
    assert [one.seq for one in in_the_log] != sorted(one.seq for one in in_the_log)


@both_databases
async def test_whoever_votes_twice_is_counted_by_the_later_vote_in_the_log_too(keys):
    for number in range(40):
        async with transaction():
            await record("ballot.cast", by="citizen", subject="poll1", c={"voter": f"{number % 8}"})
    await sequence(keys)

    cast = await LogEntry.filter(type="ballot.cast").order_by("idx").prefetch_related("openings")
    by_voter: dict[str, list[int]] = {}
    for one in cast:
        by_voter.setdefault(one.openings[0].value, []).append(one.seq)
    assert len(by_voter) == 8
    assert all(seqs == sorted(seqs) for seqs in by_voter.values())


@both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET idx = idx + 100",
        "UPDATE log_entry SET idx = NULL",
        "UPDATE log_checkpoint SET note = ''",
        "DELETE FROM log_checkpoint",
        "UPDATE log_hash SET level = 9",
        "DELETE FROM log_hash",
    ],
)
async def test_not_even_by_hand_is_the_log_changed(keys, statement):
    await many(256)
    await sequence(keys)
    with pytest.raises(Exception, match="the record is final"):
        await get_connection("default").execute_query(statement)
