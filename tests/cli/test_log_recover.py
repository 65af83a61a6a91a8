"""After a database was put back to an earlier day the record goes on in another log."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from forum.audit.actions import open_log, record, sequence
from forum.audit.keys import make_keys, read_keys
from forum.audit.models import LogEntry, LogHead
from forum.audit.queries.log import lacks, newest_checkpoint, newest_log, proof_of
from forum.audit.rules.checkpoints import policy
from forum.audit.rules.tiles import bundle
from forum.cli import log
from forum.core.db import transaction
from forum.database.config import open_database
from forum.publication.verify import Bundle, check
from tests.forging import Forged

ORIGIN = "forum.test/log/1"


@pytest.fixture
def signing(settings, tmp_path):
    return replace(settings, keys_folder=str(tmp_path / "keys"))


def inside(settings, act):
    async def run():
        async with open_database(settings.database_url):
            return await act()

    return asyncio.run(run())


async def act(number: int = 3) -> None:
    for _one in range(number):
        async with transaction():
            await record("agency.added", by="operator", d={"agency": "disdukcapil"})


def recover(settings) -> int:
    parser = argparse.ArgumentParser()
    log.configure(parser)
    return log.run(parser.parse_args(["recover"]), settings)


@pytest.fixture
def lost(signing, tmp_path):
    """Three entries are in a copy; four that came after it are lost when it is put back."""
    keys = make_keys(Path(signing.keys_folder), ORIGIN)
    file = Path(signing.database_url.removeprefix("sqlite://"))

    async def before():
        await open_log(keys)
        await act(2)
        await sequence(keys)

    async def after():
        await act(4)
        await sequence(keys)
        entry = await LogEntry.filter(idx=5).get()
        return str(await proof_of(entry))

    inside(signing, before)
    copy = shutil.copy(file, tmp_path / "copy")
    receipt = inside(signing, after)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(copy, file)
    return receipt


def test_the_record_goes_on_in_a_second_log_that_names_what_the_first_had_signed(
    signing, lost, capsys
):
    assert recover(signing) == 0

    said = capsys.readouterr().out
    assert "7 entries of forum.test/log/1 were signed; this database has 3." in said
    assert "The record goes on in forum.test/log/2." in said
    keys = read_keys(Path(signing.keys_folder))
    assert keys.log.name == "forum.test/log/2"
    assert (Path(signing.keys_folder) / "log-1" / "log.key").exists()

    async def goes_on():
        assert await lacks(keys) == ""
        await act()
        assert await sequence(keys) == 3
        signed = await newest_log()
        return (signed.log.number, signed.size, signed.log.start)

    assert inside(signing, goes_on) == (2, 4, 3)


def test_nothing_is_recovered_where_nothing_is_missing(signing, capsys):
    keys = make_keys(Path(signing.keys_folder), ORIGIN)

    async def begin():
        await open_log(keys)

    inside(signing, begin)

    assert recover(signing) == 1
    assert "Nothing is missing in this log, so it goes on." in capsys.readouterr().out
    assert read_keys(Path(signing.keys_folder)).log.name == ORIGIN


def test_what_was_cut_short_after_opening_the_log_is_done_to_its_end(
    signing, lost, capsys, monkeypatch
):
    def power_cut(_folder):
        raise OSError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(log, "take_up", power_cut)
        assert recover(signing) == 1
    assert recover(signing) == 0

    assert read_keys(Path(signing.keys_folder)).log.name == "forum.test/log/2"

    async def heads():
        return [one.number for one in await LogHead.all().order_by("number")]

    assert inside(signing, heads) == [1, 2]


async def both_logs(keys) -> tuple[dict[str, bytes], list[LogEntry]]:
    """The files of a bundle that has nothing but the two logs."""
    files = {"bundle.json": b'{"consultation": "c1"}', "openings.jsonl": b""}
    rows = await LogEntry.filter(idx__isnull=False).order_by("idx")
    for head in await LogHead.all():
        signed = await newest_checkpoint(head.number)
        folder = "" if head.number == 2 else "earlier/1/"
        mine = rows[head.start : head.start + signed.size]
        files[f"{folder}checkpoint"] = signed.note.encode()
        files[f"{folder}policy"] = policy(head.key, "x", head.promise_key).encode()
        files[f"{folder}entries/0000000"] = bundle(one.entry.encode() for one in mine)
    return files, rows


def test_the_verifier_follows_the_chain_and_says_what_was_lost(signing, lost):
    recover(signing)
    keys = read_keys(Path(signing.keys_folder))

    async def packed():
        await act()
        await sequence(keys)
        files, rows = await both_logs(keys)
        return files, str(await proof_of(rows[1])), str(await proof_of(rows[4]))

    files, old, new = inside(signing, packed)
    good, bad = check(Bundle(files.get, list(files)), {"old": old, "new": new, "lost": lost})

    assert bad == ["lost: its entry is among those that forum.test/log/1 lost."]
    assert (
        "The log begins by saying that it is forum.test/log/2. It comes after forum.test/log/1, of "
        "which 4 entries are lost."
    ) in good
    assert "old: stands in the log as entry 2, unchanged." in good
    assert "new: stands in the log as entry 5, unchanged." in good


def test_a_first_log_that_was_exchanged_does_not_fit_the_second(signing, lost, tmp_path):
    recover(signing)
    keys = read_keys(Path(signing.keys_folder))
    former = read_keys(Path(signing.keys_folder) / "log-1")

    async def packed():
        return (await both_logs(keys))[0]

    files = inside(signing, packed)
    del files["earlier/1/entries/0000000"]
    longer = Forged.__new__(Forged)
    longer.keys, longer.files = former, {}
    longer.raw = [f'{{"type":"a","n":{number}}}'.encode() for number in range(9)]
    longer.sign()
    files["earlier/1/entries/0000000"] = bundle(longer.raw)
    files["earlier/1/checkpoint"] = longer.files["checkpoint"]
    _good, bad = check(Bundle(files.get, list(files)), {})

    assert any("log" in one for one in bad)
    assert bad != []
