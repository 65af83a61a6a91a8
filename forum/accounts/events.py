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
class SignInsEnded:
    """These sign-ins are worth nothing any more; whatever hangs on them must go."""

    sign_in_ids: tuple[int, ...]


@dataclass(frozen=True)
class RoleChanged:
    """A role was given to a person or taken away."""

    person_id: int
    role: str
    given: bool


@dataclass(frozen=True)
class PasswordChanged:
    """A person set a password, or another one; every other sign-in of theirs has ended."""

    person_id: int


@dataclass(frozen=True)
class SecondFactorChanged:
    """A person set up a second factor, or it was removed."""

    person_id: int
    present: bool
