"""What a line of the table is made of: who may, asked of an actor and a thing.

A rule looks only at small facts (whose agency, whose text), described by the protocols below, so
this module stays under every concept it protects. Whether the time is right is asked of the thing
itself (`InPhase`), which also knows the sentence that explains a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from forum.access.actors import Actor, Permission, Role
from forum.core.errors import ForumError


class OfAgency(Protocol):
    """Anything that belongs to one agency, and perhaps to one of its consultations."""

    @property
    def agency_id(self) -> int: ...

    @property
    def consultation_ref(self) -> str: ...


class OfPerson(Protocol):
    """Anything that one person wrote."""

    @property
    def person_id(self) -> int | None: ...


class OfOrganisation(Protocol):
    """An organisation: who leads it, and everybody who belongs to it."""

    @property
    def lead_id(self) -> int | None: ...

    @property
    def member_ids(self) -> frozenset[int]: ...


@runtime_checkable
class InPhase(Protocol):
    """Anything whose life cycle decides what may be done to it just now."""

    def permits(self, permission: Permission) -> bool: ...

    def why_not(self, permission: Permission) -> ForumError: ...


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Rule:
    """Who may, in words for `docs/permissions.md`, and the test itself."""

    words: str
    test: Test

    def __or__(self, other: Rule) -> Rule:
        """Either of the two."""
        return Rule(f"{self.words}, or {other.words}", lambda a, on: self(a, on) or other(a, on))

    def __and__(self, other: Rule) -> Rule:
        """Both at once."""
        return Rule(f"{self.words}, {other.words}", lambda a, on: self(a, on) and other(a, on))

    def __call__(self, actor: Actor, on: object) -> bool:
        """Answer for one actor and one thing."""
        return self.test(actor, on)


def has(*roles: Role) -> Rule:
    """Someone whom the agency that owns the thing gave one of these roles."""
    wanted = frozenset(roles)

    def test(actor: Actor, on: OfAgency) -> bool:
        return actor.works_as(wanted, on.agency_id, on.consultation_ref)

    return Rule(" or ".join(f"{role}" for role in roles) + " of the agency", test)


def wrote(actor: Actor, on: OfPerson) -> bool:
    """Tell whether this is by whoever is asking."""
    return actor.person_id is not None and on.person_id == actor.person_id


def leads(actor: Actor, on: OfOrganisation) -> bool:
    """Tell whether whoever is asking leads this organisation."""
    return actor.person_id is not None and on.lead_id == actor.person_id


def belongs(actor: Actor, on: OfOrganisation) -> bool:
    """Tell whether whoever is asking is a member of this organisation, or its lead."""
    return actor.person_id in on.member_ids


anyone = Rule("anyone", lambda _actor, _on: True)
signed_in = Rule("anyone signed in", lambda actor, _on: actor.signed_in)
staff = Rule("anyone with a role, second factor given", lambda actor, _on: actor.is_staff)
own = Rule("its author", wrote)
not_own = Rule("not its author", lambda actor, on: not wrote(actor, on))
lead = Rule("the lead of the organisation", leads)
member = Rule("a member of the organisation", belongs)
operator = Rule("the operator", lambda actor, _on: actor.operator)
