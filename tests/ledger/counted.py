"""The voters' books laid beside the ballots, the record and the log of the session."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from forum.accounts.models import Person
from forum.audit.models import LogEntry, Opening
from forum.audit.rules import commit, leaf_hash, short_code
from forum.database.config import open_database
from forum.sessions.models import QueueEntry, Session, SessionEvent
from forum.voting.models import Ballot, Poll, Tally
from tests.ledger.book import read


@dataclass(frozen=True)
class Findings:
    """What went wrong. Every list must be empty."""

    lost: list[str]  # acknowledged, but without a trace
    ghosts: list[str]  # stored, but nobody tried
    doubles: list[str]  # one try stored twice
    other: list[str]  # the ballot that counts is not the last one acknowledged, nor a later try
    unrecorded: list[str]  # entries that do not say what the ballots say
    gaps: list[str]  # numbers missing in the log
    miscounted: list[str]  # the running count is not the count of the ballots

    def __str__(self) -> str:
        return ", ".join(
            f"{one.name} {len(found)} {found[:2]}"
            for one in fields(self)
            if (found := getattr(self, one.name))
        )

    @property
    def none(self) -> bool:
        """Whether all is as it should be."""
        return not any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class Tries:
    """What one person tried to vote, in order, and what was acknowledged with which receipt."""

    choices: list[tuple[str, str]]
    receipts: dict[str, str]

    def may_count(self) -> set[str]:
        """Return the marks that may stand now: the last acknowledged, or any try after it."""
        last = max(
            (at for at, (rid, _choice) in enumerate(self.choices) if rid in self.receipts),
            default=-1,
        )
        allowed = {choice for _rid, choice in self.choices[max(last, 0) :]}
        return allowed if last >= 0 else allowed | {""}


async def compare(folder: Path, url: str, people: Sequence[int], poll_ref: str) -> Findings:
    """Compare the book of each person (`<number>.book`) with the database."""
    notes = read(folder)
    tries = [_tries(folder / f"{number}.book") for number in range(len(people))]
    async with open_database(url):
        poll = await Poll.get(ref=poll_ref)
        ballots = {one.person_id: one for one in await Ballot.filter(poll_id=poll.id)}
        tally = {one.marks: one.votes for one in await Tally.filter(poll_id=poll.id) if one.votes}
        entries = await LogEntry.filter(type="ballot.cast", subject=poll.record_id)
        openings: defaultdict[int, dict[str, Opening]] = defaultdict(dict)
        async for opening in Opening.filter(entry_id__in=[one.seq for one in entries]):
            openings[opening.entry_id][opening.kind] = opening
        session = await Session.get(ref=poll.session_ref)
        numbers = (
            await SessionEvent.filter(session_id=session.id)
            .order_by("s")
            .values_list("s", flat=True)
        )
        said = [one.once for one in await QueueEntry.filter(session_id=session.id)]
        assert await Person.filter(id__in=list(people)).count() == len(people)
    by_code = {short_code(bytes.fromhex(one.leaf)): one for one in entries}
    cast = Counter(
        next((two.value for two in openings[one.seq].values() if two.kind == "voter"), "")
        for one in entries
    )
    marks = Counter(one.marks for one in ballots.values())
    words = [rid for rid, what in notes.intents.items() if what == "say"]
    return Findings(
        lost=[
            *(
                f"vote {rid}"
                for one in tries
                for rid, code in one.receipts.items()
                if code not in by_code
            ),
            *(f"words {rid}" for rid in words if rid in notes.acknowledged and rid not in said),
        ],
        ghosts=[
            *(f"ballot of {one}" for one in ballots if not tries[people.index(one)].choices),
            *(f"words {one}" for one in said if one not in notes.intents),
        ],
        doubles=[
            *(one for one, times in Counter(said).items() if times > 1),
            *_too_many(tries, cast, len(entries)),
        ],
        other=[
            f"{number}: {standing!r}"
            for number, (person, one) in enumerate(zip(people, tries, strict=True))
            if (standing := ballots[person].marks if person in ballots else "")
            not in one.may_count()
            and one.choices
        ],
        unrecorded=[one.leaf for one in entries if not _says(one, openings[one.seq])],
        gaps=[f"{session.seq}"] if numbers != list(range(1, session.seq + 1)) else [],
        miscounted=[] if tally == dict(marks) else [f"{tally} instead of {dict(marks)}"],
    )


def _tries(book: Path) -> Tries:
    choices: list[tuple[str, str]] = []
    receipts: dict[str, str] = {}
    votes = set()
    for line in book.read_text().splitlines():
        what, rid, more = json.loads(line)
        if what == "intent" and more != "say":
            choices.append((rid, more))
            votes.add(rid)
        if what == "acknowledged" and rid in votes:
            receipts[rid] = more.split()[-1]
    return Tries(choices, receipts)


def _too_many(tries: Sequence[Tries], cast: Counter[str], entries: int) -> list[str]:
    """Say where there are more or fewer entries than tries: each is stored once or not at all."""
    most = sum(len(one.choices) for one in tries)
    least = sum(len(set(one.receipts.values())) for one in tries)
    wrong = [] if least <= entries <= most else [f"{entries} entries for {least} to {most}"]
    if max(cast.values(), default=0) > max((len(one.choices) for one in tries), default=0):
        wrong.append("somebody has more entries than anybody tried")
    return wrong


def _says(entry: LogEntry, opened: dict[str, Opening]) -> bool:
    told = json.loads(entry.entry)
    return (
        leaf_hash(entry.entry.encode()).hex() == entry.leaf
        and "at" not in told
        and told["c"] == {kind: commit(kind, one.salt, one.value) for kind, one in opened.items()}
    )
