"""Runs of several servers in turn, again and again, so that a busy moment strikes all of them."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping

from bench.live.client import Failed, Figures
from bench.live.machines import Died, Missing
from bench.live.table import Bar, Row, said

Run = Callable[[], Figures]
Pair = tuple[str, str]
WRONG = (Missing, Died, Failed, subprocess.TimeoutExpired)


class Runs:
    """What each server did in all repetitions, or why it did nothing."""

    def __init__(self) -> None:
        self.figures: dict[str, list[Figures]] = {}
        self.wrong: dict[str, str] = {}

    def median(self, name: str, figure: str) -> float | None:
        """Return the median of a figure of one server, if it was measured."""
        found = [one[figure] for one in self.figures.get(name, [])]
        return statistics.median(found) if found else None

    def most(self, name: str, figure: str) -> float | None:
        """Return the largest, where one bad run is one too many."""
        return max((one[figure] for one in self.figures.get(name, [])), default=None)

    def compared(
        self, what: str, figure: str, unit: str, pair: Pair, target: Bar, stretch: Bar | None = None
    ) -> Row:
        """Return the row in which a figure of ours is divided by that of a peer."""
        ours, theirs = (self.median(name, figure) for name in pair)
        return Row(
            what,
            target,
            figure=ours / theirs if ours is not None and theirs else None,
            ours="" if ours is None else said(ours, unit),
            peer="" if theirs is None else f"{said(theirs, unit)} {pair[1]}",
            stretch=stretch,
            remark=self.remark(*pair),
        )

    def alone(
        self, what: str, figure: str, target: Bar, stretch: Bar | None = None, *, peer: str = ""
    ) -> Row:
        """Return the row about a figure of ours that is its own measure."""
        ours, theirs = self.median("ours", figure), self.median(peer, figure)
        return Row(
            what,
            target,
            figure=ours,
            ours="" if ours is None else said(ours, target.unit),
            peer="" if theirs is None else f"{said(theirs, target.unit)} {peer}",
            stretch=stretch,
            remark=self.remark("ours"),
        )

    def remark(self, *names: str) -> str:
        """Return why some of these were not measured."""
        return " ".join(self.wrong[name] for name in names if name in self.wrong)


def interleaved(repeat: int, runs: Mapping[str, Run]) -> Runs:
    """Run each once, then each again. What went wrong once is not tried again."""
    done = Runs()
    for _ in range(repeat):
        for name, run in runs.items():
            if name in done.wrong:
                continue
            began = time.monotonic()
            try:
                done.figures.setdefault(name, []).append(run())
            except WRONG as reason:
                done.wrong[name] = f"{name}: {reason}"
            print(f"  {name}: {time.monotonic() - began:.0f} s", flush=True)
    return done
