"""How many ballots bear which marks, from the running count and from the ballots themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from tortoise.functions import Count, Sum

from forum.voting.ballots import pseudonym
from forum.voting.models import Ballot, Poll, SecretBallot, SecretRoll, Tally
from forum.voting.rules import Secrecy


async def tally_of(poll: Poll) -> Counter[str]:
    """Return how many ballots bear which marks, from the running count.

    A secret poll has none before it closes.
    """
    rows = Tally.filter(poll_id=poll.id, votes__gt=0)
    return Counter(dict(await rows.values_list("marks", "votes")))


async def tally_rows(poll_ids: Collection[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """Return marks → (votes, changes) of several polls; the highest `changes` is the newest."""
    found: dict[int, dict[str, tuple[int, int]]] = {poll_id: {} for poll_id in poll_ids}
    if found:
        for row in await Tally.filter(poll_id__in=list(found)):
            found[row.poll_id][row.marks] = (row.votes, row.changes)
    return found


async def cast_in(polls: Collection[Poll]) -> dict[int, int]:
    """Return how many have voted in each of these polls, secret ones too."""
    secret = [poll.id for poll in polls if poll.secrecy is Secrecy.SECRET]
    others = [poll.id for poll in polls if poll.secrecy is not Secrecy.SECRET]
    cast = {poll.id: 0 for poll in polls}
    if others:
        rows = Tally.filter(poll_id__in=others).annotate(n=Sum("votes")).group_by("poll_id")
        cast.update(dict(await rows.values_list("poll_id", "n")))
    if secret:
        rolls = SecretRoll.filter(poll_id__in=secret).annotate(n=Count("id")).group_by("poll_id")
        cast.update(dict(await rolls.values_list("poll_id", "n")))
    return cast


class Counted(NamedTuple):
    """One ballot as the file of ballots shows it."""

    line: str
    marks: str


async def counted_ballots(poll: Poll) -> list[Counted]:
    """Return every ballot of a poll under the line that its secrecy gives it.

    Two people of one name are told apart by a few letters that mean nothing.
    """
    if poll.secrecy is Secrecy.SECRET:
        secret = SecretBallot.filter(poll_id=poll.id).order_by("key").values_list("key", "marks")
        return [Counted(str(key), str(marks)) for key, marks in await secret]
    rows = await Ballot.filter(poll_id=poll.id).values_list(
        "person__record_id", "person__name", "marks"
    )
    lines = [pseudonym(poll.secret or b"", str(record_id)) for record_id, _, _ in rows]
    if poll.secrecy is Secrecy.OPEN:
        alike = Counter(str(name) for _, name, _ in rows)
        lines = [
            str(name) if alike[str(name)] == 1 else f"{name} · {line[:8]}"
            for (_, name, _), line in zip(rows, lines, strict=True)
        ]
    return [Counted(line, str(row[2])) for line, row in zip(lines, rows, strict=True)]


async def reasons_of(poll: Poll) -> list[tuple[str, str]]:
    """Return marks and reason of each ballot that has one, objections first."""
    rows = Ballot.filter(poll_id=poll.id).exclude(reason="").order_by("-marks", "id")
    return [
        (str(marks), str(reason)) for marks, reason in await rows.values_list("marks", "reason")
    ]
