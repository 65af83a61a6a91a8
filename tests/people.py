"""The people of every test: Sari and Budi (citizens), Maya (moderator), Omar (official), Rina
(reviewer).
"""

from __future__ import annotations

from forum.access.policy import Actor, Grant, Role
from forum.accounts.models import Person, RoleGrant
from forum.catalogue.models import Agency
from forum.core import clock

OFFICIAL = (Role.DRAFTER, Role.RESPONDER, Role.OWNER, Role.PUBLISHER)


async def person(name: str, agency: Agency | None = None, *roles: Role) -> Actor:
    """Return somebody with an account, and with these roles in the agency, second factor given."""
    made = await Person.create(
        name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.id", joined_at=clock.now()
    )
    for role in roles:
        assert agency is not None
        await RoleGrant.create(person=made, agency=agency, role=role, given_at=clock.now())
    return Actor(
        person_id=made.id,
        record_id=made.record_id,
        name=made.name,
        grants=frozenset(Grant(role, agency.id) for role in roles) if agency else frozenset(),
    )
