"""An evening in the hall and on telephones: five people and the wall, each with a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.async_api import Browser

from tests.browser import alive
from tests.browser import evening as story
from tests.browser.attendee import Attendee, Chair, LiveAttendee, Wall
from tests.browser.demonstration import Filled, served
from tests.browser.evening import Evening, plan_the_evening
from tests.browser.reading import UNDER_AXE, opened
from tests.browser.telephone import Telephone

PHONE = {"viewport": {"width": 390, "height": 844}}
OTHER = {"id": "en", "en": "id"}
EXPECTED = ("WebSocket connection to", "net::ERR_", ": csp")
"""What a browser says when its line is cut, and when it is told to run no scripts."""
Kind = TypeVar("Kind", bound=Attendee)


class Guests(AsyncExitStack):
    """Gives a browser to each who comes. What goes wrong behind their pages fails the test."""

    def __init__(self, browser: Browser, forum: str) -> None:
        super().__init__()
        self._browser, self._forum = browser, forum

    async def come(
        self,
        kind: type[Kind],
        who: str,
        language: str,
        telephone: Telephone | None = None,
        **more: Any,
    ) -> Kind:
        calls = telephone.address if telephone else self._forum
        hands = opened(self._browser, calls, who, language, **more)
        _context, page, troubles = await self.enter_async_context(hands)
        self.callback(_check, troubles)
        return kind(page, language)


def _check(troubles: list[str]) -> None:
    left = [one for one in troubles if not any(words in one for words in EXPECTED)]
    assert not left, "\n".join(left)


@pytest.fixture
def forum(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a demonstration of the test's own, with a session announced in it."""
    filled: Filled = request.getfixturevalue(f"filled_{database_kind}")
    folder = tmp_path / "demo"
    with filled.copied(folder) as database_url:
        asyncio.run(plan_the_evening(database_url))
        with served(folder, database_url) as address:
            yield address


@pytest.mark.parametrize(("database_kind", "language"), [("sqlite", "id"), ("postgres", "en")])
async def test_an_evening_in_the_hall_and_on_telephones(
    browser: Browser, forum: str, language: str
):
    """Sari, Maya, Omar and the wall in one language, Budi and Rina in the other."""
    other = OTHER[language]
    async with (
        Telephone(forum) as telephone,
        Telephone(forum) as narrow,
        Guests(browser, forum) as guests,
    ):
        evening = Evening(
            sari=await guests.come(LiveAttendee, "sari", language, telephone, **PHONE),
            budi=await guests.come(LiveAttendee, "budi", other, narrow),
            maya=await guests.come(Chair, "maya", language),
            omar=await guests.come(LiveAttendee, "omar", language),
            rina=await guests.come(LiveAttendee, "", other),
            wall=await guests.come(LiveAttendee, "", language, **UNDER_AXE),
        )
        await story.the_doors_open(evening)
        await story.people_come_in(evening)
        await alive.people_listen_and_watch(evening)
        await story.the_clause_is_read_out(evening)
        await story.questions_are_asked(evening)
        await story.hands_are_raised(evening)
        await story.the_mood_is_taken(evening)
        await alive.nobody_is_in_the_way(evening)
        await alive.many_votes_arrive(evening)
        await alive.a_remark_is_hidden(evening)
        await alive.no_socket_gets_through(evening, narrow)
        await alive.the_line_is_lost_and_mended(evening, telephone)
        await story.the_mood_is_known(evening)
        await story.a_formal_vote_is_confirmed(evening)
        await alive.somebody_thinks_again(evening)
        await alive.a_vote_comes_too_late(evening, telephone)
        await story.the_vote_is_counted(evening)
        await alive.somebody_signs_out_elsewhere(evening)
        await alive.what_was_heard_and_seen(evening)
        await story.everybody_goes_home(evening)
        await story.a_citizen_finds_the_own_vote(evening)
        await alive.the_chair_loses_the_role(evening)


async def test_all_of_it_can_be_done_without_scripts(browser: Browser, forum: str):
    plain = {"java_script_enabled": False}
    async with Guests(browser, forum) as guests:
        evening = Evening(
            sari=await guests.come(Attendee, "sari", "id", **PHONE, **plain),
            budi=await guests.come(Attendee, "budi", "en", **plain),
            maya=await guests.come(Attendee, "maya", "en", **plain),
            omar=await guests.come(Attendee, "omar", "id", **plain),
            rina=await guests.come(Attendee, "", "en", **plain),
            wall=await guests.come(Wall, "", "id", **plain),
        )
        await story.the_doors_open(evening)
        await story.people_come_in(evening)
        await story.the_clause_is_read_out(evening)
        await story.questions_are_asked(evening)
        await story.hands_are_raised(evening)
        await story.the_mood_is_taken(evening)
        await story.the_mood_is_known(evening)
        await story.a_formal_vote_is_confirmed(evening)
        await story.a_vote_comes_too_late(evening)
        await story.the_vote_is_counted(evening)
        await story.everybody_goes_home(evening)
        await story.a_citizen_finds_the_own_vote(evening)
