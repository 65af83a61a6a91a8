"""What its author reads as public, everybody reads: nobody is shown more reach than there is.

And reports, however many and by whomever, change nothing that anybody reads.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.access.policy import Actor, Role
from forum.accounts.models import SignIn
from forum.app import create_app
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import ForumError
from forum.core.ids import digest, new_ref, new_secret
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.moderation.actions import Judgement, Reporting, decide, report
from forum.moderation.models import Report
from forum.moderation.rules import Measure
from forum.participation.actions import Handed, erase_words, post_reply, withdraw_comment
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from forum.web.identity import cookie_name
from tests.pages import words_of
from tests.people import OFFICIAL, person
from tests.visitor import visitor
from tests.world import comment, open_consultation, proposal

READERS = ("visitor", "sari", "budi", "maya", "omar", "rina")
WORDS = {
    "shown": "mangga",
    "held": "rambutan",
    "hidden": "durian",
    "redacted": "salak",
    "covered": "kedondong",
    "proposed": "manggis",
    "reply": "belimbing",
    "withdrawn": "langsat",
    "erased": "cempedak",
}
"""One word that stands in one contribution and nowhere else; what is covered reads otherwise."""
PUBLIC = {"mangga", "salak", "manggis", "belimbing"}


class Town:
    """Six readers, and contributions of Sari in every state."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.slug = ""
        self.keys: dict[str, str] = {}
        self.people: dict[str, Actor] = {}
        self.refs: dict[str, str] = {}

    async def fill(self) -> None:
        agency = await Agency.create(
            slug="disdukcapil",
            name={"id": "Dinas Contoh", "en": "Office of Contoh"},
            government={"id": "Kabupaten Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        sari, budi = await person("Sari Wulandari"), await person("Budi Hartono")
        maya = await person("Maya Lestari", agency, Role.MODERATOR)
        omar = await person("Omar Siregar", agency, *OFFICIAL)
        rina = await person("Rina Kusuma", agency, Role.REVIEWER)
        self.people = {"sari": sari, "budi": budi, "maya": maya, "omar": omar, "rina": rina}
        consultation = await open_consultation(omar, agency)
        self.slug = consultation.slug
        made: dict[str, Contribution] = {
            "shown": await comment(sari, consultation, "Tolong sediakan mangga."),
            "held": await comment(sari, consultation, "Rambutan 3201234567890123 rambutan."),
            "hidden": await comment(sari, consultation, "Durian, dasar petugas bodoh."),
            "redacted": await comment(sari, consultation, "Salak manis, kedondong asam."),
            "proposed": await proposal(sari, consultation, "Paling lama lima hari manggis."),
        }
        made["withdrawn"] = await comment(sari, consultation, "Langsat saja.")
        made["erased"] = await comment(sari, consultation, "Cempedak saja.")
        replying = Handed(text="Belimbing juga.", once=new_ref())
        made["reply"] = await post_reply(sari, made["shown"].ref, replying)
        await decide(
            maya,
            made["hidden"].ref,
            Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina."),
        )
        await decide(
            maya,
            made["redacted"].ref,
            Judgement(
                Measure.REDACT, Showing.SHOWN, "personal_data", "Data pribadi.", ("kedondong asam",)
            ),
        )
        await withdraw_comment(sari, made["withdrawn"].ref)
        async with transaction():
            await erase_words(await find_contribution(made["erased"].ref, lock=True))
        self.refs = {name: one.ref for name, one in made.items()}
        for who, actor in self.people.items():
            self.keys[who] = key = new_secret()
            now = clock.now()
            await SignIn.create(
                person_id=actor.person_id,
                token_digest=digest(key),
                started_at=now,
                seen_at=now,
                second_factor_at=now,
            )

    @property
    def places(self) -> list[str]:
        """Every page of the site on which words of people stand."""
        where = f"/consultations/{self.slug}"
        lists = [f"{where}/contributions", f"{where}/contributions?kind=comment"]
        lists += [f"{where}/contributions?q={word}" for word in WORDS.values()]
        alone = [f"/comments/{ref}" for ref in self.refs.values()]
        found = [f"/search?q={word}" for word in WORDS.values()]
        exports = ["/moderation", "/moderation.json", "/moderation.csv", "/record"]
        return ["/", where, f"{where}/clauses/3.1", *lists, *alone, *found, *exports]

    @asynccontextmanager
    async def browser(self, who: str) -> AsyncIterator[httpx2.AsyncClient]:
        app = create_app(
            Settings(base_url="http://forum.test", run_jobs=False), database_is_open=True
        )
        async with visitor(app) as client:
            if who in self.keys:
                client.cookies.set(cookie_name(secure=False), self.keys[who])
            yield client


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    file = tmp_path_factory.mktemp("reach") / "reach.sqlite3"
    shutil.copy(sqlite_template, file)
    built = Town(file)

    async def fill() -> None:
        async with open_database(f"sqlite://{file}?synchronous=OFF"):
            await built.fill()

    asyncio.run(fill())
    return built


OWN = re.compile(r'<section[^>]*aria-labelledby="h-(?:own|change)".*?</section>', re.DOTALL)
HIT = re.compile(r'<li class="hit">.*?</li>', re.DOTALL)
FIELD = re.compile(r'<form class="filters".*?</form>', re.DOTALL)
ID = re.compile(r'id="c-([a-z0-9]{10})"')


def public_part(html: str) -> str:
    """What a page says to everybody: without what it says to the author alone, marked as such."""
    return OWN.sub("", html)


def read_there(html: str, place: str) -> set[str]:
    """The words that are read there; what was looked for stands in the page too, and is no hit."""
    if place.startswith("/search"):
        html = " ".join(HIT.findall(html))
    if "?q=" in place:
        html = FIELD.sub("", html)
    words = words_of(html).casefold()
    return {word for word in WORDS.values() if word in words}


async def test_what_its_author_reads_as_public_everybody_reads_in_the_same_place(town: Town):
    async with open_database(f"sqlite://{town.file}?synchronous=OFF"):
        read: dict[str, dict[str, tuple[set[str], list[str]]]] = {}
        for who in READERS:
            async with town.browser(who) as client:
                for place in town.places:
                    answer = await client.get(place)
                    assert answer.status_code == 200, (who, place)
                    html = public_part(answer.text)
                    read.setdefault(place, {})[who] = (read_there(html, place), ID.findall(html))
    for place, by_reader in read.items():
        assert len({(frozenset(found), tuple(ids)) for found, ids in by_reader.values()}) == 1, (
            place
        )
        words, _ids = by_reader["visitor"]
        assert words <= PUBLIC, place
    everything = set[str]().union(*(one["visitor"][0] for one in read.values()))
    assert everything == PUBLIC


async def test_what_is_said_to_be_public_on_ones_own_pages_is(town: Town):
    async with open_database(f"sqlite://{town.file}?synchronous=OFF"):
        async with town.browser("sari") as hers:
            own = words_of((await hers.get("/me")).text).casefold()
        assert {word for word in WORDS.values() if word in own} <= PUBLIC
        for name, ref in town.refs.items():
            async with town.browser("sari") as hers, town.browser("visitor") as theirs:
                told = await hers.get(f"/comments/{ref}")
                seen = await theirs.get(f"/comments/{ref}")
            public = name in ("shown", "redacted", "proposed", "reply")
            assert (WORDS[name] in words_of(seen.text).casefold()) is public, name
            assert (WORDS[name] in words_of(told.text).casefold()) is (name != "erased"), name
            if not public and name != "erased":
                assert "Only you and the moderators can read this." in words_of(told.text)


reports = st.lists(
    st.tuples(
        st.sampled_from(["sari", "budi", "maya", "omar", "rina"]),
        st.sampled_from(list(WORDS)),
        st.sampled_from(["threat", "insult", "spam", "personal_data"]),
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports)
def test_any_number_of_reports_by_anybody_changes_nothing_that_anybody_reads(
    town: Town, told: list[tuple[str, str, str]]
):
    file = Path(shutil.copy(town.file, town.file.with_name(f"{new_ref()}.sqlite3")))

    async def live_through() -> None:
        async with open_database(f"sqlite://{file}?synchronous=OFF"):
            before, rows = await everything_read(town), await contents()
            taken = 0
            for who, what, rule in told:
                try:
                    reporting = Reporting(rule=rule, words="Tolong dilihat.", once=new_ref())
                    await report(town.people[who], town.refs.get(what, ""), reporting)
                    taken += 1
                except ForumError:
                    continue
            assert (await Report.exists()) is (taken > 0)
            assert await contents() == rows
            assert await everything_read(town) == before

    asyncio.run(live_through())
    file.unlink()


async def contents() -> list[dict[str, object]]:
    """Every column of every contribution."""
    return await Contribution.all().order_by("id").values()


async def everything_read(town: Town) -> dict[tuple[str, str], str]:
    """What each reader reads on each page that is not about the record of these very acts."""
    read: dict[tuple[str, str], str] = {}
    places = [one for one in town.places if not one.startswith(("/moderation", "/record"))]
    for who in READERS:
        async with town.browser(who) as client:
            for place in places:
                read[who, place] = words_of((await client.get(place)).text)
    return read
