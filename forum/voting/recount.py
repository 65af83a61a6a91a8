"""Count a poll, or count it again: one file that needs Python 3.11 and nothing else.

    python recount.py ballots.csv poll.json

prints every step and the result; it ends with 1 and a plain sentence when the published result
differs. The forum counts with this very file. docs/counting.md explains it in plain words.

Options are numbered from 0 as the poll lists them. A ballot is a short text, its marks. One that
says nothing, or only "I abstain", is blank. A tally is how many ballots have the same marks.
"""

import csv
import hashlib
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import permutations
from pathlib import Path

Tally = Mapping[str, int]
Row = tuple[int, ...]

TOP = 5
N = "(?:0|[1-9][0-9]{0,2})"
MARKS = {
    "single": N,  # "2", the option chosen
    "approval": f"(?:{N}(?:,{N})*)?",  # "0,3", the options approved; "" approves none
    "score": "[0-5-](?:,[0-5-])*",  # "5,0,-", points for each option; "-" is no score
    "ranked": f"(?:{N}(?:[>=]{N})*)?",  # "2>0=1", best first; "=" is equal; all others are last
    "consent": "[0-2]",  # 0 agrees, 1 has concerns, 2 objects
}
Reason = StrEnum("Reason", "CARRIED NO_QUORUM NO_MAJORITY TIED OBJECTIONS NOBODY")


@dataclass(frozen=True)
class Step:
    """One step of a count; each row has a number for every option (docs/counting.md, Steps)."""

    kind: str
    rows: tuple[Row, ...]
    standing: Row
    out: Row = ()
    exhausted: int = 0
    tie: str = ""


