"""The books laid beside what is stored. Every list of findings must be empty."""

from __future__ import annotations

import base64
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields

from forum.accounts.models import Person
from forum.audit.models import LogEntry, Opening
from forum.audit.rules import commit, identity, leaf_hash, short_code
from forum.database.config import open_database
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from tests.ledger.book import Notes

ENTRIES = {
    Showing.SHOWN: ["comment.received", "comment.published"],
    Showing.HELD: ["comment.received", "comment.held"],
}


@dataclass(frozen=True)
class Findings:
    """What went wrong, by the words or keys of the comments concerned."""

    lost: list[str]  # acknowledged, but not stored
    ghosts: list[str]  # stored, but nobody tried to send it
    doubles: list[str]  # stored twice
    other: list[str]  # stored under another reference, or with other words, than its author knows
    unrecorded: list[str]  # without exactly its entries in the record and their openings
    unreceipted: list[str]  # with a receipt that is not that of its entry
    stray: list[str]  # entries about comments that are not stored

    def __str__(self) -> str:
        return ", ".join(f"{one.name} {len(getattr(self, one.name))}" for one in fields(self))

    @property
    def none(self) -> bool:
        """Whether all is as it should be."""
        return not any(getattr(self, one.name) for one in fields(self))


async def compare(notes: Notes, url: str) -> Findings:
    """Compare the books with the database."""
    async with open_database(url):
        stored = await Contribution.all()
        people = {one.id: one.record_id async for one in Person.all()}
        entries: defaultdict[str, list[LogEntry]] = defaultdict(list)
        async for entry in LogEntry.filter(type__startswith="comment.").order_by("seq"):
            entries[entry.subject].append(entry)
        openings: defaultdict[int, dict[str, Opening]] = defaultdict(dict)
        async for opening in Opening.all():
            openings[opening.entry_id][opening.kind] = opening
    keys, words = Counter(one.once for one in stored), Counter(one.text for one in stored)
    subjects = {one.record_id for one in stored}
    return Findings(
        lost=[once for once in notes.acknowledged if once not in keys],
        ghosts=[one.once for one in stored if one.once not in notes.intents],
        doubles=[key for key, times in [*keys.items(), *words.items()] if times > 1],
        other=[one.once for one in stored if _is_other(one, notes)],
        unrecorded=[
            one.once
            for one in stored
            if not all(_recorded(one, people[one.author_id], entries[one.record_id], openings))
        ],
        unreceipted=[
            one.once
            for one in stored
            if one.receipt not in {_code(entry) for entry in entries[one.record_id][:1]}
        ],
        stray=[entry.leaf for subject in set(entries) - subjects for entry in entries[subject]],
    )


def _is_other(one: Contribution, notes: Notes) -> bool:
    told = notes.acknowledged.get(one.once, one.ref)
    return told != one.ref or notes.intents.get(one.once, one.text) != one.text


def _recorded(
    one: Contribution, author: str, entries: list[LogEntry], openings: dict[int, dict[str, Opening]]
) -> Iterator[bool]:
    yield [entry.type for entry in entries] == ENTRIES[one.showing]
    received, shown = (json.loads(entry.entry) for entry in entries)
    opened = openings[entries[0].seq]
    yield {kind: opening.value for kind, opening in opened.items()} == {
        "body": one.text,
        "author": identity(author),
    }
    yield received["c"] == {
        kind: commit(kind, opening.salt, opening.value) for kind, opening in opened.items()
    }
    yield base64.b64decode(shown["ref"]).hex() == entries[0].leaf
    for entry in entries:
        yield leaf_hash(entry.entry.encode()).hex() == entry.leaf


def _code(entry: LogEntry) -> str:
    return short_code(bytes.fromhex(entry.leaf))
