"""Thousands with an account, each signed in on one device: rows written many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.models import Person, SignIn
from forum.core import clock
from forum.core.ids import digest, new_secret

AT_A_TIME = 2_000


@dataclass(frozen=True)
class Voter:
    """One of them: their row, and the secret in their cookie."""

    person: Person
    token: str


async def voters(number: int) -> list[Voter]:
    """Write so many people and their sign-ins, in the open database."""
    now = clock.now()
    new = [Person(name=f"Warga {one}", email=_email(one), joined_at=now) for one in range(number)]
    await Person.bulk_create(new, batch_size=AT_A_TIME)
    people = await found(number)
    tokens = [new_secret() for _ in people]
    sign_ins = [_sign_in(person, token, now) for person, token in zip(people, tokens, strict=True)]
    await SignIn.bulk_create(sign_ins, batch_size=AT_A_TIME)
    return [Voter(person, token) for person, token in zip(people, tokens, strict=True)]


async def staff_signed_in(person: Person) -> str:
    """Sign in somebody whose role asks for the second factor; return the secret of the cookie."""
    token, now = new_secret(), clock.now()
    sign_in = _sign_in(person, token, now)
    sign_in.second_factor_at = now
    await sign_in.save()
    return token


async def found(number: int) -> list[Person]:
    """Return the people that were written, in their order."""
    return await Person.filter(email__startswith="warga").order_by("id").limit(number)


def _sign_in(person: Person, token: str, now: datetime) -> SignIn:
    return SignIn(person_id=person.id, token_digest=digest(token), started_at=now, seen_at=now)


def _email(number: int) -> str:
    return f"warga{number}@example.id"
