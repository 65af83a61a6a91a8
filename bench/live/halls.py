"""A session full of people, in a database of its own: filled once, copied for every run."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from bench.live.machines import WORKSHOP, Missing
from bench.live.ours import Hall
from bench.live.people import AT_A_TIME, staff_signed_in, voters
from forum.access.policy import OPERATOR
from forum.accounts.models import Person
from forum.catalogue.actions import add_agency
from forum.core import clock
from forum.database.config import open_database
from forum.database.migrate import migrate
from forum.sessions.models import Attendance
from forum.sessions.plans import ItemPlan
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from forum.voting.models import Poll
from forum.voting.rules import PollState, Results
from tests.databases import SERVER, Postgres
from tests.meeting import chair_of, formal_vote, live_session, press_to
from tests.people import OFFICIAL, person
from tests.world import open_consultation

TITLE = {"id": "Jangka waktu", "en": "Time limit"}


class Halls:
    """All halls of this program; they are removed at its end."""

    def __init__(self) -> None:
        self._filled: dict[tuple[str, int], Hall] = {}
        self._numbers = itertools.count(1)
        self._postgres = Postgres()
        self._databases: list[str] = []

    def __enter__(self) -> Halls:
        WORKSHOP.mkdir(exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="halls-", dir=WORKSHOP))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for name in self._databases:
            self._postgres.drop(name)
        shutil.rmtree(self._folder)

    @contextmanager
    def hall(self, database: str, people: int) -> Iterator[Hall]:
        """Give a session in progress, so many people checked in, and a vote that is open."""
        if database == "postgres" and not self._postgres.answers():
            address = urlsplit(SERVER)
            raise Missing(
                f"There is no PostgreSQL at {address.hostname}:{address.port}. "
                "FORUM_TEST_POSTGRES may name another."
            )
        if (database, people) not in self._filled:
            self._filled[database, people] = self._fill(database, people)
        filled = self._filled[database, people]
        copy = self._new(database, like=filled.url)
        try:
            yield filled.moved_to(copy)
        finally:
            self._remove(database, copy)

    def _fill(self, database: str, people: int) -> Hall:
        url = self._new(database)
        folder = self._folder / f"{database}-{people}"
        folder.mkdir()
        asyncio.run(migrate(url))
        return asyncio.run(_fill(url, folder, people))

    def _new(self, database: str, *, like: str = "") -> str:
        number = next(self._numbers)
        if database == "sqlite":
            file = self._folder / f"{number}.sqlite3"
            if like:
                shutil.copyfile(like.removeprefix("sqlite://"), file)
            return f"sqlite://{file}"
        template = like.rpartition("/")[2]
        name = self._postgres.create(f"_hall_{number}", like=template)
        self._databases.append(name)
        return self._postgres.url(name)

    def _remove(self, database: str, url: str) -> None:
        if database == "sqlite":
            file = Path(url.removeprefix("sqlite://"))
            for one in file.parent.glob(f"{file.name}*"):
                one.unlink()
            return
        name = url.rpartition("/")[2]
        self._postgres.drop(name)
        self._databases.remove(name)


async def _fill(url: str, folder: Path, people: int) -> Hall:
    """Fill an empty, migrated database through the actions; only the crowd is written in bulk."""
    async with open_database(url):
        agency = await add_agency(
            OPERATOR,
            "disdukcapil",
            name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
            government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        omar, wati = await person("Omar Siregar", agency, *OFFICIAL), await chair_of(agency)
        vote = formal_vote(results=Results.LIVE)
        item = ItemPlan(title=TITLE, steps=(Step.READ, Step.SPEAKERS, Step.VOTE), vote=vote)
        consultation = await open_consultation(omar, agency)
        session = await live_session(omar, wati, consultation, agenda=(item,))
        crowd = await voters(people)
        now = clock.now()
        await Attendance.bulk_create(
            [Attendance(session_id=session.id, person_id=one.person.id, at=now) for one in crowd],
            batch_size=AT_A_TIME,
        )
        await press_to(wati, session, Press.OPEN_POLL)
        chair = await staff_signed_in(await Person.get(id=wati.person_id))
        tokens = [one.token for one in crowd]
        (folder / "people").write_text("".join(f"{one}\n" for one in tokens))
        (folder / "chair and people").write_text("".join(f"{one}\n" for one in [chair, *tokens]))
        poll = await Poll.get(state=PollState.OPEN)
        return Hall(url, folder, session.code, poll.ref)
