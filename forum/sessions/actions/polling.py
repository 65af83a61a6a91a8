"""The polls of a session: opened, closed, counted by hands in the hall, annulled."""

from __future__ import annotations

from datetime import timedelta

from forum.access.policy import Actor
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import NotFound, Refused
from forum.core.i18n import _
from forum.sessions.actions.log import K, happen
from forum.sessions.actions.sheet import Details, Sheet
from forum.sessions.models import Attendance, Session
from forum.sessions.queries import find_visible
from forum.sessions.rules import Step
from forum.voting import actions as voting
from forum.voting.models import Poll
from forum.voting.plans import as_data, from_data
from forum.voting.queries import find_poll
from forum.voting.rules import Electorate, PollState


async def open_poll(sheet: Sheet, _details: Details) -> None:
    """Open the poll of the present step; whoever is in the room now may vote, but the chair."""
    session, item = sheet.session, sheet.item(sheet.floor.item)
    data = item.vote if sheet.floor.step is Step.VOTE else item.straw
    plan = from_data(data)
    planned = await voting.plan_poll(
        sheet.actor,
        session.consultation.slug,
        plan,
        lineage=item.lineage,
        label=item.label,
        session_ref=session.ref,
        item_ref=item.ref,
        rehearsal=session.rehearsal,
    )
    present = await _present(session) if plan.electorate is Electorate.PRESENT else None
    await sheet.seat_speaker()
    poll = await voting.open_poll(
        sheet.actor,
        planned.ref,
        entitled=present,
        barred_id=session.chair_id,
        closes_at=clock.now() + timedelta(seconds=plan.seconds) if plan.seconds else None,
    )
    fixed = {name: value for name, value in as_data(plan).items() if name != "ranking"}
    told = {**fixed, "poll": poll.ref, "item": item.ref, "entitled": poll.entitled}
    await sheet.happen(K.POLL_OPENED, told)


async def close_poll(sheet: Sheet, _details: Details) -> None:
    """Close the open poll; the event brings the final count."""
    present = await present_without_chair(sheet.session)
    poll = await voting.close_poll(sheet.actor, _open_ref(sheet), present=present)
    await _tell_count(sheet, poll)


async def close_on_time(sheet: Sheet) -> None:
    """Close the open poll because its time is over."""
    present = await present_without_chair(sheet.session)
    await _tell_count(sheet, await voting.close_on_time(_open_ref(sheet), present=present))


async def _tell_count(sheet: Sheet, poll: Poll) -> None:
    count, result = poll.certificate, poll.certificate["result"]
    await sheet.happen(
        K.POLL_CLOSED,
        {
            "poll": poll.ref,
            "totals": count["per_option"],
            "cast": count["cast"],
            "present": poll.present,
            "carried": result["carried"],
            "reason": result["reason"],
        },
    )


async def enter_hands(sheet: Sheet, details: Details) -> None:
    """Enter the show of hands in the hall; it is shown apart from the ballots."""
    if details.poll not in ("", _open_ref(sheet)):
        raise Refused("session.other-poll", _("This poll is closed. Look at what is asked now."))
    poll = await voting.enter_hands(sheet.actor, _open_ref(sheet), details.hands)
    await sheet.happen(K.HANDS, {"poll": poll.ref, "hands": list(poll.hands)})


async def annul(actor: Actor, ref: str, poll_ref: str, reason: str) -> Poll:
    """Annul a poll of a session: at once, or for a formal vote when a second person asks for it.

    Nobody needs the chair for this, or nobody could be the second person.
    """
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        poll = await find_poll(poll_ref)
        if poll.session_ref != session.ref:
            raise NotFound("poll.not-found", _("There is no such poll."))
        if poll.annul_asked_by_id in (None, actor.person_id):
            poll = await voting.ask_annulment(actor, poll.ref, reason)
        else:
            poll = await voting.annul_poll(actor, poll.ref)
        if poll.state is PollState.ANNULLED:
            told = {"poll": poll.ref, "reason": poll.annul_reason}
            await happen(session, K.POLL_ANNULLED, actor, told)
    return poll


async def present_without_chair(session: Session) -> int:
    """Return how many are in the room who may vote."""
    return len(await _present(session))


async def _present(session: Session) -> list[int]:
    rows = Attendance.filter(session_id=session.id).order_by("person_id")
    ids = [person_id for (person_id,) in await rows.values_list("person_id")]
    return [person_id for person_id in ids if person_id != session.chair_id]


def _open_ref(sheet: Sheet) -> str:
    assert sheet.floor.poll is not None  # noqa: S101 - nobody can press this without one
    return sheet.floor.poll.ref
