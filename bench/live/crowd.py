"""Many who listen: what a message to all costs, how fast it is there, and what slow readers do."""

from __future__ import annotations

from collections.abc import Callable

from bench.live import peers
from bench.live.client import Figures, load
from bench.live.hostile import hostile
from bench.live.machines import Machine
from bench.live.ours import SETTING_THE_CLOCK, SPEAKING_AT_LENGTH
from bench.live.plan import Plan
from bench.live.runs import interleaved
from bench.live.table import Row, at_least, at_most

MESSAGES = 20
PLAIN = 200
SOCKET_IO = ("-M", "sio", "-P", "/socket.io/?EIO=4&transport=websocket")

LISTENERS, STALLED, TROUBLEMAKERS = 300, 20, 4
LONG = 150


def fanout(plan: Plan) -> list[Row]:
    """Return the rows about one message to everybody, and about the sockets that carry it.

    Ours is an event: the chair sets the clock of the room. Rights are asked, it is written and
    numbered, then sent. The peers pass on what they get, in messages just as long.
    """
    size = PLAIN

    def of_ours() -> Figures:
        nonlocal size
        with plan.halls.hall("sqlite", plan.sockets) as hall, hall.serving() as machines:
            entering = hall.entering(with_chair=True)
            found = load(machines, plan.sockets, *entering, *SETTING_THE_CLOCK, *_often())
        size = round(found["frame_bytes"])
        return found

    def of(peer: Callable[[], Machine], *options: str) -> Callable[[], Figures]:
        def run() -> Figures:
            with peer() as machine:
                return load([machine], plan.sockets, "-s", size, *(options or _often()))

        return run

    runs = interleaved(
        plan.repeat,
        {
            "ours": of_ours,
            "bun": of(peers.bun),
            "naive": of(peers.naive),
            "socket.io": of(peers.socket_io, *SOCKET_IO, "-m", "0"),
        },
    )
    crowd = f"{plan.sockets:,} sockets"
    message = f"a message, {size} bytes, {crowd}"
    cost, late, bun, naive = "us_per_message", "p99_ms", ("ours", "bun"), ("ours", "naive")
    return [
        runs.compared(f"processor for {message}", cost, "µs", bun, at_most(1.30), at_most(1.12)),
        runs.compared(f"processor for {message}", cost, "µs", naive, at_most(0.75)),
        runs.compared(f"99 of 100 have {message}", late, "ms", bun, at_most(1.35), at_most(1.12)),
        runs.alone(
            f"memory a socket, {crowd}",
            "kb_per_socket",
            at_most(32, "kB"),
            at_most(15, "kB"),
            peer="bun",
        ),
        runs.compared(
            f"connects a second of processor, {crowd}, ours signed in",
            "connects_per_cpu_s",
            "",
            ("ours", "socket.io"),
            at_least(0.8),
            at_least(2),
        ),
    ]


def stalled(plan: Plan) -> list[Row]:
    """Return the rows about some who never read: what the others notice, what it costs."""

    def run(readers_that_stall: int) -> Callable[[], Figures]:
        def measure() -> Figures:
            people = LISTENERS + STALLED
            with plan.halls.hall("sqlite", people) as hall, hall.serving() as machines:
                many = ("-z", readers_that_stall, "-m", LONG, "-i", 110, "-T", 60)
                found = load(machines, LISTENERS, *hall.entering(), *SPEAKING_AT_LENGTH, *many)
            return {**found, "growth_kb": found["memory_most_kb"] - found["memory_before_kb"]}

        return measure

    runs = interleaved(plan.repeat, {"with": run(STALLED), "without": run(0)})
    with_them, without = (runs.median(name, "growth_kb") for name in ("with", "without"))
    each = None if with_them is None or without is None else max(0, with_them - without) / STALLED
    what = f"{STALLED} of {LISTENERS + STALLED} never read"
    return [
        runs.compared(
            f"{what}: 99 of 100 others have it", "p99_ms", "ms", ("with", "without"), at_most(1.3)
        ),
        Row(
            f"{what}: memory each",
            at_most(128, "kB"),
            figure=each,
            stretch=at_most(64, "kB"),
            remark=runs.remark("with", "without"),
        ),
    ]


def malformed(plan: Plan) -> list[Row]:
    """Return the rows about some who flood and send nonsense, and what the others notice."""

    def run(troublemakers: int) -> Callable[[], Figures]:
        def measure() -> Figures:
            people = LISTENERS + STALLED
            with plan.halls.hall("sqlite", people) as hall, hall.serving() as [machine]:
                machine.log.write_text("")
                often = ("-m", LONG, "-i", 110, "-T", 60)
                with hostile(hall, machine.port, troublemakers):
                    found = load(
                        [machine], LISTENERS, *hall.entering(), *SPEAKING_AT_LENGTH, *often
                    )
                logged = machine.log.read_text()
            grown = (found["memory_most_kb"] - found["memory_before_kb"]) / 1024
            return {**found, "growth_mib": grown, "exceptions": logged.count("Traceback")}

        return measure

    runs = interleaved(plan.repeat, {"ours": run(TROUBLEMAKERS), "without": run(0)})
    what = f"{TROUBLEMAKERS} send floods and nonsense"
    return [
        runs.compared(
            f"{what}: 99 of 100 others have it", "p99_ms", "ms", ("ours", "without"), at_most(1.3)
        ),
        runs.alone(f"{what}: growth", "growth_mib", at_most(30, "MiB"), peer="without"),
        runs.alone(f"{what}: exceptions in the log", "exceptions", at_most(0, "")),
    ]


def _often() -> tuple[str, ...]:
    return ("-m", str(MESSAGES), "-i", "200", "-T", "60")
