"""Telling followers what happened: at once what happens rarely, once a day what happens often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.expressions import Q, Subquery

from forum.consultations.events import DraftCorrected, Extended, PhaseChanged
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.queries import was_announced
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.db import transaction
from forum.core.jobs import enqueue
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import compare
from forum.notices.actions import tell
from forum.notices.followed import named
from forum.notices.models import Follow, Thing
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution
from forum.participation.rules import PUBLIC
from forum.responses.events import ResponseApproved
from forum.responses.models import Answered
from forum.responses.rules import ResponseState
from forum.sessions.events import SessionAnnounced
from forum.sessions.models import AgendaItem, Session

SOON = timedelta(days=2)
NEAREST = (Thing.CLAUSE, Thing.CONSULTATION, Thing.SERVICE, Thing.AGENCY)
"""Whoever follows several of them is told once, about the nearest."""
EVERYBODY = frozenset(Thing)
CLOSE_BY = frozenset({Thing.CLAUSE, Thing.CONSULTATION, Thing.SERVICE})
TOLD: dict[Phase, frozenset[Thing]] = {
    Phase.ANNOUNCED: EVERYBODY,
    Phase.OPEN: EVERYBODY,
    Phase.PAUSED: CLOSE_BY,
    Phase.PUBLISHED: EVERYBODY,
    Phase.WITHDRAWN: EVERYBODY,
}
"""Who hears of which step of a consultation."""


async def plan_news(fact: PhaseChanged) -> None:
    """Leave the job that tells followers of a step, and the one that tells them it closes soon.

    Nobody hears of what was withdrawn before it was announced.
    """
    consultation = await Consultation.get(id=fact.consultation_id)
    if fact.phase in TOLD and await was_announced(consultation):
        move = await PhaseMove.filter(consultation_id=fact.consultation_id).order_by("-id").first()
        if move is not None:
            await enqueue("notices.news", {"move_id": move.id}, dedupe=f"notices.news:{move.id}")
    if fact.phase is Phase.OPEN:
        await plan_closing(fact)


async def plan_closing(fact: PhaseChanged | Extended) -> None:
    """Leave the job that tells followers, two days before, that a consultation closes."""
    consultation = await Consultation.get(id=fact.consultation_id)
    closes_at = consultation.closes_at
    if closes_at is None:
        return
    await enqueue(
        "notices.closing",
        {"consultation_id": consultation.id, "closes_at": closes_at.isoformat()},
        dedupe=f"notices.closing:{consultation.id}:{int(closes_at.timestamp())}",
        due_at=closes_at - SOON,
    )


async def plan_correction(fact: DraftCorrected) -> None:
    """Leave the job that tells followers of a correction."""
    await enqueue(
        "notices.correction",
        {"consultation_id": fact.consultation_id, "version_id": fact.version_id},
        dedupe=f"notices.correction:{fact.version_id}",
    )


async def plan_session(fact: SessionAnnounced) -> None:
    """Leave the job that tells followers of a session."""
    await enqueue(
        "notices.session",
        {"session_id": fact.session_id},
        dedupe=f"notices.session:{fact.session_id}",
    )


async def plan_digest(_fact: ContributionReceived | ResponseApproved) -> None:
    """Leave the job of the daily letters, which go out at the next midnight UTC."""
    day = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    due = day + timedelta(days=1)
    await enqueue("notices.digest", {}, dedupe=f"notices.digest:{due.date()}", due_at=due)


async def tell_news(payload: Mapping[str, Any]) -> None:
    """Tell followers of one step of a consultation, each once."""
    move = await PhaseMove.get(id=payload["move_id"])
    consultation = await _consultation(move.consultation_id)
    phase = move.phase.value
    again = move.phase is Phase.OPEN and move.closes_after is not None
    # Who took part in it gets a letter of their own about the result.
    spoke = move.phase is Phase.PUBLISHED
    await _tell_followers(
        consultation,
        "gone_on" if again else phase,
        TOLD[move.phase],
        f"{phase}:{move.id}",
        but=await _authors(consultation) if spoke else frozenset(),
        reason=move.reason,
    )


async def tell_closing(payload: Mapping[str, Any]) -> None:
    """Tell followers that a consultation closes soon, unless that has changed."""
    consultation = await _consultation(payload["consultation_id"])
    closes_at = consultation.closes_at
    stands = closes_at is not None and closes_at.isoformat() == payload["closes_at"]
    if consultation.phase is Phase.OPEN and stands:
        about = f"closing:{consultation.id}:{payload['closes_at']}"
        await _tell_followers(consultation, "closing", CLOSE_BY, about)


async def tell_correction(payload: Mapping[str, Any]) -> None:
    """Tell followers of a consultation, and of the corrected clauses, what was changed."""
    consultation = await _consultation(payload["consultation_id"])
    version = await Version.get(id=payload["version_id"]).select_related("standard")
    former = await Version.get(id=version.based_on_id)
    touched = {one.lineage for one in await compare(former, version) if one.fate is not Fate.SAME}
    await _tell_followers(
        consultation,
        "corrected",
        frozenset({Thing.CLAUSE, Thing.CONSULTATION}),
        f"corrected:{version.id}",
        lineages=frozenset(touched),
        address=f"/standards/{version.standard.slug}/compare/{version.number}..{version.name}",
        reason=version.corrected_because,
        version=version,
    )


async def tell_session(payload: Mapping[str, Any]) -> None:
    """Tell followers of a consultation, and of the clauses on its agenda, of a session."""
    session = await Session.get(id=payload["session_id"])
    consultation = await _consultation(session.consultation_id)
    lineages: list[Any] = await AgendaItem.filter(session_id=session.id).values_list(
        "lineage", flat=True
    )
    await _tell_followers(
        consultation,
        "session",
        EVERYBODY,
        f"session:{session.id}",
        lineages=frozenset(lineages),
        address=f"/sessions/{session.code}",
        session=session,
    )


async def tell_digest(_payload: Mapping[str, Any]) -> None:
    """Send each follower of a clause or a consultation what was new on it, if anything was."""
    now = clock.now()
    rows = Follow.filter(thing__in=[Thing.CLAUSE, Thing.CONSULTATION], told_until__lt=now)
    for row in await rows.select_related("person").order_by("id"):
        counted = await _new_on(row, now)
        followed = next(iter(await named([row])), None)
        async with transaction():
            if followed is not None and (counted.said or counted.answered):
                path = f"/consultations/{followed.slug}"
                await tell(
                    row.person,
                    "digest",
                    f"{path}/clauses/{followed.label}" if followed.label else path,
                    f"digest:{row.id}:{now.date()}",
                    follow=row,
                    followed=followed,
                    counted=counted,
                )
            await Follow.filter(id=row.id).update(told_until=now)


@dataclass(frozen=True)
class Counted:
    """How much was new on one thing: contributions (of a clause only) and answers."""

    said: int
    answered: int


async def _new_on(row: Follow, now: datetime) -> Counted:
    slug, _slash, lineage = row.name.partition("/")
    where = (
        Q(consultation__standard__slug=slug, lineage=lineage)
        if row.thing is Thing.CLAUSE
        else Q(consultation__slug=slug)
    )
    said = Contribution.filter(
        where, showing__in=PUBLIC, handed_in_at__gt=row.told_until, handed_in_at__lte=now
    ).exclude(author_id=row.person_id)
    theirs = Subquery(Contribution.filter(where).values("id"))
    answered = Answered.filter(
        contribution_id__in=theirs,
        response__state=ResponseState.APPROVED,
        response__approved_at__gt=row.told_until,
        response__approved_at__lte=now,
    )
    return Counted(
        await said.count() if row.thing is Thing.CLAUSE else 0,
        await answered.count(),
    )


async def _tell_followers(
    consultation: Consultation,
    what: str,
    things: frozenset[Thing],
    about: str,
    *,
    but: frozenset[int] = frozenset(),
    lineages: frozenset[str] | None = None,
    address: str = "",
    **context: Any,
) -> None:
    told = set(but)
    for row in await _followers(consultation, things, lineages):
        if row.person_id in told:
            continue
        told.add(row.person_id)
        followed = next(iter(await named([row])), None)
        if followed is None:
            continue
        async with transaction():
            await tell(
                row.person,
                "news",
                address or f"/consultations/{consultation.slug}",
                f"news:{about}:{row.person.ref}"[:120],
                follow=row,
                followed=followed,
                what=what,
                consultation=consultation,
                **context,
            )


async def _followers(
    consultation: Consultation, things: frozenset[Thing], lineages: frozenset[str] | None
) -> list[Follow]:
    """Return who follows it or what it is about, persons fetched, the nearest first."""
    standard = consultation.standard
    names = (
        Q(thing=Thing.CONSULTATION, name=consultation.slug)
        | Q(thing=Thing.SERVICE, name=standard.service.slug)
        | Q(thing=Thing.AGENCY, name=consultation.agency.slug)
        | Q(thing=Thing.CLAUSE, name__startswith=f"{standard.slug}/")
    )
    rows = await Follow.filter(names, thing__in=list(things)).select_related("person")
    near = [
        row
        for row in rows
        if row.thing is not Thing.CLAUSE
        or lineages is None
        or row.name.partition("/")[2] in lineages
    ]
    return sorted(near, key=lambda row: (NEAREST.index(row.thing), row.id))


async def _authors(consultation: Consultation) -> frozenset[int]:
    ids: list[Any] = (
        await Contribution.filter(consultation_id=consultation.id)
        .distinct()
        .values_list("author_id", flat=True)
    )
    return frozenset(ids)


async def _consultation(consultation_id: int) -> Consultation:
    return await Consultation.get(id=consultation_id).select_related(
        "agency", "standard__service", "version", "next_version"
    )
