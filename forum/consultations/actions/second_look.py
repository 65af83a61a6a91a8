"""The second look, and asking again: steps inside the transaction of whoever checked the answers.

What must be answered before is known on higher floors, which ask for the permission too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forum.access.policy import CLOCK, Actor
from forum.consultations.actions.moving import enter, move, set_alarms, stamp
from forum.consultations.events import SecondLookProlonged
from forum.consultations.linter import Draft, check, errors, warnings
from forum.consultations.models import Consultation, PastRound, PhaseMove
from forum.consultations.plans import Plan
from forum.consultations.rules import Change, Phase
from forum.core import clock
from forum.core.db import announce
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.actions import freeze
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of
from forum.profiles.load import profile


async def enter_second_look(official: Actor, consultation: Consultation) -> None:
    """Give authors the days of the profile to look at their answers."""
    consultation.second_look_until = _days_from_now(consultation)
    await move(consultation, Phase.SECOND_LOOK, at=clock.now(), by=official)
    await enter(
        "consultation.second_look",
        consultation,
        official,
        d={"until": stamp(consultation.second_look_until)},
    )


async def prolong_second_look(consultation: Consultation) -> None:
    """Give the same days anew to authors whose answer was changed without their objecting."""
    before, until = consultation.second_look_until, _days_from_now(consultation)
    if before is not None and until <= before:
        return
    consultation.second_look_until = until
    await consultation.save(update_fields=["second_look_until"])
    await PhaseMove.create(
        consultation=consultation,
        phase=consultation.phase,
        what=Change.LOOK,
        at=clock.now(),
        due_before=before,
        due_after=until,
    )
    await enter(
        "consultation.prolonged",
        consultation,
        CLOCK,
        by="system",
        d={"from": stamp(before), "until": stamp(until)},
    )
    announce(SecondLookProlonged(consultation.id))


async def begin_next_round(
    official: Actor,
    consultation: Consultation,
    version: Version,
    planned: Plan,
    reason: str,
    set_aside: Collection[str],
) -> None:
    """Announce the version that was made and ask about it, or refuse with what stands in the way.

    `version` is locked by the caller, so that the check looks at what is frozen.
    """
    country = profile(consultation.standard.profile)
    draft = Draft(version.note, await clauses_of(version))
    findings = check(planned, draft, country, clock.now())
    overridden = [one for one in warnings(findings) if one.code in set_aside]
    if missing := [one.sentence for one in findings if one not in overridden]:
        raise Refused(
            "consultation.check",
            _("People cannot be asked again yet.")
            if errors(findings)
            else _("Put the warnings right, or set them aside in your name."),
            missing,
        )
    await freeze(official, version, ctx=consultation.record_id)
    await PastRound.create(
        consultation=consultation, round=consultation.round, promised=consultation.promised
    )
    consultation.version, consultation.next_version = version, None
    consultation.round += 1
    consultation.opens_at, consultation.closes_at = planned.opens_at, planned.closes_at
    consultation.respond_by, consultation.first_respond_by = planned.respond_by, None
    consultation.second_look_until, consultation.takes_late = None, False
    consultation.overridden = [one.code for one in overridden]
    consultation.overridden_by_id = official.person_id if overridden else None
    await move(consultation, Phase.ANNOUNCED, at=clock.now(), by=official, reason=reason)
    await set_alarms(consultation)
    await enter(
        "consultation.reconsulted",
        consultation,
        official,
        d={
            "round": consultation.round,
            "version": version.name,
            "opens": stamp(consultation.opens_at),
            "closes": stamp(consultation.closes_at),
            "respond_by": stamp(consultation.respond_by),
            "set_aside": consultation.overridden,
        },
        reason=reason,
    )


def _days_from_now(consultation: Consultation) -> datetime:
    """Return the end of the profile's days: the same hour on the clock on the wall."""
    days = profile(consultation.agency.profile).periods.second_look_days.days
    there = clock.now().astimezone(ZoneInfo(consultation.time_zone))
    return (there + timedelta(days=days)).astimezone(UTC)
