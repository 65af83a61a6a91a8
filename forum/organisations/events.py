"""What happens with organisations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MemberInvited:
    """A lead invited somebody; the token exists only here and in the letter."""

    organisation_id: int
    email: str
    token: str
    language: str


@dataclass(frozen=True)
class LeadChanged:
    """Somebody else leads an organisation now."""

    organisation_id: int
    person_id: int


@dataclass(frozen=True)
class OrganisationConfirmed:
    """An office or the operator confirmed that an organisation is what it says."""

    organisation_id: int
