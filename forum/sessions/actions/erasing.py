"""Taking a person's words, or the name, out of sessions: the log, the queue, draft minutes, pages.

The numbers of the log stay, and so does what was decided. Adopted minutes are final: their page
shows the words no more, and their frozen file is not given out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from tortoise.expressions import Q

from forum.access.policy import OPERATOR
from forum.accounts.models import Person
from forum.core.ids import new_ref
from forum.sessions.actions.asking import UNDER_WAY
from forum.sessions.actions.log import K, happen
from forum.sessions.models import (
    Attendance,
    Correction,
    Minutes,
    QueueEntry,
    Session,
    SessionEvent,
)
from forum.sessions.queries import find_session
from forum.sessions.rules import RUNNING, Standing


async def hold_sessions(refs: Collection[str]) -> None:
    """Lock these sessions, always in the same order: whoever acts in one locks it first too."""
    for ref in sorted(set(refs) - {""}):
        await find_session(ref, lock=True)


async def sessions_of(person_id: int) -> list[str]:
    """Return the sessions in which somebody was, asked or acted."""
    found = Session.filter(
        Q(attendance__person_id=person_id)
        | Q(queue__person_id=person_id)
        | Q(events__by_id=person_id)
    )
    refs: list[Any] = await found.distinct().values_list("ref", flat=True)
    return refs


async def erase_asked(*, contribution: str = "", person_id: int | None = None) -> None:
    """Erase what became this contribution, or all that somebody asked and remarked in sessions.

    What still waits to be called is taken out of the queue. Joins the act of the caller, who holds
    the sessions.
    """
    named = Q(contribution_ref=contribution) if contribution else Q(person_id=person_id)
    entries = await QueueEntry.filter(named).exclude(text="").order_by("id")
    for session_id in sorted({entry.session_id for entry in entries}):
        session = await Session.get(id=session_id)
        theirs = [entry for entry in entries if entry.session_id == session_id]
        for entry in theirs:
            await _erase(session, entry)
        await _forget_in_log(session, {entry.ref for entry in theirs})
        await _redraw([session_id])


async def erase_corrections(person_id: int) -> None:
    """Erase what somebody said about minutes; what nobody decided about is gone whole."""
    await Correction.filter(person_id=person_id, decision="").delete()
    await Correction.filter(person_id=person_id).update(text="")


async def erase_attendee(person: Person) -> None:
    """Leave nothing by which somebody in these sessions could be told; the caller holds them."""
    attended = Attendance.filter(person_id=person.id)
    await attended.update(organisation="", name_public=False)
    sessions = await Session.filter(ref__in=await sessions_of(person.id))
    ids = [session.id for session in sessions]
    for minutes in await Minutes.filter(session_id__in=ids, adopted_at__isnull=True):
        minutes.paragraphs = [_without_name(one, person.name) for one in minutes.paragraphs]
        minutes.revision += 1
        await minutes.save(update_fields=["paragraphs", "revision"])
    await _redraw(ids)


async def _erase(session: Session, entry: QueueEntry) -> None:
    waits = session.state in RUNNING and entry.standing in UNDER_WAY
    entry.text = entry.html = ""
    if waits:
        entry.standing = Standing.WITHDRAWN
    await entry.save(update_fields=["text", "html", "standing"])
    if waits:
        await happen(session, K.WITHDRAWN, OPERATOR, {"entry": entry.ref})


async def _forget_in_log(session: Session, refs: Collection[str]) -> None:
    for event in await SessionEvent.filter(session_id=session.id, k=K.ASKED.value):
        if event.data["entry"] in refs:
            event.data = {**event.data, "html": ""}
            await event.save(update_fields=["data"])
    minutes = await Minutes.get_or_none(session_id=session.id, adopted_at__isnull=True)
    if minutes is not None:
        minutes.paragraphs = [_without_words(one, refs) for one in minutes.paragraphs]
        minutes.revision += 1
        await minutes.save(update_fields=["paragraphs", "revision"])


async def _redraw(session_ids: Sequence[int]) -> None:
    """Let every open page begin anew: it may still show what is gone."""
    for session_id in sorted(session_ids):
        await Session.filter(id=session_id).update(epoch=new_ref())


def _without_words(paragraph: dict[str, Any], refs: Collection[str]) -> dict[str, Any]:
    listed = paragraph["values"].get("listed")
    if listed is None:
        return paragraph
    left = [{**one, "html": "", "covered": True} if one["entry"] in refs else one for one in listed]
    return {**paragraph, "values": {**paragraph["values"], "listed": left}}


def _without_name(paragraph: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a paragraph that names nobody of this name: it does not know people but by name."""
    values = paragraph["values"]
    told = {
        key: [_nameless(one, name) for one in values[key]]
        for key in ("names", "turns", "listed")
        if key in values
    }
    if "names" in told:
        told["names"] = [one for one in told["names"] if one["name"]]
    for key in ("chairs", "noted_by"):
        if key in values:
            told[key] = [one for one in values[key] if one != name]
    return {**paragraph, "values": {**values, **told}} if told else paragraph


def _nameless(one: dict[str, Any], name: str) -> dict[str, Any]:
    return {**one, "name": "", "organisation": ""} if one["name"] == name else one
