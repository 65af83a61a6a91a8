"""Reading accounts: people, their sign-ins, who works for an agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from forum.access.policy import Actor
from forum.accounts.models import Person, RoleGrant, SignIn, SignInLink
from forum.accounts.queries.holders import as_grants
from forum.accounts.rules.sign_ins import (
    check_fresh,
    check_link,
    is_fresh,
    still_good,
    unknown_link,
)
from forum.core import clock
from forum.core.errors import NotAllowed
from forum.core.i18n import _
from forum.core.ids import digest


@dataclass(frozen=True)
class Arrival:
    """Somebody at the door with a good link; a name is asked of whoever has none yet."""

    email: str
    onward: str
    asks_name: bool


async def actor_for(person: Person) -> Actor:
    """Return this person with all roles awake, as after the second factor."""
    grants = await RoleGrant.filter(person_id=person.id)
    return Actor(
        person_id=person.id,
        record_id=person.record_id,
        name=person.name,
        grants=as_grants(grants),
    )


async def arrival_by(token: str) -> Arrival:
    """Return who a mailed link signs in, without using it, or say why it does not."""
    link = await SignInLink.get_or_none(token_digest=digest(token))
    if link is None:
        raise unknown_link()
    check_link(link.made_at, link.used_at, clock.now())
    named = await Person.filter(email=link.email).exclude(name="").exists()
    return Arrival(link.email, link.onward, asks_name=not named)


async def person_behind(actor: Actor) -> Person:
    """Return the account of whoever is asking."""
    if actor.person_id is None:
        raise NotAllowed("access.sign-in", _("Sign in first, then you can do this."))
    return await Person.get(id=actor.person_id)


async def sign_in_of(actor: Actor) -> SignIn | None:
    """Return the sign-in on this device, complete or not."""
    return await SignIn.get_or_none(id=actor.sign_in_id or 0, ended_at__isnull=True)


async def signed_in_lately(actor: Actor) -> bool:
    """Tell whether this sign-in is so recent that nothing more is asked before a grave change."""
    sign_in = await sign_in_of(actor)
    return sign_in is not None and is_fresh(sign_in.started_at, clock.now())


async def require_lately(actor: Actor) -> None:
    """Ask for a new sign-in before what cannot be undone, if this one is not recent."""
    sign_in = await sign_in_of(actor)
    check_fresh(sign_in.started_at if sign_in else datetime.min.replace(tzinfo=UTC), clock.now())


async def sign_ins_of(actor: Actor) -> list[SignIn]:
    """Return where this person is signed in, the last seen first."""
    rows = await SignIn.filter(person_id=actor.person_id, ended_at__isnull=True).order_by(
        "-seen_at", "-id"
    )
    staff = await RoleGrant.exists(person_id=actor.person_id)
    now = clock.now()
    return [row for row in rows if still_good(row.started_at, row.seen_at, now, staff=staff)]


async def people_of(agency_id: int) -> list[RoleGrant]:
    """Return who has which role in an agency, by name; persons are fetched."""
    rows = await RoleGrant.filter(agency_id=agency_id).select_related("person")
    return sorted(rows, key=lambda row: (row.person.name.casefold(), row.person_id, row.role))
