from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError

from forum.catalogue.models import Agency
from forum.core.db import announce, savepoint, transaction
from forum.core.events import announcer
from tests.databases import both_databases

pytestmark = both_databases


@dataclass(frozen=True)
class Founded:
    slug: str


async def found(slug: str) -> None:
    """Stand for an action: it writes and tells."""
    async with transaction():
        await Agency.create(
            slug=slug, name={}, government={}, profile="generic", time_zone="Asia/Jakarta"
        )
        announce(Founded(slug))


async def found_two_or_none(one: str, two: str) -> None:
    async with savepoint():
        await found(one)
        await found(two)


async def slugs() -> list[str]:
    return [
        str(slug) for slug in await Agency.all().order_by("slug").values_list("slug", flat=True)
    ]


@pytest.fixture
def joined():
    """Let a test join a fact, and forget it afterwards."""
    yield announcer.join
    announcer._joiners.pop(Founded, None)


@pytest.fixture
def listened():
    yield announcer.listen
    announcer._listeners.pop(Founded, None)


async def test_what_joins_a_fact_is_written_with_it(db, joined):
    async def also(fact: Founded) -> None:
        if not fact.slug.endswith("-unit"):
            await found(f"{fact.slug}-unit")  # which announces a fact of its own

    joined(Founded, also)
    await found("dukcapil")

    assert await slugs() == ["dukcapil", "dukcapil-unit"]


async def test_if_what_joins_a_fact_fails_nothing_has_happened(db, joined, listened):
    async def fail(fact: Founded) -> None:
        raise LookupError

    heard = []

    async def hear(fact: Founded) -> None:
        heard.append(fact)

    joined(Founded, fail)
    listened(Founded, hear)
    with pytest.raises(LookupError):
        await found("dukcapil")

    assert await slugs() == []
    assert heard == []


async def test_who_listens_hears_only_what_everybody_can_see(db, listened):
    seen = []

    async def ask(fact: Founded) -> None:
        seen.append(await Agency.filter(slug=fact.slug).exists())
        with pytest.raises(RuntimeError, match="belongs inside"):
            announce(fact)

    listened(Founded, ask)
    await found("dukcapil")

    assert seen == [True]


async def test_a_listener_who_fails_spoils_nothing(db, listened):
    heard = []

    async def fail(fact: Founded) -> None:
        raise LookupError

    async def hear(fact: Founded) -> None:
        heard.append(fact.slug)

    listened(Founded, fail)
    listened(Founded, hear)
    await found("dukcapil")

    assert await slugs() == ["dukcapil"]
    assert heard == ["dukcapil"]


async def test_an_action_called_by_another_shares_its_fate(db, listened):
    heard = []

    async def hear(fact: Founded) -> None:
        heard.append(fact.slug)

    async def found_two() -> None:
        async with transaction():
            await found("one")
            assert heard == []
            await found("two")
            raise LookupError

    listened(Founded, hear)
    with pytest.raises(LookupError):
        await found_two()

    assert await slugs() == []
    assert heard == []


async def test_a_write_refused_inside_a_savepoint_does_not_end_the_transaction(db, listened):
    heard = []

    async def hear(fact: Founded) -> None:
        heard.append(fact.slug)

    listened(Founded, hear)
    async with transaction():
        await found("dukcapil")
        with pytest.raises(IntegrityError):
            await found_two_or_none("samsat", "dukcapil")
        await found("imigrasi")

    assert await slugs() == ["dukcapil", "imigrasi"]
    assert heard == ["dukcapil", "imigrasi"]


async def ask_at_once(*queries: str) -> None:
    async with transaction():
        inside = get_connection("default")
        await asyncio.gather(*(inside.execute_query(query) for query in queries))


async def test_when_one_of_several_queries_fails_the_task_can_still_write(db):
    with pytest.raises(OperationalError):
        await ask_at_once("SELECT * FROM nowhere", *["SELECT * FROM agency"] * 5)
    await found("dukcapil")

    assert await slugs() == ["dukcapil"]


async def test_a_fact_belongs_to_a_transaction(db):
    with pytest.raises(RuntimeError, match="belongs inside"):
        announce(Founded("dukcapil"))
    with pytest.raises(RuntimeError, match="belongs inside"):
        async with savepoint():
            pass
