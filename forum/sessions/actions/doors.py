"""Coming in, and taking a check-in back."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions import rename
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.profiles.load import profile
from forum.sessions.events import CheckedIn
from forum.sessions.models import Attendance, QueueEntry, Session
from forum.sessions.queries import find_visible, present_in
from forum.sessions.rules import RUNNING
from forum.voting.queries.own import has_voted_in

LONGEST_ORGANISATION = 120


async def check_in(
    actor: Actor,
    ref: str,
    *,
    element: str = "",
    organisation: str = "",
    name_public: bool = False,
    in_hall: bool = False,
    name: str = "",
) -> Attendance:
    """Come in. Doing it again changes what was said the first time, and counts nobody twice.

    `name` is asked of a person who has none yet.
    """
    require(actor, Permission.SESSION_JOIN)
    async with transaction():
        session = await find_visible(actor, ref)
        require(actor, Permission.SESSION_JOIN, on=session)
        _check_running(session)
        organisation = _checked(session, element, organisation)
        await _check_name(actor, name)
        await one_at_a_time(f"check-in:{session.id}:{actor.person_id}")
        row = await Attendance.get_or_none(session_id=session.id, person_id=actor.person_id)
        came = row is None
        row = row or Attendance(session_id=session.id, person_id=actor.person_id, at=clock.now())
        row.element, row.organisation = element, organisation
        row.name_public, row.in_hall = name_public, in_hall
        await row.save()
        if came:
            await _tell(actor, session)
    return row


async def leave(actor: Actor, ref: str) -> None:
    """Take a check-in back; whoever has taken part stays in the list of those who were there."""
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.SESSION_JOIN, on=session)
        _check_running(session)
        row = await Attendance.get_or_none(session_id=session.id, person_id=actor.person_id)
        if row is None:
            return
        spoke = await QueueEntry.exists(session_id=session.id, person_id=actor.person_id)
        voted = await has_voted_in(session.ref, row.person_id)
        if spoke or voted or row.muted_because:
            raise Refused(
                "session.took-part",
                _("You have taken part, so the minutes count you. You can simply go."),
            )
        await row.delete()
        await _tell(actor, session)


async def _tell(actor: Actor, session: Session) -> None:
    assert actor.person_id is not None  # noqa: S101 - the permission says so
    announce(CheckedIn(session.ref, actor.person_id, await present_in(session.id)))


def _check_running(session: Session) -> None:
    if session.state not in RUNNING:
        raise Refused("session.doors", _("The doors of this session are not open just now."))


def _checked(session: Session, element: str, organisation: str) -> str:
    wrong = {}
    organisation = clean(organisation)
    elements = profile(session.consultation.agency.profile).elements
    if element and element not in {one.code for one in elements}:
        wrong["element"] = _("Choose one of the options offered.")
    if len(organisation) > LONGEST_ORGANISATION:
        wrong["organisation"] = _("Write at most %(most)s characters.") % {
            "most": LONGEST_ORGANISATION
        }
    if wrong:
        raise Invalid(wrong)
    return organisation


async def _check_name(actor: Actor, name: str) -> None:
    if actor.name:
        return
    if not clean(name):
        raise Invalid({"name": _("Write your name. It is shown beside what you say.")})
    await rename(actor, name=name, about="")
