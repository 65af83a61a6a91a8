"""Reading accounts."""

from __future__ import annotations

from datetime import timedelta

from forum.access.policy import Actor, Grant
from forum.accounts.models import RoleGrant, SignIn
from forum.core import clock
from forum.core.ids import digest

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
LONGEST_FOR_STAFF = timedelta(hours=8)


async def actor_behind(token: str) -> Actor | None:
    """Return whoever holds this cookie, unless that sign-in has ended.

    Roles sleep until the second factor has been given on this device.
    """
    sign_in = await SignIn.get_or_none(
        token_digest=digest(token), ended_at__isnull=True
    ).select_related("person")
    if sign_in is None:
        return None
    grants = await RoleGrant.filter(person_id=sign_in.person_id)
    now = clock.now()
    longest = LONGEST_FOR_STAFF if grants else LONGEST
    if now - sign_in.seen_at > IDLE or now - sign_in.started_at > longest:
        return None
    awake = sign_in.second_factor_at is not None
    return Actor(
        person_id=sign_in.person_id,
        record_id=sign_in.person.record_id,
        name=sign_in.person.name,
        grants=frozenset(
            Grant(grant.role, grant.agency_id, grant.consultation_ref) for grant in grants
        )
        if awake
        else frozenset(),
        asleep=bool(grants) and not awake,
        sign_in_id=sign_in.id,
    )
