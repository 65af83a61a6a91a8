"""Starting and stopping `forum serve`: alone on its file, quick to be back, polite at the end."""

from __future__ import annotations

import asyncio
import signal
from urllib.parse import urlencode

import pytest

from forum.accounts.actions import recognise
from forum.app import create_app
from forum.core.ids import new_secret
from forum.core.jobs.models import Job
from forum.core.mail import letters_in
from forum.database.config import open_database
from forum.notices.models import Mail
from forum.participation.actions import Handed, post_comment
from forum.web.identity import cookie_name
from tests.databases import both_databases
from tests.ledger.book import Notes
from tests.ledger.comparing import compare
from tests.ledger.server import Server
from tests.ledger.world import World, build

pytestmark = pytest.mark.slow

GRACE = 15
HELD = "NIK saya 3201 0101 0101 0001, mohon dibantu."
READY_WITHIN = 5  # seconds, on a machine with nothing else to do


async def test_a_second_server_on_the_same_file_refuses_with_a_sentence(database_url, tmp_path):
    first, second = Server(database_url, tmp_path), Server(database_url, tmp_path)
    await first.start()
    try:
        await second.launch()
        assert await second.end_by_itself() == 1
        assert "Another forum serves this SQLite file already." in second.log.read_text()
        assert await first.answers()

        await first.end(signal.SIGKILL)
        await second.start()  # the lock ended with the process that held it
        assert await second.answers()
    finally:
        await first.end(signal.SIGKILL)
        await second.end(signal.SIGKILL)


@both_databases
async def test_a_restarted_server_is_back_within_five_seconds(database_url, tmp_path):
    server = Server(database_url, tmp_path)
    await server.start()
    await server.end(signal.SIGKILL)
    try:
        took = await server.start()
        assert took - server.waited() <= READY_WITHIN
    finally:
        await server.end(signal.SIGKILL)


@both_databases
async def test_asked_to_stop_the_server_first_answers_what_it_has_begun(database_url, tmp_path):
    world = await build(database_url)
    server = Server(database_url, tmp_path)
    await server.start()
    try:
        posts = [await Post.begin(server, world, token) for token in world.tokens]
        server.send(signal.SIGTERM)
        await server.falls_silent()  # which shows that it has heard
        async with asyncio.timeout(GRACE):
            answers = [await post.finish() for post in posts]
            await server.end_by_itself()
    finally:
        await server.end(signal.SIGKILL)

    assert {answer.splitlines()[0] for answer in answers} == {"HTTP/1.1 303 See Other"}
    notes = Notes(intents={post.once: post.text for post in posts})
    notes.acknowledged |= {
        post.once: answer.partition("/comments/")[2][:10]
        for post, answer in zip(posts, answers, strict=True)
    }
    assert len(notes.acknowledged) == len(world.tokens)
    found = await compare(notes, database_url)
    assert found.none, found


@both_databases
async def test_a_letter_that_waited_through_a_power_cut_is_sent_at_start(
    settings, database_url, tmp_path
):
    create_app(settings, database_is_open=True)  # those who write letters listen from now on
    world = await build(database_url, citizens=1)
    server = Server(database_url, tmp_path)
    async with open_database(database_url):
        sari = await recognise(world.tokens[0])
        assert sari is not None
        await post_comment(sari, world.slug, None, Handed(text=HELD, once="satu-kunci-saja"))
        assert (await Mail.get()).sent_at is None

        await server.start()
        try:
            async with asyncio.timeout(GRACE):
                while not await Job.exists(kind="notices.send", done_at__not_isnull=True):  # noqa: ASYNC110 - another process does it
                    await asyncio.sleep(0.01)
        finally:
            await server.end(signal.SIGKILL)

        assert (await Mail.get()).sent_at is not None
        assert [job.attempts async for job in Job.filter(kind="notices.send")] == [1]
    [letter] = await letters_in(tmp_path / "mail")
    assert letter.to == "warga0@example.id"


class Post:
    """A comment whose first half has been sent, and the server waits for the rest."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.once = new_secret()[:32]
        self.text = f"Berapa lama menunggu? {self.once}"

    @classmethod
    async def begin(cls, server: Server, world: World, token: str) -> Post:
        """Send the head, and return once the forum has asked for the words."""
        post = cls(*await asyncio.open_connection("127.0.0.1", server.port))
        head = (
            f"POST {world.addresses()[0]} HTTP/1.1",
            f"Host: 127.0.0.1:{server.port}",
            f"Cookie: {cookie_name(secure=False)}={token}",
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(post.body)}",
            "Expect: 100-continue",
        )
        post.writer.write("\r\n".join((*head, "", "")).encode())
        assert (await post.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 ")
        return post

    @property
    def body(self) -> bytes:
        """The form."""
        return urlencode({"once": self.once, "text": self.text, "mine": "yes"}).encode()

    async def finish(self) -> str:
        """Send the words and return the answer."""
        self.writer.write(self.body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        self.writer.close()
        return answer.decode()
