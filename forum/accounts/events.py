"""What happens with accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignInLinkAsked:
    """Somebody asked for a link; the token exists only here and in the letter."""

    email: str
    token: str
    language: str


@dataclass(frozen=True)
class RoleChanged:
    """A role was given to a person or taken away."""

    person_id: int
    role: str
    given: bool
