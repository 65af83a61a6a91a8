"""Letters: in which language they say they are, and what becomes of those that nobody takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP

from forum.accounts.actions import ask_for_link
from forum.accounts.events import PasswordChanged
from forum.core.db import announce, transaction
from forum.core.jobs import run_due
from forum.core.jobs.models import Job
from forum.core.mail import letters_in, send
from forum.core.settings import Settings
from forum.listeners import connect
from forum.notices.models import Mail, Notice
from tests.clocks import later
from tests.databases import both_databases
from tests.signing_in import VISITOR


async def test_sari_gets_a_letter_marked_as_indonesian(tmp_path: Path) -> None:
    await send(
        Settings(mail_folder=str(tmp_path)),
        ref="k7q291xm3t",
        address="sari@warga.example",
        subject="Masukan Anda sudah tampil",
        body="Ini tentang masukan Anda untuk “KTP elektronik”.",
        language="id",
    )

    [letter] = await letters_in(tmp_path)
    assert letter.language == "id"
    assert letter.subject == "Masukan Anda sudah tampil"
    assert letter.body.strip() == "Ini tentang masukan Anda untuk “KTP elektronik”."


class Postman:
    """A mail server that refuses with these answers, one letter after another, then takes all."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.taken: list[str] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - the server calls it so
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the server calls it so
        self.taken += envelope.rcpt_tos
        return "250 OK"


@asynccontextmanager
async def delivering(postman: Postman) -> AsyncIterator[Settings]:
    """Let the forum hand its letters to this server."""
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(postman, hostname="mail.test"), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False)
    connect(settings)
    try:
        yield settings
    finally:
        server.close()


@both_databases
async def test_a_letter_to_nobody_is_tried_once_and_one_refused_for_now_again(app, sari, budi):
    postman = Postman("550 No such user", "451 Come back later")
    async with delivering(postman):
        await announce_password(sari)
        await announce_password(budi)
        assert await run_due() == 1
        assert not postman.taken

        with later(hours=1):
            assert await run_due() == 1
        assert postman.taken == ["budi@example.id"]
    assert [letter.sent_at is None for letter in await Mail.all().order_by("id")] == [True, False]


@both_databases
async def test_a_server_that_refuses_for_days_is_not_asked_for_ever(app, sari):
    async with delivering(Postman(*["451 Come back later"] * 99)):
        await announce_password(sari)
        assert await run_due() == 0
        with later(days=3, minutes=1):
            assert await run_due() == 1
    assert not await Job.filter(done_at__isnull=True).exists()
    assert await Notice.filter(person_id=sari.person_id).exists()


@both_databases
async def test_a_link_that_is_no_good_any_more_is_neither_sent_nor_kept(app):
    postman = Postman()
    async with delivering(postman):
        await ask_for_link(VISITOR, "sari@example.id")
        with later(minutes=16):
            assert await run_due() == 1
    assert not postman.taken
    assert (await Mail.get()).body == ""


async def announce_password(person):
    async with transaction():
        announce(PasswordChanged(person.person_id))
