"""Everybody votes within five seconds, on one process, on two, and while the server is killed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

from bench.live import peers
from bench.live.client import Figures, figures, load, start_load, until_measuring
from bench.live.machines import WORKSHOP
from bench.live.ours import SPEAKING, Hall
from bench.live.plan import Plan
from bench.live.runs import interleaved
from bench.live.table import Row, at_most
from forum.live.ticker import A_MESSAGE

WINDOW_MS = 5_000
KILLED_AFTER_S = 2.0
TALLY_HZ = 5
VOTING = ("-V", WINDOW_MS, "-T", 60)
TO_BUN = '{"do":"vote","rid":"bench-vote-{I}","poll":"1","person":{I},"choice":"{C}"}'
TWO_PROCESSES = 1.9
"""So many sockets on two processes for each on one: 19,000 where files are limited to 20,000."""


def votes(plan: Plan) -> list[Row]:
    """Return the rows about one poll of the whole room, beside Bun and its SQLite.

    Both send the tally five times a second.
    """

    def of_bun() -> Figures:
        with peers.bun_votes(TALLY_HZ) as machine:
            return load([machine], plan.sockets, *VOTING, "-v", TO_BUN)

    runs = interleaved(
        plan.repeat,
        {
            "ours": lambda: _poll(plan, "sqlite", plan.sockets, 1, tally_hz=TALLY_HZ),
            "bun-votes": of_bun,
        },
    )
    what, pair = f"{plan.sockets:,} votes in 5 s, tally {TALLY_HZ} Hz", ("ours", "bun-votes")
    return [
        runs.alone(f"{what}: lost or doubled", "faults", at_most(0, "votes")),
        runs.compared(f"{what}: processor", "cpu_s", "s", pair, at_most(2.0), at_most(1.5)),
        runs.compared(
            f"{what}: 99 of 100 acknowledged", "ack_p99_ms", "ms", pair, at_most(1.0), at_most(0.5)
        ),
    ]


def processes(plan: Plan) -> list[Row]:
    """Return the row about what a second process costs.

    Left alone each process of two would send the tally twice as often: it has half the listeners.
    """

    def run(count: int) -> Callable[[], Figures]:
        return lambda: _poll(plan, "postgres", plan.sockets, count, tally_hz=TALLY_HZ)

    runs = interleaved(plan.repeat, {"two": run(2), "one": run(1)})
    what = f"two processes against one, {plan.sockets:,} votes in 5 s: processor"
    return [
        runs.compared(what, "cpu_s", "s", ("two", "one"), at_most(1.15), at_most(1.05)),
    ]


def many(plan: Plan) -> list[Row]:
    """Return the rows about more sockets than one process carries."""
    sockets = round(plan.sockets * TWO_PROCESSES)
    runs = interleaved(plan.repeat, {"ours": lambda: _poll(plan, "postgres", sockets, 2)})
    what = f"{sockets:,} sockets on two processes"
    return [
        runs.alone(f"{what}: votes lost or doubled", "faults", at_most(0, "votes")),
        runs.alone(
            f"{what}: 99 of 100 acknowledged", "ack_p99_ms", at_most(400, "ms"), at_most(200, "ms")
        ),
    ]


def killed(plan: Plan) -> list[Row]:
    """Return the row about a server that is killed while everybody votes, and comes back."""
    runs = interleaved(plan.repeat, {"ours": lambda: _killed(plan)})
    what = f"killed among {plan.sockets:,} voters: lost, doubled or gaps"
    row = runs.alone(what, "faults", at_most(0, ""))
    back, seconds = runs.median("ours", "came_back"), runs.median("ours", "back_s")
    if back is None:
        return [row]
    within = Row(
        f"killed among {plan.sockets:,} voters: all back, from the first on",
        at_most(30, "s"),
        figure=seconds,
        stretch=at_most(10, "s"),
        remark=f"Of those voters {back:,.0f} lost their socket and came back.",
    )
    return [row, within]


def _poll(plan: Plan, database: str, sockets: int, count: int, *, tally_hz: int = 0) -> Figures:
    acked = WORKSHOP / "acknowledged.txt"
    percent = round(100 * tally_hz * sockets / count * A_MESSAGE)
    settings = {"FORUM_TALLY_PERCENT": str(percent)} if tally_hz else {}
    with plan.halls.hall(database, sockets) as hall, hall.serving(count, settings) as machines:
        options = (*hall.entering(count), *hall.voting, *VOTING, "-A", acked)
        found = load(machines, sockets, *options)
        return _with_faults(found, hall, acked)


def _killed(plan: Plan) -> Figures:
    """Vote, and speak meanwhile, so that there are events to miss."""
    acked = WORKSHOP / "acknowledged.txt"
    with plan.halls.hall("sqlite", plan.sockets) as hall, hall.serving() as [machine]:
        speaking = (*SPEAKING, "-e", 250)
        options = (*hall.entering(), *hall.voting, *speaking, *VOTING, "-r", "-A", acked)
        client = start_load([machine], plan.sockets, *options)
        until_measuring(client)
        time.sleep(KILLED_AFTER_S)
        machine.end(signal.SIGKILL)
        machine.start()
        found = _with_faults(figures(client), hall, acked)
        return {**found, "faults": found["faults"] + found["gaps"] + found["behind"]}


def _with_faults(found: Figures, hall: Hall, acked: Path) -> Figures:
    """Add how many votes were never acknowledged, or are not stored just once as acknowledged."""
    told = dict(line.split() for line in acked.read_text().splitlines())
    unanswered = found["votes"] - len(told)
    return {**found, "faults": unanswered + hall.faults(told)}
