"""Arriving by link or password, as the people of the tests do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from forum.access.policy import Actor
from forum.accounts import hashing
from forum.accounts.actions import Opened, ask_for_link, sign_in_by_link, sign_in_by_password
from forum.accounts.events import SignInLinkAsked
from forum.accounts.models import Person
from forum.core.errors import ForumError
from forum.core.events import announcer
from forum.core.i18n import speaking

VISITOR = Actor()
PHRASE = "ikan merah terbang"

asked: list[SignInLinkAsked] = []
"""The links asked for, as they go into letters; emptied before each test."""


async def note(fact: SignInLinkAsked) -> None:
    asked.append(fact)


announcer.join(SignInLinkAsked, note)


@contextmanager
def refused(error: type[ForumError], sentence: str) -> Iterator[None]:
    """Expect this refusal, with words that a person reads."""
    with speaking("en"), pytest.raises(error, match=sentence):
        yield


async def arrive(email: str, name: str = "", asker: Actor = VISITOR) -> Opened:
    """Sign in by a mailed link."""
    await ask_for_link(asker, email)
    return await sign_in_by_link(asker, asked[-1].token, name=name)


async def with_password(actor: Actor, password: str = PHRASE) -> Actor:
    """Give somebody a password."""
    kept = await hashing.hash_password(password)
    await Person.filter(id=actor.person_id).update(password_hash=kept)
    return actor


async def guess(password: str, email: str = "sari@example.id", network: str = "a") -> Opened:
    """Try to sign in by a password."""
    return await sign_in_by_password(VISITOR, email, password, network=network)
