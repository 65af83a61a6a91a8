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
from tests.meeting import chair_of, live_session
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


@pytest.fixture
async def in_session(demo, agency, omar):
    """A session in progress, with Sari and Maya of the demonstration about."""
    sari, maya = await person("Sari Lain"), await chair_of(agency, "Maya Lain")
    await Person.filter(id=sari.person_id).update(email="sari@warga.example")
    await Person.filter(id=maya.person_id).update(email="maya@contoh.example")
    wati = await chair_of(agency)
    return await live_session(omar, wati, await open_consultation(omar, agency))


def form_with(html, button):
    """What is sent by the form that ends in this button."""
    [before] = [part for part in html.split("</form>") if part.endswith(f"{button}</button>")]
    return form_in(before[before.rindex("<form") :], "/demo/sign-in")


@pytest.mark.parametrize(
    ("button", "place", "words"),
    [
        ("Come in as Sari Lain", "/sessions/{}", "Check in"),
        ("Chair as Maya Lain", "/desk/sessions/{}", "Take the chair"),
    ],
)
async def test_one_press_leads_into_the_session_in_progress(demo, in_session, button, place, words):
    async with visitor(demo) as browser:
        page = await browser.get("/demo")
        sent = await browser.post("/demo/sign-in", data=form_with(page.text, button))
        assert sent.headers["location"] == place.format(in_session.code)
        room = await browser.get(sent.headers["location"])
    assert room.status_code == 200
    assert words in words_of(room.text)


async def test_the_card_tells_of_private_windows_and_leads_to_the_hall_screen(demo, in_session):
    async with visitor(demo) as browser:
        page = await browser.get("/demo")
        assert "A session is in progress" in words_of(page.text)
        assert "in a private window, or in another browser" in words_of(page.text)
        screen = f"/sessions/{in_session.code}/screen"
        assert f'href="{screen}"' in page.text
        assert (await browser.get(screen)).status_code == 200


async def test_without_a_session_in_progress_there_is_no_card(demo, agency):
    async with visitor(demo) as browser:
        assert "A session is in progress" not in words_of((await browser.get("/demo")).text)


async def test_a_press_leads_nowhere_outside_the_forum(demo, in_session):
    elsewhere = {"email": "sari@warga.example", "onward": "//evil.example"}
    async with visitor(demo) as browser:
        assert (await browser.post("/demo/sign-in", data=elsewhere)).headers["location"] == "/"
