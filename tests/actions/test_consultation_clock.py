"""What comes with time: opening, closing, answering; once, in order, and with the right times."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import timedelta

import pytest

from forum.access.policy import Permission
from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due, extend, pause, resume
from forum.consultations.events import PhaseChanged
from forum.consultations.models import PhaseMove
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import Refused
from forum.core.events import announcer
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from tests.clocks import later
from tests.databases import both_databases
from tests.world import announced_consultation, another_consultation, open_consultation

BY_CLOCK = ["consultation.opened", "consultation.closed", "consultation.answering"]


async def moves(consultation):
    rows = await PhaseMove.filter(consultation_id=consultation.id).order_by("id")
    return [(row.phase, row.at) for row in rows if row.by_id is None]


async def entries(consultation):
    rows = await LogEntry.filter(subject=consultation.record_id, type__in=BY_CLOCK).order_by("seq")
    return [(row.type, json.loads(row.entry)) for row in rows]


@both_databases
async def test_what_came_due_while_the_server_was_down_happens_at_start_in_order(omar, agency):
    announced = await announced_consultation(omar, agency)

    with later(days=60):
        await advance_due()

        answering_at = announced.closes_at + timedelta(minutes=30)
        assert await moves(announced) == [
            (Phase.OPEN, announced.opens_at),
            (Phase.CLOSED, announced.closes_at),
            (Phase.ANSWERING, answering_at),
        ]
        written = await entries(announced)
    assert [type_ for type_, _entry in written] == BY_CLOCK
    due = [entry["d"]["due"] for _type, entry in written]
    assert due == sorted(due)
    assert {entry["by"] for _type, entry in written} == {"system"}
    assert (await find_consultation(announced.slug)).phase is Phase.ANSWERING


@both_databases
async def test_advancing_again_changes_nothing(omar, agency):
    announced = await announced_consultation(omar, agency)
    with later(days=60):
        await advance_due()
        before = await moves(announced), await entries(announced)

        await advance_due()
        await run_due()

        assert (await moves(announced), await entries(announced)) == before


async def test_nothing_moves_before_its_time(omar, agency):
    announced = await announced_consultation(omar, agency)

    with later(days=7, hours=23):
        await advance_due()

    assert (await find_consultation(announced.slug)).phase is Phase.ANNOUNCED


async def test_an_alarm_alone_is_enough(omar, agency):
    announced = await announced_consultation(omar, agency)

    with later(days=8, minutes=1):
        await run_due()

    assert (await find_consultation(announced.slug)).phase is Phase.OPEN


async def test_an_alarm_of_the_old_closing_time_closes_nothing_that_was_extended(omar, agency):
    made = await open_consultation(omar, agency)
    await extend(omar, made.slug, made.closes_at + timedelta(days=5), "Banyak yang belum tahu.")

    with later(days=13):
        await run_due()
        assert (await find_consultation(made.slug)).phase is Phase.OPEN
    with later(days=18):
        await run_due()
        assert (await find_consultation(made.slug)).phase is Phase.ANSWERING


async def test_a_paused_consultation_is_not_closed_by_the_clock(omar, agency):
    made = await open_consultation(omar, agency)
    await pause(omar, made.slug, "Gangguan listrik.")

    with later(days=30):
        await advance_due()
        assert (await find_consultation(made.slug)).phase is Phase.PAUSED
        await resume(omar, made.slug, "Listrik sudah menyala.")
        await advance_due()
        assert (await find_consultation(made.slug)).phase is Phase.OPEN


ADVANCE = """
import asyncio, sys
from datetime import timedelta
from forum.consultations.actions import advance_due
from forum.core import clock
from forum.database.config import open_database

async def main():
    async with open_database(sys.argv[1]):
        clock.set_ahead(timedelta(days=60))
        print("ready", flush=True)
        sys.stdin.readline()
        await advance_due()

asyncio.run(main())
"""


@pytest.mark.slow
@both_databases
async def test_two_processes_that_advance_at_once_make_each_move_once(omar, agency, database_url):
    announced = await announced_consultation(omar, agency)

    def start():
        return subprocess.Popen(
            [sys.executable, "-c", ADVANCE, database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def race():
        workers = [start() for _ in range(2)]
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("\n")
            worker.stdin.flush()
        for worker in workers:
            worker.communicate(timeout=60)
        return [worker.returncode for worker in workers]

    assert await asyncio.to_thread(race) == [0, 0]

    assert [phase for phase, _at in await moves(announced)] == [
        Phase.OPEN,
        Phase.CLOSED,
        Phase.ANSWERING,
    ]
    assert [type_ for type_, _entry in await entries(announced)] == BY_CLOCK


async def test_moves_of_all_consultations_happen_in_the_order_of_their_times(omar, agency):
    first = await announced_consultation(omar, agency)
    second = await another_consultation(omar, agency, first.opens_at + timedelta(days=3))

    with later(days=60):
        await advance_due()

    made = await PhaseMove.filter(by_id=None).order_by("id")
    assert [move.at for move in made] == sorted(move.at for move in made)
    assert [move.consultation_id for move in made] == [
        first.id,
        second.id,
        first.id,
        first.id,
        second.id,
        second.id,
    ]


async def test_one_consultation_that_fails_holds_up_no_other(omar, agency):
    first = await announced_consultation(omar, agency)
    second = await another_consultation(omar, agency, first.opens_at + timedelta(hours=1))

    async def stumble(fact: PhaseChanged) -> None:
        if fact.consultation_id == first.id:
            raise RuntimeError("the letter cannot be written")

    announcer.join(PhaseChanged, stumble)
    try:
        with later(days=9):
            await advance_due()
    finally:
        announcer._joiners[PhaseChanged].remove(stumble)
    assert await moves(first) == []
    assert await entries(first) == []
    assert [phase for phase, _at in await moves(second)] == [Phase.OPEN]

    with later(days=9):
        await advance_due()
    assert [phase for phase, _at in await moves(first)] == [Phase.OPEN]


async def test_if_nobody_moves_the_clock_no_door_stays_open_for_long(omar, agency):
    made = await open_consultation(omar, agency)

    with later(days=12, minutes=29):
        assert made.permits(Permission.COMMENT_POST)
        with speaking("en"), pytest.raises(Refused, match="has closed"):
            await pause(omar, made.slug, "Terlambat.")
    with later(days=12, minutes=31):
        assert not made.permits(Permission.COMMENT_POST)
        with speaking("en"):
            refused = made.why_not(Permission.COMMENT_POST)
    assert refused.message.startswith("Comments closed ")


async def test_nobody_comments_before_the_opening_is_on_record(omar, agency):
    announced = await announced_consultation(omar, agency)

    with later(days=9):
        assert clock.now() > announced.opens_at
        assert not announced.permits(Permission.COMMENT_POST)
