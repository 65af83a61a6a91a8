"""What erasing would take, what would stay, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forum.accounts.models import Person, RoleGrant
from forum.audit.models import LogEntry
from forum.core.i18n import local
from forum.moderation.models import Appeal, Report
from forum.organisations.models import Membership
from forum.participation.models import Contribution, Support
from forum.participation.rules import GONE, Showing
from forum.privacy.kept import Erased
from forum.privacy.rules import InTheWay, Kind
from forum.responses.models import Answered
from forum.responses.rules import ResponseState
from forum.sessions.models import Attendance, Correction, QueueEntry
from forum.voting.models import Ballot, SecretRoll
from forum.voting.rules import PollState, Secrecy


@dataclass(frozen=True)
class Preview:
    """How much of each a person has here; `in_the_way` is what must be done before the name goes.

    `answered` are among `words`; `minutes` are adopted ones of sessions the person was in, and
    `open_votes` those in polls whose file of ballots names everybody.
    """

    words: int
    answered: int
    asked: int
    supports: int
    votes: int
    open_votes: int
    minutes: int
    for_organisations: int
    in_the_way: InTheWay


async def preview_of(person_id: int) -> Preview:
    """Count what erasing is about."""
    refs = await own_words(person_id)
    answered = Answered.filter(contribution__ref__in=refs, response__state=ResponseState.APPROVED)
    theirs = Contribution.filter(author_id=person_id, organisation_id__isnull=False)
    ballots = Ballot.filter(person_id=person_id)
    return Preview(
        words=len(refs),
        answered=await answered.count() if refs else 0,
        asked=await QueueEntry.filter(person_id=person_id).exclude(text="").count(),
        supports=await Support.filter(person_id=person_id).count(),
        votes=await ballots.count() + await SecretRoll.filter(person_id=person_id).count(),
        open_votes=await ballots.filter(
            poll__secrecy=Secrecy.OPEN, poll__state=PollState.CERTIFIED
        ).count(),
        minutes=await Attendance.filter(
            person_id=person_id, session__minutes__adopted_at__isnull=False
        ).count(),
        for_organisations=await theirs.exclude(showing__in=GONE).count(),
        in_the_way=await in_the_way(person_id),
    )


async def own_words(person_id: int) -> list[str]:
    """Return the contributions somebody can erase, the first one first: not an organisation's."""
    found = Contribution.filter(author_id=person_id, organisation_id__isnull=True)
    refs: list[Any] = (
        await found.exclude(showing=Showing.ERASED).order_by("id").values_list("ref", flat=True)
    )
    return refs


async def in_the_way(person_id: int) -> InTheWay:
    """Return what hangs on a name just now."""
    leads = [
        one.organisation.name
        for one in await Membership.filter(person_id=person_id, lead=True)
        .select_related("organisation")
        .order_by("id")
        if await Membership.filter(organisation_id=one.organisation_id).count() > 1
    ]
    cast = Ballot.filter(person_id=person_id, poll__state=PollState.OPEN, poll__rehearsal=False)
    rolls = SecretRoll.filter(
        person_id=person_id, poll__state=PollState.OPEN, poll__rehearsal=False
    )
    polls = [
        row.poll
        for found in (cast, rolls)
        for row in await found.select_related("poll").order_by("id")
    ]
    return InTheWay(
        works=await RoleGrant.exists(person_id=person_id),
        leads=leads,
        polls=[local(poll.question) for poll in polls],
    )


async def every_erasure() -> list[Erased]:
    """Return all that this database says was erased: what a lost list is made of again.

    The record does not say who had everything erased. Of whoever left and has no words here, all
    may be erased again: what they left standing would stand here too.
    """
    words: list[Any] = (
        await LogEntry.filter(type="erasure.executed")
        .exclude(subject="")
        .order_by("seq")
        .values_list("subject", flat=True)
    )
    left: list[Any] = (
        await Person.filter(left_at__isnull=False)
        .order_by("id")
        .values_list("record_id", flat=True)
    )
    speaking = await _with_words()
    people = [Erased(Kind.IDENTITY if one in speaking else Kind.EVERYTHING, one) for one in left]
    return [Erased(Kind.TEXT, one) for one in dict.fromkeys(words)] + people


async def _with_words() -> set[str]:
    """Return who left and has something here all the same that erasing everything would take."""
    own = Contribution.filter(organisation_id__isnull=True).exclude(showing=Showing.ERASED)
    found = set[str]()
    for whose, rows in (
        ("author", own),
        ("person", QueueEntry.exclude(text="")),
        ("person", Correction.exclude(text="")),
        ("person", Ballot.exclude(reason="")),
        ("person", Report.exclude(words="")),
        ("decision__contribution__author", Appeal.exclude(words="")),
    ):
        left = rows.filter(**{f"{whose}__left_at__isnull": False}).distinct()
        ids: list[Any] = await left.values_list(f"{whose}__record_id", flat=True)
        found |= set(ids)
    return found
