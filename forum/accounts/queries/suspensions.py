"""Who may hand nothing in just now, and why."""

from __future__ import annotations

from forum.access.policy import Actor
from forum.accounts.models import Person, Suspension
from forum.core import clock
from forum.core.db import one_at_a_time
from forum.core.errors import NotAllowed
from forum.core.format import moment
from forum.core.i18n import _, local
from forum.profiles.load import profile


async def suspension_of(actor: Actor, agency_id: int) -> Suspension | None:
    """Return what stops a person where this agency asks, the one that ends last; agency fetched."""
    if actor.person_id is None:
        return None
    now = clock.now()
    running = Suspension.filter(
        person_id=actor.person_id, agency_id=agency_id, ended_at=None, until__gt=now
    )
    return await running.order_by("-until").select_related("agency").first()


async def suspension_by(decision_ref: str) -> Suspension | None:
    """Return the suspension that a decision brought."""
    return await Suspension.get_or_none(decision_ref=decision_ref)


async def check_not_suspended(actor: Actor, agency_id: int) -> None:
    """Refuse whoever is suspended there, with what it takes to understand and to object.

    It is asked of the database each time: a socket that was opened before says the same.
    """
    await _check_here(actor)
    found = await suspension_of(actor, agency_id)
    if found is not None:
        raise NotAllowed("account.suspended", why_suspended(found))


async def check_not_left(actor: Actor) -> None:
    """Refuse whoever erased the account meanwhile, in another window; until the end nobody leaves.

    Comes first in a transaction: whoever leaves takes this turn before any other lock too.
    """
    await one_at_a_time(f"handing-in:{actor.person_id}")
    await _check_here(actor)


async def _check_here(actor: Actor) -> None:
    if await Person.exists(id=actor.person_id or 0, left_at__isnull=False):
        raise NotAllowed(
            "account.left",
            _("This account was erased. Sign in again to take part as somebody new."),
        )


def why_suspended(suspension: Suspension) -> str:
    """Return until when, by which rule, and where to appeal; the agency must be fetched."""
    agency = suspension.agency
    rule = profile(agency.profile).rule(suspension.rule)
    return _(
        "A moderator stopped you from handing anything in to %(agency)s until %(when)s,"
        " by rule %(number)s, %(rule)s. You can read and vote. Decision %(ref)s, among your"
        " notices, says why and how to appeal."
    ) % {
        "agency": local(agency.name),
        "when": moment(suspension.until, agency.time_zone),
        "number": rule.number if rule else "",
        "rule": local(rule.name) if rule else suspension.rule,
        "ref": suspension.decision_ref,
    }
