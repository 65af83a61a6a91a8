"""The database goes away before any statement of an act: then the act has not happened at all."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator

import pytest
import time_machine

from forum.core import clock
from forum.core.db import dialect
from forum.core.errors import ForumError
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import Handed, edit_comment, post_comment
from forum.participation.rules import Showing, mark_of
from forum.privacy.actions import erase_contribution, erase_everything
from forum.publication.actions import publish
from forum.responses.actions import approve, propose, write_response
from tests.answering import accepted, being_answered, ready
from tests.databases import both_databases
from tests.erasing import just_signed_in
from tests.ledger.unplugged import Act, Picture, Plug, Unplugged, picture, picture_after
from tests.world import comment, open_consultation

pytestmark = [both_databases, pytest.mark.slow]

HELD = "NIK saya 3201 0101 0101 0001, mohon dibantu."
REASON = "Nomor pribadi tidak perlu diketahui umum."


@pytest.fixture(autouse=True)
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    plug = Plug()
    plug.fit(monkeypatch)
    return plug


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[random.Random]:
    """Time stands still and chance repeats itself, so that an act leaves the same each time."""
    chance = random.Random()  # noqa: S311 - the point is that it repeats itself
    monkeypatch.setattr(secrets, "choice", chance.choice)
    monkeypatch.setattr(secrets, "token_bytes", chance.randbytes)
    monkeypatch.setattr(secrets, "token_hex", lambda size: chance.randbytes(size).hex())
    with time_machine.travel(clock.now(), tick=False):
        yield chance


async def cut_everywhere(plug: Plug, chance: random.Random, act: Act) -> int:
    """Cut the line before each statement in turn, last of all after the commit.

    Return how many times nothing had happened, until all of it had.
    """

    async def again() -> None:
        chance.seed(1)
        await act()

    before, after = await picture(), await picture_after(again)
    assert before != after
    cuts, now = 0, before
    while now == before:
        plug.pull_after(cuts)
        with pytest.raises(Unplugged):
            await again()
        plug.mend()
        now = await picture()
        cuts += 1
    assert comparable(now) == comparable(after)
    return cuts


def comparable(seen: Picture) -> object:
    """PostgreSQL counts its keys on after a rollback: there only the numbers of rows are equal."""
    return seen if dialect() == "sqlite" else {table: rows for table, (rows, _) in seen.items()}


async def changes_nothing(act: Act) -> None:
    """Do it once more, as people do who got no answer: nothing is doubled."""
    before = await picture()
    await act()
    assert await picture() == before


async def is_refused(act: Act) -> None:
    """The same where the second time a sentence says that it has been done."""
    with pytest.raises(ForumError):
        await changes_nothing(act)


async def test_a_comment_is_handed_in_whole_or_not_at_all(app, plug, still, omar, agency, sari):
    slug = (await open_consultation(omar, agency)).slug

    async def act() -> None:
        await post_comment(sari, slug, "3.1", Handed(text=HELD, once="satu-kunci-saja"))

    assert await cut_everywhere(plug, still, act) > 15
    await changes_nothing(act)


async def test_words_are_changed_whole_or_not_at_all(app, plug, still, omar, agency, sari):
    said = await comment(sari, await open_consultation(omar, agency), "Tiga hari saja.")

    async def act() -> None:
        await edit_comment(sari, said.ref, HELD, mark_of(said.text))

    assert await cut_everywhere(plug, still, act) > 10
    await changes_nothing(act)


async def test_a_decision_is_taken_whole_or_not_at_all(app, plug, still, omar, agency, sari, maya):
    said = await comment(sari, await open_consultation(omar, agency), HELD)
    cover = Judgement(
        Measure.REDACT, Showing.HELD, "personal_data", REASON, ("3201 0101 0101 0001",)
    )

    async def act() -> None:
        await decide(maya, said.ref, cover)

    assert await cut_everywhere(plug, still, act) > 15
    await is_refused(act)


async def test_words_are_erased_whole_or_not_at_all(app, plug, still, omar, agency, sari):
    said = await comment(sari, await open_consultation(omar, agency), "Tiga hari saja.")
    her = await just_signed_in(sari)

    async def act() -> None:
        await erase_contribution(her, said.ref)

    assert await cut_everywhere(plug, still, act) > 15
    await changes_nothing(act)


async def test_somebody_leaves_whole_or_not_at_all(app, plug, still, omar, agency, sari):
    ktp = await open_consultation(omar, agency)
    for number in range(2):
        await comment(sari, ktp, f"Saran nomor {number}.")
    her = await just_signed_in(sari)

    async def act() -> None:
        await erase_everything(her)

    assert await cut_everywhere(plug, still, act) > 40
    await is_refused(act)


async def test_an_answer_is_approved_whole_or_not_at_all(
    app, plug, still, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    answer = await write_response(omar, round_.slug, accepted(round_.sari))
    await propose(omar, answer.ref)

    async def act() -> None:
        await approve(rina, answer.ref)

    assert await cut_everywhere(plug, still, act) > 10
    await is_refused(act)


async def test_a_standard_is_published_whole_or_not_at_all(
    app, plug, still, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)

    async def act() -> None:
        await publish(omar, round_.slug)

    assert await cut_everywhere(plug, still, act) > 30
    await is_refused(act)
