"""Our own server in a hall: how it is started, what the load client says to it, what it stored."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.live.machines import Machine, free_port
from bench.live.people import found
from forum.audit.models import LogEntry
from forum.database.config import open_database
from forum.voting.models import Ballot, Tally

COMES_A_SECOND = 900
"""Under what one process lets in at its doors; a herd would be told to come later."""

Options = tuple[object, ...]

SAYING = '{"do":"say","rid":"bench-say-{I}-{N}","text":"%s {M}"}'
SPEAKING: Options = ("-j", SAYING % "Di loket kami dua hari cukup.", "-g")
SPEAKING_AT_LENGTH: Options = (
    *("-j", SAYING % ("Di loket kami dua hari cukup. " * 15), "-g"),
    *("-b", '"t":"nack"'),
)
SETTING_THE_CLOCK: Options = (
    *("-j", '{"do":"move","rid":"bench-clock-{N}","kind":"timer","seconds":{N}}'),
    *("-x", '"k":"timer"', "-b", '"t":"nack"'),
)


@dataclass(frozen=True)
class Hall:
    """A session in progress and its database; tokens of those inside are in a folder."""

    url: str
    folder: Path
    code: str
    poll: str

    def moved_to(self, url: str) -> Hall:
        """Return the same in a copy of its database."""
        return replace(self, url=url)

    def entering(self, processes: int = 1, *, with_chair: bool = False) -> Options:
        """Return how the people come in; the chair, where there is one, as connection 0."""
        tokens = self.folder / ("chair and people" if with_chair else "people")
        path = f"/sessions/{self.code}/live?view=citizen&lang=id&e={{E}}&s={{S}}"
        cookie = ("-X", "Cookie: sign-in={X}", "-F", tokens)
        return ("-P", path, *cookie, "-w", '"t":"hi"', "-k", COMES_A_SECOND * processes)

    @property
    def voting(self) -> Options:
        """How they vote, and what tells them that it is stored or refused."""
        vote = f'{{"do":"vote","rid":"bench-vote-{{I}}","poll":"{self.poll}","choice":"{{C}}"}}'
        answers = ("-a", '"t":"ack","rid":"bench-vote', "-b", '"t":"nack","rid":"bench-vote')
        return ("-v", vote, *answers)

    @contextmanager
    def serving(
        self, processes: int = 1, settings: Mapping[str, str] | None = None
    ) -> Iterator[list[Machine]]:
        """Serve it from so many processes, each on a port of its own."""
        with ExitStack() as stack:
            machines = [self._machine(processes, settings or {}) for _ in range(processes)]
            yield [stack.enter_context(machine) for machine in machines]

    def faults(self, told: Mapping[str, str]) -> int:
        """Return how many votes are not stored, counted and recorded just as people were told.

        `told` has the number of each voter and the choice that was acknowledged.
        """
        return asyncio.run(_faults(self.url, told))

    def _machine(self, processes: int, more: Mapping[str, str]) -> Machine:
        port = free_port()
        command = [sys.executable, "-m", "forum", "serve", "--port", str(port)]
        settings = {
            "FORUM_DATABASE_URL": self.url,
            "FORUM_BASE_URL": f"http://127.0.0.1:{port}",
            "FORUM_MAIL_FOLDER": str(self.folder / "mail"),
            "FORUM_BUS": "postgres" if processes > 1 else "",
            **more,
        }
        return Machine("ours", command, port, settings)


async def _faults(url: str, told: Mapping[str, str]) -> int:
    async with open_database(url):
        people = {one.id: str(number) for number, one in enumerate(await found(10**6))}
        rows = await Ballot.all().values_list("person_id", "marks")
        stored = {people[person_id]: marks for person_id, marks in rows}
        tally = Counter({one.marks: one.votes for one in await Tally.all()})
        entries = await LogEntry.filter(type="ballot.cast").count()
    other = sum(stored.get(number) != choice for number, choice in told.items())
    counted = Counter(stored.values())
    miscounted = sum(abs(tally[marks] - counted[marks]) for marks in tally | counted)
    faults: int = other + miscounted + abs(entries - len(rows))
    return faults