@dataclass(frozen=True)
class Count:
    """The ballots counted; cast = valid + blank, and more than one winner is a tie."""

    cast: int
    valid: int
    blank: int
    per_option: Row
    winners: Row
    order: tuple[Row, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Decision:
    """What the count decides; totals and all_cast include hands, turnout is in thousandths."""

    quorum_met: bool
    carried: int | None
    reason: Reason
    hands: Row
    totals: Row
    all_cast: int
    turnout: int | None


def canonical(method: str, options: int, marks: str) -> str | None:
    """Return the one way to write these marks, or None when they cannot be a ballot."""
    text = re.sub(r"\s*([,>=])\s*", r"\1", marks.strip())
    if not re.fullmatch(MARKS.get(method, "(?!)"), text):
        return None
    if method == "score":
        return text if text.count(",") + 1 == options else None
    named = _named(method, text)
    if len(set(named)) < len(named) or max(named, default=-1) >= options:
        return None
    groups = [sorted(_named(method, group)) for group in text.split(">")]
    return ">".join(("," if method == "approval" else "=").join(map(str, g)) for g in groups)


def valid(method: str, options: int, marks: str, *, ranking: str = "schulze") -> bool:
    """Return whether this is a ballot, written in the one way; a run-off has no equal places."""
    return canonical(method, options, marks) == marks and not (ranking == "irv" and "=" in marks)


def ballots_csv(rows: Iterable[tuple[str, str]]) -> str:
    """Return a file of the ballots, by line; what looks like a formula gets an apostrophe first."""
    safe = [["'" + cell if re.match(r"['=+@\t\r-]", cell) else cell for cell in r] for r in rows]
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([["line", "marks"], *sorted(safe)])
    return file.getvalue()


def read_csv(text: str) -> Counter[str]:
    """Return the tally of such a file; ValueError with a sentence when it is none."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    whole = rows[:1] == [["line", "marks"]] and all(len(row) == 2 for row in rows)
    if not whole or len({line for line, _ in rows}) < len(rows):
        raise ValueError("The ballots are not a file of line and marks with each line once.")
    return Counter(marks.removeprefix("'") for _, marks in rows[1:])


def sha256_of(text: str) -> str:
    """Return the fingerprint of a file of ballots."""
    return hashlib.sha256(text.encode()).hexdigest()


def shown(method: str, options: int, tally: Tally) -> list[int]:
    """Return each option's votes, approvals, points or first preferences (not those shared)."""
    numbers = [0] * options
    for marks, ballots in tally.items():
        named = _named(method, marks)
        if method == "ranked":
            named = [] if "=" in marks.partition(">")[0] else named[:1]
        for option in named:
            numbers[option] += ballots * (int(marks.split(",")[option]) if method == "score" else 1)
    return numbers


def count(
    method: str, options: int, tally: Tally, *, ranking: str = "schulze", abstain: int | None = None
) -> Count:
    """Count all ballots, passing over the option `abstain`; ValueError for marks of no ballot."""
    for marks in tally:
        if not valid(method, options, marks, ranking=ranking):
            raise ValueError(f"“{marks}” is not a ballot of this poll.")
    running = tuple(option for option in range(options) if option != abstain)
    filled = {m: ballots for m, ballots in tally.items() if {*_named(method, m)} - {abstain}}
    numbers = tuple(shown(method, options, tally))
    order, steps = _by_size(running, numbers), [Step(method, (numbers,), running)]
    if method == "ranked":
        order, steps = (_run_off if ranking == "irv" else _schulze)(running, options, filled)
    if method == "score":
        by = [sum(n for m, n in filled.items() if o in _named(method, m)) for o in range(options)]
        means = [1000 * points // max(n, 1) for points, n in zip(numbers, by, strict=True)]
        steps = [Step(method, (numbers, tuple(by), tuple(means)), running)]
    cast, counted = sum(tally.values()), sum(filled.values())
    winners = order[0] if counted else ()
    return Count(cast, counted, cast - counted, numbers, winners, tuple(order), tuple(steps))


def _named(method: str, marks: str) -> list[int]:
    if method == "score":
        return [option for option, points in enumerate(marks.split(",")) if points != "-"]
    return [int(number) for number in re.findall("[0-9]+", marks)]


def _by_size(running: Iterable[int], numbers: Sequence[int]) -> list[Row]:
    sizes = sorted({numbers[option] for option in running}, reverse=True)
    return [tuple(o for o in running if numbers[o] == size) for size in sizes]


def _run_off(standing: Row, options: int, tally: Tally) -> tuple[list[Row], list[Step]]:
    """Until one has more than half the votes, the last leaves and its ballots go to the next."""
    gone, rounds, steps = list[Row](), list[Row](), list[Step]()
    while True:
        votes = [0] * options
        for marks, ballots in tally.items():
            for option in [o for o in _named("ranked", marks) if o in standing][:1]:
                votes[option] += ballots
        rounds.insert(0, tuple(votes))
        past = {option: tuple(row[option] for row in rounds) for option in standing}
        over = 2 * max(votes) > sum(votes) or len(set(past.values())) == 1
        out, tie = ((), "") if over else _who_leaves(past)
        exhausted = sum(tally.values()) - sum(votes)
        steps.append(Step("round", (rounds[0],), standing, out, exhausted, tie))
        if over:
            return [*_by_size(standing, votes), *gone], steps
        standing, gone = tuple(o for o in standing if o not in out), [out, *gone]


def _who_leaves(past: Mapping[int, Row]) -> tuple[Row, str]:
    """Return who is last, and what decided among several; `past` has the latest round first."""
    weakest = min(past.values())
    last = tuple(option for option, votes in past.items() if votes[0] == weakest[0])
    above = [votes[0] for votes in past.values() if votes[0] > weakest[0]]
    # All leave if together they have fewer votes than the next: in any order they all would.
    if len(last) > 1 and above and len(last) * weakest[0] < min(above):
        return last, "together"
    # Else the one that was last in the latest earlier round that differs; else the one listed last.
    equal = tuple(option for option in last if past[option] == weakest)
    tie = "earlier" if len(equal) == 1 else "listed"
    return equal[-1:], tie if len(last) > 1 else ""


def _schulze(running: Row, options: int, tally: Tally) -> tuple[list[Row], list[Step]]:
    """Schulze's method with winning votes: a is better than b if its strongest path is stronger."""
    before = [[0] * options for _ in range(options)]
    for marks, ballots in tally.items():
        place = {o: n for n, part in enumerate(marks.split(">")) for o in _named("ranked", part)}
        for a, b in permutations(running, 2):
            before[a][b] += ballots if place.get(a, options) < place.get(b, options) else 0
    # A path is as strong as its weakest victory. Floyd and Warshall find the strongest.
    path = [[n if n > before[b][a] else 0 for b, n in enumerate(r)] for a, r in enumerate(before)]
    for via, a, b in permutations(running, 3):
        path[a][b] = max(path[a][b], min(path[a][via], path[via][b]))
    order, left = list[Row](), running
    while left:  # each place is for those whom none of the rest is better than
        order.append(tuple(a for a in left if all(path[a][b] >= path[b][a] for b in left)))
        left = tuple(a for a in left if a not in order[-1])
    tables = {"pairwise": before, "paths": path}
    return order, [Step(kind, tuple(map(tuple, t)), running) for kind, t in tables.items()]


def decide(
    count: Count,
    *,
    majority: str,
    quorum: int,
    entitled: int | None,
    hands: Sequence[int] = (),
    method: str,
    abstain: int | None,
) -> Decision:
    """Apply quorum and majority; raised hands are added for single choice and consent only."""
    if any(hands) and method not in ("single", "consent"):
        raise ValueError("Raised hands can be added to a single choice or a consent poll only.")
    hands = tuple(hands) or (0,) * len(count.per_option)
    totals = tuple(a + b for a, b in zip(count.per_option, hands, strict=True))
    running = [option for option in range(len(totals)) if option != abstain]
    cast, filled = count.cast + sum(hands), count.valid + sum(hands[o] for o in running)
    first = {"single": _by_size(running, totals)[0], "consent": (0,)}.get(method, count.winners)
    rule = "simple" if (method, majority) == ("consent", "plurality") else majority
    carried, reason = None, Reason.OBJECTIONS if rule == "consensus" else Reason.NO_MAJORITY
    if 0 < cast < quorum:
        reason = Reason.NO_QUORUM
    elif not filled:
        reason = Reason.NOBODY
    elif len(first) > 1:
        reason = Reason.TIED
    elif all(_enough(rule, *row) for row in _contests(count, first[0], totals, filled, cast)):
        carried, reason = first[0], Reason.CARRIED
    turnout = 1000 * cast // entitled if entitled else None
    return Decision(cast >= quorum, carried, reason, hands, totals, cast, turnout)


def _contests(count: Count, first: int, totals: Row, filled: int, cast: int) -> list[Row]:
    """Return votes for, votes against and all; by Schulze's method against each other option."""
    step, rows = count.steps[-1], count.steps[0].rows
    if step.kind == "consent":
        return [(totals[0] + totals[1], totals[2], cast)]
    if step.kind == "score":
        return [(totals[first], TOP * rows[1][first] - totals[first], TOP * cast)]
    if step.kind == "paths":
        return [(rows[first][o], rows[o][first], cast) for o in step.standing if o != first]
    if step.kind == "round":
        totals, filled = step.rows[0], sum(step.rows[0])
    return [(totals[first], filled - totals[first], cast)]


def _enough(majority: str, yes: int, no: int, cast: int) -> bool:
    rules = {"plurality": True, "simple": yes > no, "absolute": 2 * yes > cast}
    return (rules | {"two_thirds": yes >= 2 * no and yes > 0, "consensus": no == 0})[majority]


def main() -> int:
    """Recount the two files of the command line; 1 when the published result is another."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        ballots, rules = (Path(name).read_bytes().decode() for name in sys.argv[1:])
        poll, tally = json.loads(rules), read_csv(ballots)
        names = [f"[{number}] {label}" for number, label in enumerate(poll["options"])]
        same = {key: poll[key] for key in ("method", "abstain")}
        counted = count(options=len(names), tally=tally, ranking=poll["ranking"], **same)
        rest = {key: poll[key] for key in ("majority", "quorum", "entitled", "hands")}
        found = json.loads(json.dumps(asdict(counted) | asdict(decide(counted, **same, **rest))))
        claims = {**poll["claimed"], "sha256": poll["sha256"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        sys.exit(f"This cannot be recounted: {problem}")
    found["sha256"] = sha256_of(ballots)
    heads = {"pairwise": names, "paths": names, "score": ["points", "scored by", "mean/1000"]}
    lines = []
    for step in counted.steps:
        for head, row in zip(heads.get(step.kind, ["votes"]), step.rows, strict=True):
            numbers = ", ".join(f"{names[option]} {row[option]}" for option in step.standing)
            lines.append(f"{step.kind}, {head}: {numbers}")
        lines += [f"  {names[o]} leaves {step.tie}; {step.exhausted} exhausted" for o in step.out]
    lines += [f"{key}: {value}" for key, value in found.items() if key != "steps"]
    wrong = [key for key, value in claims.items() if found.get(key, "unknown") != value]
    lines += [f"The published result differs: {k} {claims[k]}, not {found.get(k)}." for k in wrong]
    lines += [] if wrong else ["The published result is right."]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
