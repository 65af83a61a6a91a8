"""Keeping ballots: the ballot, its entry in the record and the running count, all at once."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from forum.audit.bulk import record_all
from forum.core.db import announce
from forum.voting.actions import batches
from forum.voting.actions.batches import Kept, Moved
from forum.voting.actions.votes import Cast, Filled
from forum.voting.events import BallotsCast
from forum.voting.models import Poll
from forum.voting.rules import Results


async def keep(
    filled: Mapping[int, Filled], polls: Iterable[Poll], now: datetime
) -> dict[int, Cast]:
    """Keep these ballots, count and record them, and return what is told to each voter."""
    rows = sorted(ballot.row for ballot in filled.values())
    new = await batches.insert_new(rows, now)
    before = await batches.kept_ballots(row.key for row in rows if row.key not in new)
    twice = {row.key for row in rows if row.key in before and row.once in before[row.key].keys}
    changed = before.keys() - twice
    await batches.replace_kept([row for row in rows if row.key in changed], now)
    counted = {place: one for place, one in filled.items() if one.row.key not in twice}
    await record_all(one.entry for one in counted.values() if one.entry is not None)
    by = Counter((one.row.poll_id, one.row.marks) for one in counted.values())
    by.subtract((key.poll_id, before[key].marks) for key in changed)
    moved = await batches.add_to_tally(by)
    touched = {one.row.poll_id for one in counted.values()}
    await _tell(polls, touched, moved, secret=False)
    return {
        place: Cast(one.row.marks, one.row.receipt, dup=False, at=now)
        if place in counted
        else recalled(before[one.row.key])
        for place, one in filled.items()
    }


async def keep_secret(
    filled: Mapping[int, Filled], polls: Iterable[Poll], now: datetime
) -> dict[int, Cast]:
    """Keep secret ballots apart from the roll of voters; who had voted already is left out."""
    new = await batches.sign_roll(ballot.row.key for ballot in filled.values())
    kept = {place: one.row for place, one in filled.items() if one.row.key in new}
    await batches.keep_secret(
        (secrets.token_hex(16), row.poll_id, row.marks) for row in kept.values()
    )
    await _tell(polls, {key.poll_id for key in new}, [], secret=True)
    return {place: Cast(row.marks, "", dup=False, at=now) for place, row in kept.items()}


def recalled(kept: Kept) -> Cast:
    """Return what is told to somebody whose form came again."""
    return Cast(kept.marks, kept.receipt, dup=True, at=kept.cast_at)


async def _tell(
    polls: Iterable[Poll], touched: Collection[int], moved: Iterable[Moved], *, secret: bool
) -> None:
    """Announce what changed; a poll whose results wait for its end tells only how many voted."""
    about = [poll for poll in polls if poll.id in touched]
    cast = await batches.cast_so_far(touched, secret=secret)
    for poll in about:
        changed = {
            line.marks: (line.votes, line.changes)
            for line in moved
            if line.poll_id == poll.id and poll.results is Results.LIVE
        }
        announce(BallotsCast(poll.ref, poll.session_ref, changed, cast[poll.id]))
