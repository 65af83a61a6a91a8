"""How long a redline of 5,000 words takes, and how long Python's own difflib takes for 1,000.

The bar is 50 ms for the redline; the command fails above it. difflib gets the shorter text and a
ratio is taken there, because it needs about a quarter of a minute for the long one.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher

from forum.drafts.diff import _TOKEN, redline

BAR_MS = 50
ROUNDS = 7


def main() -> int:
    """Print the figures; return 1 if the bar is missed."""
    dice = random.Random(2026)  # noqa: S311 - the same text each time
    long, short = _text(dice, 5_000), _text(dice, 1_000)
    pairs = {
        "a word in twenty changed": (long, _edited(dice, long)),
        "half of the words changed": (long, _edited(dice, long, share=0.5)),
        "nothing in common": (long, _text(dice, 5_000, "lain")),
        "all words in another order": (long, _shuffled(dice, long)),
    }
    worst = 0.0
    for name, (old, new) in pairs.items():
        took = _best(lambda old=old, new=new: redline(old, new))
        worst = max(worst, took)
        print(f"redline, 5,000 words, {name}: {took:.1f} ms")

    old, new = short, _edited(dice, short)
    ours = _best(lambda: redline(old, new))
    theirs = _best(lambda: _peer(old, new), rounds=2)
    print(f"1,000 words: redline {ours:.1f} ms, difflib {theirs:.0f} ms: {theirs / ours:.0f} times")
    print(f"worst {worst:.1f} ms, bar {BAR_MS} ms")
    return int(worst > BAR_MS)


def _peer(old: str, new: str) -> object:
    return SequenceMatcher(
        None, _TOKEN.findall(old), _TOKEN.findall(new), autojunk=False
    ).get_opcodes()


def _best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def _text(dice: random.Random, words: int, stem: str = "kata") -> str:
    return " ".join(f"{stem}{int(dice.paretovariate(0.7)) % 2_000}" for _ in range(words))


def _edited(dice: random.Random, text: str, share: float = 0.05) -> str:
    return " ".join(
        f"baru{dice.randrange(500)}" if dice.random() < share else word for word in text.split()
    )


def _shuffled(dice: random.Random, text: str) -> str:
    words = text.split()
    dice.shuffle(words)
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main())
