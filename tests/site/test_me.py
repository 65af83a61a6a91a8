"""A person's own pages."""

import re

import httpx2
import pytest
import segno

from forum.accounts.models import Person, SignIn
from forum.core import clock
from forum.notices.models import Notice
from forum.site.origin import BROWSERS
from forum.web.qr import qr
from tests.clocks import code_of, later
from tests.people import person
from tests.signing_in import PHRASE, asked, with_password
from tests.visitor import visitor

PAGES = ("/me", "/me/notices", "/me/sign-ins", "/me/account", "/me/second-factor")


@pytest.fixture
def visit(visit: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A browser in which English was chosen: signing in then changes no language."""
    visit.cookies.set("language", "en", domain="forum.test")
    return visit


@pytest.mark.parametrize("address", PAGES)
async def test_own_pages_are_for_whoever_is_signed_in(visit, signed_in, sari, address):
    refused = await visit.get(address)
    assert refused.status_code == 403
    assert "Sign in first, then you can do this." in refused.text
    async with signed_in(sari) as her:
        shown = await her.get(address)
        assert shown.status_code == 200
        assert "Sari Wulandari" in shown.text
        assert shown.headers["cache-control"] == "private, no-store"


# --- Notices ---


async def test_sari_reads_what_she_was_told_newest_first(signed_in, sari, budi):
    for number, whose in enumerate((sari, budi, sari)):
        await Notice.create(
            person_id=whose.person_id,
            subject=f"Notice {number}",
            body=f"Body {number}",
            address="/comments/k7m2q9x4ab",
            language="id",
            at=clock.now(),
            dedupe=f"{number}",
        )
    async with signed_in(sari) as her:
        page = (await her.get("/me/notices")).text
    assert re.findall(r"Notice \d", page) == ["Notice 2", "Notice 0"]
    assert '<li lang="id">' in page
    assert 'href="/comments/k7m2q9x4ab"' in page


async def test_a_changed_password_is_told_on_the_page_and_by_letter(signed_in, sari):
    async with signed_in(sari) as her:
        await her.post("/me/language", data={"language": "en"})
        await her.post("/me/password", data={"password": PHRASE})
        page = (await her.get("/me/notices")).text
    assert "Your password for Forum Konsultasi was changed" in page


# --- Devices ---


async def test_sari_sees_her_devices_and_signs_one_out(app, signed_in, sari):
    async with signed_in(sari) as telephone, visitor(app) as library:
        library.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
        await library.post("/sign-in/link", data={"email": "sari@example.id"})
        await library.post(f"/sign-in/link/{asked[-1].token}")

        page = (await telephone.get("/me/sign-ins")).text
        assert "Firefox, Windows" in page
        assert page.count(">Sign out there<") == 1
        assert "This one" in page

        ref = (await SignIn.get(device="Firefox, Windows")).ref
        answer = await telephone.post(f"/me/sign-ins/{ref}/ending")
        assert answer.headers["location"] == "/me/sign-ins"
        assert (await library.get("/me")).status_code == 403
        assert "Firefox, Windows" not in (await telephone.get("/me/sign-ins")).text

        again = await telephone.post(f"/me/sign-ins/{ref}/ending")
        assert again.status_code == 404
        assert "You are no longer signed in on that device." in again.text


async def test_nobody_ends_somebody_elses_sign_in(signed_in, sari, budi):
    async with signed_in(sari) as her, signed_in(budi) as him:
        ref = (await SignIn.get(person_id=sari.person_id)).ref
        assert (await him.post(f"/me/sign-ins/{ref}/ending")).status_code == 404
        assert (await her.get("/me")).status_code == 200


async def test_sari_signs_out_everywhere_else(signed_in, sari):
    async with signed_in(sari) as here, signed_in(sari) as there:
        assert "Sign out everywhere else" in (await here.get("/me/sign-ins")).text
        await here.post("/me/sign-ins/endings")
        assert (await there.get("/me")).status_code == 403
        assert "Sign out everywhere else" not in (await here.get("/me/sign-ins")).text


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36", "Chrome, Android"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121 Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge, Windows"),
        ("curl/8.0", "A device that did not say what it is"),
        ("<script>alert(1)</script>" * 100, "A device that did not say what it is"),
    ],
)
async def test_a_device_is_named_as_people_know_it(visit, sari, says, shown):
    visit.headers["user-agent"] = says
    await visit.post("/sign-in/link", data={"email": "sari@example.id"})
    await visit.post(f"/sign-in/link/{asked[-1].token}")
    page = (await visit.get("/me/sign-ins")).text
    assert shown in page
    assert "<script>alert" not in page


def test_a_browser_is_looked_for_before_those_it_descends_from():
    names = [name for _sign, name in BROWSERS]
    assert names.index("Edge") < names.index("Chrome") < names.index("Safari")


# --- Name, language, password ---


async def test_sari_says_how_she_wants_to_be_read(signed_in, sari):
    async with signed_in(sari) as her:
        answer = await her.post("/me/name", data={"name": "Sari W.", "about": "warga"})
        page = (await her.get(answer.headers["location"])).text
        assert "Your name is saved." in page
        assert 'value="Sari W."' in page
        assert 'value="warga"' in page


async def test_a_name_that_cannot_be_kept_comes_back_with_the_reason(signed_in, sari):
    async with signed_in(sari) as her:
        answer = await her.post("/me/name", data={"name": "<b>" * 40, "about": "w" * 121})
        assert answer.status_code == 422
        assert "Write a name of at most 80 characters." in answer.text
        assert "&lt;b&gt;" * 40 in answer.text
        assert "<b><b>" not in answer.text
        assert "w" * 121 in answer.text


async def test_choosing_a_language_changes_pages_at_once(signed_in, sari):
    async with signed_in(sari) as her:
        answer = await her.post("/me/language", data={"language": "id"})
        assert '<html lang="id"' in (await her.get(answer.headers["location"])).text
        assert (await her.post("/me/language", data={"language": "xx"})).status_code == 422
        assert (await Person.get(id=sari.person_id)).language == "id"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Choose a password of at least 12 characters."),
        ("short", "Choose a password of at least 12 characters."),
        ("x1" * 65, "Choose a password of at most 128 characters."),
        ("password1234", "This password is among those that are tried first."),
        ("sariwulandari", "This password is little more than your name or address."),
    ],
)
async def test_a_weak_password_gets_a_sentence_and_does_not_come_back(
    signed_in, sari, password, sentence
):
    async with signed_in(sari) as her:
        answer = await her.post("/me/password", data={"password": password})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert not password or f'"{password}"' not in answer.text


async def test_sari_chooses_a_password_and_uses_it(signed_in, visit, sari):
    async with signed_in(sari) as her:
        answer = await her.post("/me/password", data={"password": PHRASE})
        assert "Your password is saved." in (await her.get(answer.headers["location"])).text
    await visit.post("/sign-in/password", data={"username": "sari@example.id", "password": PHRASE})
    assert (await visit.get("/me")).status_code == 200


async def test_after_a_while_the_current_password_is_asked(signed_in, sari):
    await with_password(sari)
    async with signed_in(sari) as her:
        assert "Current password" not in (await her.get("/me/account")).text
        with later(minutes=20):
            assert "Current password" in (await her.get("/me/account")).text
            wrong = {"password": "bebek di atas atap", "current": "a guess"}
            answer = await her.post("/me/password", data=wrong)
            assert answer.status_code == 422
            assert "This is not your current password." in answer.text
            right = {"password": "bebek di atas atap", "current": PHRASE}
            assert (await her.post("/me/password", data=right)).status_code == 303


# --- Second factor ---


@pytest.fixture
async def dewi(db):
    """A citizen who has not given any code yet."""
    return await person("Dewi Anggraini")


async def arrive(browser, email):
    await browser.post("/sign-in/link", data={"email": email})
    await browser.post(f"/sign-in/link/{asked[-1].token}")


async def test_setting_up_shows_a_code_and_the_same_key_in_letters(visit, dewi):
    await arrive(visit, "dewi@example.id")
    assert "Set it up" in (await visit.get("/me/second-factor")).text
    assert (await visit.post("/me/second-factor/beginning")).status_code == 303

    page = (await visit.get("/me/second-factor")).text
    secret = (await Person.get(id=dewi.person_id)).totp_secret
    assert re.sub(" ", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]) == secret
    assert 'aria-label="Code to scan with an authenticator app"' in page
    assert " style=" not in page

    wrong = await visit.post("/me/second-factor/confirmation", data={"code": "000"})
    assert wrong.status_code == 422
    assert "This code is not right or was used before. Wait for the next one." in wrong.text
    assert re.search(r"<code>[A-Z2-7 ]+</code>", wrong.text)

    await visit.post("/me/second-factor/confirmation", data={"code": code_of(secret)})
    done = (await visit.get("/me/second-factor")).text
    assert "It works." in done
    assert secret not in done.replace(" ", "")


async def test_a_key_that_was_never_confirmed_is_not_shown_later(visit, dewi):
    await arrive(visit, "dewi@example.id")
    await visit.post("/me/second-factor/beginning")
    with later(minutes=20):
        page = (await visit.get("/me/second-factor")).text
        assert "<code>" not in page
        assert "Set it up" in page


async def test_removing_it_takes_a_code(visit, dewi):
    await arrive(visit, "dewi@example.id")
    await visit.post("/me/language", data={"language": "en"})
    await visit.post("/me/second-factor/beginning")
    secret = (await Person.get(id=dewi.person_id)).totp_secret
    await visit.post("/me/second-factor/confirmation", data={"code": code_of(secret)})

    assert (await visit.post("/me/second-factor/removal", data={"code": "1"})).status_code == 422
    with later(minutes=2):
        await visit.post("/me/second-factor/removal", data={"code": code_of(secret)})
        assert "Set it up" in (await visit.get("/me/second-factor")).text
        assert "asks for no code any more" in (await visit.get("/me/notices")).text


async def test_on_a_borrowed_device_it_cannot_be_set_up(visit, dewi):
    await arrive(visit, "dewi@example.id")
    with later(minutes=20):
        answer = await visit.post("/me/second-factor/beginning")
        assert answer.status_code == 409
        assert "Sign in again first" in answer.text


def test_the_code_is_drawn_module_by_module_with_its_quiet_zone():
    text = "otpauth://totp/Forum:sari?secret=ABCDEFGH"
    code = qr(text)
    drawn = [[0] * code.side for _ in range(code.side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        for column in range(int(x), int(x) + int(width)):
            drawn[int(y)][column] = 1
    made = segno.make(text, error="m", micro=False)
    assert drawn == [list(row) for row in made.matrix_iter(border=4)]
