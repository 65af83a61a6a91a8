"""Accounts and check-ins for a crowd, made before the forum answers; each says what it is."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.actions import find_or_make_person
from forum.accounts.models import Person
from forum.accounts.queries import actor_for
from forum.demo.crowd.words import words
from forum.sessions.actions import check_in
from forum.sessions.queries import sessions_now
from forum.sessions.queries.crowd import checked_in_among

MOST = 1_000
IN_HALL = 3
"""One in so many sits in the hall; the others take part from elsewhere."""


@dataclass(frozen=True)
class Gathering:
    """Who comes, and to which session."""

    code: str
    people: tuple[Person, ...]


async def gather(number: int) -> Gathering | None:
    """Return so many simulated citizens, checked in to the session in progress, if there is one.

    Those who were made earlier come again.
    """
    sessions = await sessions_now()
    if not sessions:
        return None
    session = sessions[0]
    people = [await _citizen(each) for each in range(number)]
    inside = await checked_in_among(session.id, [person.id for person in people])
    for each, person in enumerate(people):
        if person.id not in inside:
            actor, in_hall = await actor_for(person), each % IN_HALL == 0
            await check_in(actor, session.code, element="pengguna_layanan", in_hall=in_hall)
    return Gathering(session.code, tuple(people))


async def _citizen(number: int) -> Person:
    return await find_or_make_person(
        f"warga-{number + 1}@simulasi.example", words().name(number), about=words().about
    )
