"""What is written comes back the same, and compares the same, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from forum.catalogue.models import Agency
from forum.core.jobs.models import Job
from tests.databases import both_databases

pytestmark = both_databases

JAKARTA = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


async def due(at: datetime) -> Job:
    return await Job.create(kind="ring", dedupe=at.isoformat(), due_at=at, locked_until=at)


async def test_moments_compare_as_moments_whatever_their_zone(db):
    evening_in_jakarta = datetime(2026, 11, 24, 18, 59, tzinfo=JAKARTA)  # 11:59 UTC
    await due(evening_in_jakarta)
    await due(NOON)
    await due(NOON + timedelta(microseconds=1))

    assert await Job.filter(due_at__lt=NOON).count() == 1
    assert await Job.filter(due_at__lte=datetime(2026, 11, 24, 19, 0, tzinfo=JAKARTA)).count() == 2
    assert await Job.filter(due_at=evening_in_jakarta.astimezone(UTC)).exists()
    first = await Job.all().order_by("due_at").first()
    assert first is not None
    assert first.due_at == evening_in_jakarta
    assert first.due_at.utcoffset() == timedelta()


async def test_a_moment_without_a_zone_is_refused(db):
    with pytest.raises(ValueError, match="time zone"):
        await due(NOON.replace(tzinfo=None))


async def test_words_in_several_languages_come_back_as_they_were(db):
    name = {"id": "Dinas “Kependudukan” — é 漢字 🙂", "en": 'Registry "office" \\ \n'}
    await Agency.create(
        slug="dukcapil", name=name, government={}, profile="id", time_zone="Asia/Jakarta"
    )

    assert (await Agency.get(slug="dukcapil")).name == name
    assert await Agency.all().values_list("name", flat=True) == [name]
