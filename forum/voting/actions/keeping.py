"""Keeping ballots: the ballot, its entry in the record and the running count, all at once."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from forum.audit.bulk import Prepared, record_all
from forum.audit.rules import short_code
from forum.core.db import announce
from forum.voting.actions import batches
from forum.voting.actions.batches import Kept, Key, Moved, Row
from forum.voting.actions.votes import Cast, Filled
from forum.voting.ballots import Spoken, entries_of, voter_of
from forum.voting.events import BallotsCast
from forum.voting.models import Poll
from forum.voting.queries import cast_in
from forum.voting.rules import Results


async def keep(filled: Sequence[Filled], now: datetime) -> dict[int, Cast]:
    """Keep these ballots, count and record them, and return what is told to each voter."""
    filled = sorted(filled, key=lambda one: one.key)
    entries = _entries(filled)
    rows = {one.key: _row(one, entries.get(one.key)) for one in filled}
    new = await batches.insert_new(list(rows.values()), now)
    before = await batches.kept_ballots(rows.keys() - new)
    sent_twice = {one.key for one in filled if _same_form(one, before)}
    await batches.replace_kept(
        [rows[one.key] for one in filled if one.key in before.keys() - sent_twice], now
    )
    await record_all(entry for key, entry in entries.items() if key not in sent_twice)
    told = {}
    by = Counter[tuple[int, str]]()
    for one in filled:
        if one.key in sent_twice:
            told[one.place] = recalled(before[one.key])
            continue
        told[one.place] = Cast(one.marks, rows[one.key].receipt, dup=False, at=now)
        by[one.key.poll_id, one.marks] += 1
        if one.key in before:
            by[one.key.poll_id, before[one.key].marks] -= 1
    await _tell({one.key.poll_id: one.poll for one in filled}, await batches.add_to_tally(by))
    return told


async def keep_secret(
    filled: Sequence[Filled], now: datetime
) -> tuple[dict[int, Cast], list[Filled]]:
    """Keep secret ballots apart from the roll of those who voted.

    Returns what is told to each voter, and the votes of those who had voted already.
    """
    new = await batches.sign_roll(one.key for one in filled)
    kept = [one for one in filled if one.key in new]
    await batches.keep_secret((secrets.token_hex(16), one.key.poll_id, one.marks) for one in kept)
    await _tell({one.key.poll_id: one.poll for one in kept}, [])
    told = {one.place: Cast(one.marks, "", dup=False, at=now) for one in kept}
    return told, [one for one in filled if one.key not in new]


def recalled(kept: Kept) -> Cast:
    """Return what is told to somebody whose form came again."""
    return Cast(kept.marks, kept.receipt, dup=True, at=kept.cast_at)


def _entries(filled: Iterable[Filled]) -> dict[Key, Prepared]:
    """Prepare an entry for each ballot that is not only rehearsed."""
    by_poll: dict[int, list[Filled]] = {}
    for one in filled:
        if not one.poll.rehearsal:
            by_poll.setdefault(one.key.poll_id, []).append(one)
    entries = dict[Key, Prepared]()
    for ballots in by_poll.values():
        poll = ballots[0].poll
        spoken = [
            Spoken(
                one.marks,
                voter_of(poll.secrecy, poll.secret or b"", one.vote.actor.record_id),
                one.reason,
            )
            for one in ballots
        ]
        prepared = entries_of(poll.consultation.record_id, poll.record_id, spoken)
        entries.update(zip((one.key for one in ballots), prepared, strict=True))
    return entries


def _row(one: Filled, entry: Prepared | None) -> Row:
    receipt = short_code(bytes.fromhex(entry.leaf)) if entry else ""
    return Row(*one.key, one.marks, one.reason, one.vote.once, receipt)


def _same_form(one: Filled, before: dict[Key, Kept]) -> bool:
    return one.key in before and before[one.key].once == one.vote.once


async def _tell(polls: dict[int, Poll], moved: Sequence[Moved]) -> None:
    """Announce what changed; a poll whose results wait for its end tells only how many voted."""
    cast = await cast_in(polls.values()) if polls else {}
    for poll in polls.values():
        lines = moved if poll.results is Results.LIVE else ()
        changed = {
            line.marks: (line.votes, line.changes) for line in lines if line.poll_id == poll.id
        }
        announce(BallotsCast(poll.ref, poll.session_ref, changed, cast[poll.id]))
