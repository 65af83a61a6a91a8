"""What the calendar brings: a second look and its end, answers that fall due, another round.

Each is a job of its own. A date that moved meanwhile is told by the job of the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from forum.consultations.events import PhaseChanged, PromisePutOff, SecondLookProlonged
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.db import transaction
from forum.core.jobs import enqueue
from forum.notices.actions.telling import tell
from forum.notices.queries import authors_of, fates_by_author, owners_of
from forum.publication.events import AskedAgain
from forum.responses.queries import desk_counts, unsettled_in
from forum.responses.rules import DISPOSITION_WORDS

LOOK, LOOK_OVER = "notices.look", "notices.look_over"
DUE, ROUND = "notices.due", "notices.round"
BEFORE = timedelta(days=3)
"""How long before the promised day its owner is reminded."""


async def plan_by_phase(fact: PhaseChanged) -> None:
    """Leave the jobs that a new phase brings."""
    if fact.phase is Phase.SECOND_LOOK:
        await enqueue(LOOK, {"id": fact.consultation_id}, dedupe=_once(LOOK, fact.consultation_id))
        await plan_end_of_look(SecondLookProlonged(fact.consultation_id))
    elif fact.phase is Phase.CLOSED:
        await plan_reminders(PromisePutOff(fact.consultation_id))


async def plan_end_of_look(fact: SecondLookProlonged) -> None:
    """Leave the job that tells the owner once nobody can object any more."""
    consultation = await Consultation.get(id=fact.consultation_id)
    await _at(LOOK_OVER, consultation, consultation.second_look_until)


async def plan_reminders(fact: PromisePutOff) -> None:
    """Leave the jobs that remind the owner before the promised day, and on it."""
    consultation = await Consultation.get(id=fact.consultation_id)
    if consultation.respond_by is not None:
        await _at(DUE, consultation, consultation.respond_by, early=BEFORE)
        await _at(DUE, consultation, consultation.respond_by)


async def plan_next_round(fact: AskedAgain) -> None:
    """Leave the job that tells everybody who spoke that they are asked again."""
    dedupe = f"{_once(ROUND, fact.consultation_id)}:{fact.round}"
    await enqueue(ROUND, {"id": fact.consultation_id}, dedupe=dedupe)


async def tell_look(payload: Mapping[str, Any]) -> None:
    """Tell every author what the answers are, and until when they can object."""
    consultation, fates = await fates_by_author(payload["id"])
    if consultation.phase is not Phase.SECOND_LOOK:
        return
    for author, theirs in fates:
        # What was answered in an earlier round stays as it is, and was told then.
        mine = [one for one in theirs if one.response and not one.response.made_version_id]
        if not mine:
            continue
        async with transaction():
            await tell(
                author,
                "second_look",
                "/me",
                f"look:{consultation.ref}:{consultation.round}:{author.ref}",
                consultation=consultation,
                fates=mine,
                verdicts=DISPOSITION_WORDS,
            )


async def tell_look_over(payload: Mapping[str, Any]) -> None:
    """Tell the owners that the result can be published, or what still has to be settled."""
    consultation = await Consultation.get(id=payload["id"])
    until = consultation.second_look_until
    if consultation.phase is not Phase.SECOND_LOOK or _stamp(until) != payload["when"]:
        return
    waiting = await unsettled_in(consultation)
    for owner in await owners_of(consultation):
        async with transaction():
            await tell(
                owner,
                "look_over",
                f"/desk/consultations/{consultation.slug}/summary",
                f"look-over:{consultation.ref}:{payload['when']}:{owner.ref}",
                consultation=consultation,
                waiting=waiting,
            )


async def tell_due(payload: Mapping[str, Any]) -> None:
    """Remind the owners of what they promised, unless it was kept or put off meanwhile."""
    consultation = await Consultation.get(id=payload["id"])
    waits = consultation.phase in (Phase.CLOSED, Phase.ANSWERING)
    if not waits or _stamp(consultation.respond_by) != payload["when"]:
        return
    counts = (await desk_counts([consultation.id]))[consultation.id]
    for owner in await owners_of(consultation):
        async with transaction():
            await tell(
                owner,
                "answers_due",
                f"/desk/consultations/{consultation.slug}/responses",
                f"due:{consultation.ref}:{payload['when']}:{payload['early']}:{owner.ref}",
                consultation=consultation,
                left=sum(counts.values()) - counts["approved"] - counts["late"],
                over=consultation.overdue,
            )


async def tell_next_round(payload: Mapping[str, Any]) -> None:
    """Tell everybody who spoke that there is a new version, and that it is asked about."""
    consultation, authors = await authors_of(payload["id"])
    for author in authors:
        async with transaction():
            await tell(
                author,
                "next_round",
                f"/consultations/{consultation.slug}",
                f"round:{consultation.ref}:{consultation.round}:{author.ref}",
                consultation=consultation,
            )


async def _at(
    kind: str, consultation: Consultation, when: datetime | None, early: timedelta = timedelta()
) -> None:
    if when is None:
        return
    await enqueue(
        kind,
        {"id": consultation.id, "when": _stamp(when), "early": bool(early)},
        dedupe=f"{_once(kind, consultation.id)}:{_stamp(when)}:{early.days}",
        due_at=max(when - early, clock.now()),
    )


def _once(kind: str, consultation_id: int) -> str:
    return f"{kind}:{consultation_id}"


def _stamp(when: datetime | None) -> str:
    return str(int(when.timestamp())) if when else ""
