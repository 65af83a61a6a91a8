"""The demonstration: anybody to be, a clock to move, letters to read; nowhere else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.app import create_app
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.i18n import local, speaking
from forum.core.jobs import run_due
from forum.core.settings import Settings
from tests.pages import form_in, words_of
from tests.people import OFFICIAL, person
from tests.visitor import visitor
from tests.world import announced_consultation, comment, open_consultation


@pytest.fixture
def demo(db, settings):
    """The application as `forum demo` runs it; its clock goes back afterwards."""
    yield create_app(replace(settings, demo=True), database_is_open=True)
    clock.set_ahead(timedelta())


async def test_one_press_signs_in_and_wakes_the_roles(demo, agency):
    made = await person("Omar Hidayat", agency, *OFFICIAL)
    await Person.filter(id=made.person_id).update(email="omar@contoh.example")
    async with visitor(demo) as browser:
        page = await browser.get("/demo")
        assert "Omar Hidayat, the official" in words_of(page.text)
        sent = await browser.post("/demo/sign-in", data={"email": "omar@contoh.example"})
        assert sent.headers["location"] == "/desk"
        assert "What waits for you" in words_of((await browser.get("/desk")).text)


async def test_only_the_cast_can_be_played(demo, sari):
    async with visitor(demo) as browser:
        sent = await browser.post("/demo/sign-in", data={"email": "sari@example.id"})
        assert sent.status_code == 404
        assert (await browser.get("/me")).status_code == 403


async def test_the_time_machine_opens_a_consultation_and_keeps_people_signed_in(demo, agency, omar):
    announced = await announced_consultation(omar, agency)
    citizen = await person("Sari Lain")
    await Person.filter(id=citizen.person_id).update(email="sari@warga.example")
    async with visitor(demo) as browser:
        await browser.post("/demo/sign-in", data={"email": "sari@warga.example"})
        for phase in (Phase.OPEN, Phase.CLOSED, Phase.ANSWERING):
            sent = await browser.post("/demo/next-event")
            assert sent.status_code == 303
            assert (await find_consultation(announced.slug)).phase is phase
        assert "Sari Lain" in words_of((await browser.get("/me")).text)
        assert "Nothing is planned." in words_of((await browser.get("/demo")).text)


async def test_letters_are_read_where_they_would_have_been_sent_from(demo, agency, omar, sari):
    await comment(sari, await open_consultation(omar, agency), "NIK saya 3201234567890123.")
    await run_due()
    async with visitor(demo) as browser:
        words = words_of((await browser.get("/demo/mail")).text)
    assert "sari@example.id" in words
    assert "24" in words


async def test_without_the_demonstration_its_addresses_lead_nowhere(visit, agency):
    for address in ("/demo", "/demo/mail"):
        assert (await visit.get(address)).status_code == 404
    for address in ("/demo/sign-in", "/demo/next-event"):
        assert (await visit.post(address, data={"email": "x"})).status_code == 404


def test_the_demonstration_refuses_to_run_where_people_come_by_https():
    with pytest.raises(SystemExit, match="demonstration"):
        Settings(demo=True, base_url="https://forum.example").checked()


async def test_a_newcomer_reads_what_comes_next_and_what_has_just_happened(demo, agency, omar):
    announced = await announced_consultation(omar, agency)
    with speaking("en"):
        title = local(announced.title)
    async with visitor(demo) as browser:
        before = await browser.get("/demo")
        await browser.post("/demo/next-event")
        after = await browser.get("/demo")
    assert form_in(before.text, "/demo/next-event") == {}
    assert "Go to the next event" in words_of(before.text)
    assert f"Opens: {title}" in words_of(before.text)
    assert "Opened" not in words_of(before.text)
    assert f"Opened: {title}" in words_of(after.text)
    assert f"Closes: {title}" in words_of(after.text)
    assert f'href="/consultations/{announced.slug}"' in after.text
