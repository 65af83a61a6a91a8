"""The door, as a visitor's browser without scripts sees it."""

import re
from dataclasses import replace

import httpx2
import pytest

from forum.accounts.models import Person, SignIn
from forum.app import create_app
from forum.web.identity import cookie_name
from forum.web.pages import onward
from tests.clocks import code_of, later
from tests.databases import both_databases
from tests.signing_in import PHRASE, asked, with_password
from tests.visitor import visitor

LETTER = "If the address is right, a letter is on its way"
WRONG = "This address and this password do not belong together."
COOKIE = cookie_name(secure=False)


@pytest.fixture
def visit(visit: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A browser in which English was chosen: signing in then changes no language."""
    visit.cookies.set("language", "en", domain="forum.test")
    return visit


def link() -> str:
    return f"/sign-in/link/{asked[-1].token}"


async def ask(browser: httpx2.AsyncClient, email: str, **more: str) -> httpx2.Response:
    answer = await browser.post("/sign-in/link", data={"email": email, **more})
    assert answer.status_code == 303, answer.text
    return await browser.get(answer.headers["location"])


async def arrive(browser: httpx2.AsyncClient, email: str, **more: str) -> httpx2.Response:
    """Ask for a link, open it and press the button."""
    await ask(browser, email, **more)
    return await browser.post(link())


async def sign_in(browser: httpx2.AsyncClient, email: str, password: str) -> httpx2.Response:
    return await browser.post("/sign-in/password", data={"username": email, "password": password})


async def enrol(browser: httpx2.AsyncClient, email: str) -> str:
    """Sign in and set up a second factor by the pages, and return the secret."""
    await arrive(browser, email)
    await browser.post("/me/second-factor/beginning")
    secret = (await Person.get(email=email)).totp_secret
    await browser.post("/me/second-factor/confirmation", data={"code": code_of(secret)})
    return secret


# --- By link ---


@both_databases
async def test_sari_signs_in_with_the_link_from_her_letter(visit, sari):
    assert LETTER in (await ask(visit, "sari@example.id")).text

    shown = await visit.get(link())
    assert "This link belongs to sari@example.id." in shown.text
    assert shown.headers["cache-control"] == "no-store"
    used = await visit.post(link())

    assert (used.status_code, used.headers["location"]) == (303, "/me")
    own = await visit.get("/me")
    assert "Sari Wulandari" in own.text
    assert "You have not said anything yet." in own.text
    assert own.headers["cache-control"] == "private, no-store"


async def test_somebody_new_says_under_which_name_to_be_read(visit, db):
    await ask(visit, "dewi@example.id")
    assert "Your name" in (await visit.get(link())).text

    again = await visit.post(link(), data={"name": " "})
    assert again.status_code == 422
    assert "Write the name under which you want to be read." in again.text
    assert not await Person.exists()

    assert (await visit.post(link(), data={"name": "Dewi Anggraini"})).status_code == 303
    assert "Dewi Anggraini" in (await visit.get("/me")).text


async def test_whoever_is_known_is_not_asked_for_a_name(visit, sari):
    await ask(visit, "sari@example.id")
    assert "Your name" not in (await visit.get(link())).text


async def test_the_answer_is_the_same_for_everybody(visit, sari):
    answers = []
    for email in ("sari@example.id", "nobody@example.id"):
        answer = await visit.post("/sign-in/link", data={"email": email})
        page = await visit.get(answer.headers["location"])
        answers.append((answer.status_code, answer.headers["location"], _steady(page.text)))
    assert answers[0] == answers[1]


async def test_what_was_typed_comes_back(visit, db):
    answer = await visit.post("/sign-in/link", data={"email": "sari at example.id"})
    assert answer.status_code == 422
    assert "Write an address such as sari@example.id." in answer.text
    assert 'value="sari at example.id"' in answer.text


async def test_a_used_link_leads_to_a_new_one(visit, sari):
    await arrive(visit, "sari@example.id")
    visit.cookies.clear()
    for answer in (await visit.get(link()), await visit.post(link())):
        assert answer.status_code == 409
        assert "This sign-in link has been used. Ask for a new one." in answer.text
        assert "Send me a link" in answer.text
    assert COOKIE not in visit.cookies


async def test_an_expired_link_leads_to_a_new_one(visit, sari):
    await ask(visit, "sari@example.id")
    with later(minutes=16):
        for answer in (await visit.get(link()), await visit.post(link())):
            assert answer.status_code == 409
            assert "This sign-in link has expired. Ask for a new one." in answer.text


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%F0%28%8C%28", "a" * 5000, "..%2F.."])
async def test_a_mistyped_link_gets_a_sentence(visit, db, token):
    for answer in (
        await visit.get(f"/sign-in/link/{token}"),
        await visit.post(f"/sign-in/link/{token}"),
    ):
        assert answer.status_code in (404, 409)
        assert "Something failed on our side" not in answer.text


async def test_too_many_letters_are_told_to_wait(visit, db):
    for _ in range(3):
        await ask(visit, "sari@example.id")
    answer = await visit.post("/sign-in/link", data={"email": "sari@example.id"})
    assert answer.status_code == 429
    assert "Too many attempts. Wait 1 minute, then try again." in answer.text
    assert 'value="sari@example.id"' in answer.text


# --- By password ---


async def test_sari_signs_in_with_her_password(visit, sari):
    await with_password(sari)
    answer = await sign_in(visit, "sari@example.id", PHRASE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    assert "Sari Wulandari" in (await visit.get("/me")).text


async def test_a_wrong_password_and_an_unknown_address_get_the_same_page(visit, sari, budi):
    await with_password(sari)
    answers = set()
    for email in ("sari@example.id", "budi@example.id", "nobody@example.id"):
        answer = await sign_in(visit, email, "not the password")
        assert WRONG in answer.text
        answers.add((answer.status_code, _steady(answer.text).replace(email, "…")))
    assert len(answers) == 1


async def test_a_password_never_comes_back(visit, sari):
    await with_password(sari)
    answer = await sign_in(visit, "sari@example.id", "my other secret")
    assert "my other secret" not in answer.text
    assert 'value="sari@example.id"' in answer.text


async def test_a_password_is_read_as_it_was_sent(visit, sari):
    await with_password(sari, "  two spaces before and after  ")
    assert WRONG in (await sign_in(visit, "sari@example.id", "two spaces before and after")).text
    answer = await sign_in(visit, "sari@example.id", "  two spaces before and after  ")
    assert answer.status_code == 303


async def test_guessing_is_told_to_wait_and_the_link_still_works(visit, sari):
    await with_password(sari)
    for _ in range(5):
        await sign_in(visit, "sari@example.id", "mistyped")
    answer = await sign_in(visit, "sari@example.id", PHRASE)
    assert answer.status_code == 429
    assert "Too many attempts. Wait 1 minute, then try again." in answer.text
    assert (await arrive(visit, "sari@example.id")).status_code == 303


async def test_the_address_of_a_password_is_complained_about_in_its_own_field(visit, db):
    answer = await sign_in(visit, "sari", PHRASE)
    assert answer.status_code == 422
    assert 'id="f-username-error"' in answer.text
    assert 'id="f-email-error"' not in answer.text


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/sign-in/link", b"email=a%40example.id&email=b%40example.id"),
        ("/sign-in/link", b""),
        ("/sign-in/link", b"email=%00&onward=%00"),
        ("/sign-in/link", b"email=%ED%A0%80%40example.id"),
        ("/sign-in/password", b""),
        ("/sign-in/password", b"username=a%40example.id&username=b&password=1&password=2"),
        ("/sign-in/password", b"username=a%40example.id&password=%ED%A0%80%00"),
        ("/sign-in/password", b"username=a%40example.id&password=" + b"x" * 200_000),
        ("/sign-in/second-factor", b"code=1&code=2"),
        ("/language", b"language=en&language=id"),
        ("/language", b""),
    ],
)
async def test_bad_input_gets_a_sentence(visit, db, address, body):
    answer = await visit.post(
        address, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (303, 409, 422)
    assert "Something failed on our side" not in answer.text


# --- Where it goes on ---

ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//evil.example/%2f..",
    "/ /evil.example\\",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "mailto:evil@example.org",
    "//evil.example@forum.test",
    "http://forum.test@evil.example",
    "http://forum.test.evil.example",
    "//forum.test:80@evil.example",
    "//[::1]/",
    "evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/\u2028/evil.example",
    "/\u00a0//evil.example\n",
    "\u2215\u2215evil.example",
    "/\x00/evil.example",
    "/x\r\nlocation: https://evil.example",
    "/" + "x" * 300,
]


def test_there_are_forty_ways_to_try():
    assert len(ELSEWHERE) >= 40


@pytest.mark.parametrize("target", ELSEWHERE)
async def test_signing_in_never_leads_to_another_site(visit, sari, target):
    await with_password(sari)
    assert onward(target, "") == ""
    answer = await visit.post(
        "/sign-in/password",
        data={"username": "sari@example.id", "password": PHRASE, "onward": target},
    )
    assert answer.headers["location"] == "/me"
    answer = await arrive(visit, "sari@example.id", onward=target)
    assert answer.headers["location"] == "/me"
    again = await visit.get("/sign-in", params={"onward": target})
    assert again.headers["location"] == "/me"
    answer = await visit.post("/language", data={"language": "en", "next": target})
    assert answer.headers["location"] == "/"


async def test_sari_goes_on_to_where_she_was_going(visit, sari):
    where = "/consultations/ktp-el-baru/clauses/3.1?order=new#write"
    page = await visit.get("/sign-in", params={"onward": where})
    assert f'name="onward" value="{where}"' in page.text
    answer = await arrive(visit, "sari@example.id", onward=where)
    assert answer.headers["location"] == where


async def test_a_page_that_needs_a_sign_in_leads_back_to_itself(visit, db):
    answer = await visit.get("/me/notices?x=1")
    assert answer.status_code == 403
    assert "Sign in first, then you can do this." in answer.text
    assert 'href="/sign-in?onward=/me/notices%3Fx%3D1"' in answer.text


# --- The cookie ---


async def test_the_cookie_is_for_the_server_alone(visit, sari):
    answer = await arrive(visit, "sari@example.id")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Max-Age=604800" in cookie


async def test_over_https_the_cookie_is_bound_to_this_host(db, settings, sari):
    app = create_app(replace(settings, base_url="https://forum.test"), database_is_open=True)
    async with visitor(app) as browser:
        answer = await arrive(browser, "sari@example.id")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "sign-in" in c)
    assert cookie.startswith("__Host-sign-in=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, visit, sari):
    await arrive(visit, "sari@example.id")
    stolen = visit.cookies[COOKIE]

    answer = await visit.post("/sign-out")

    assert answer.status_code == 303
    assert COOKIE not in visit.cookies
    async with visitor(app) as thief:
        thief.cookies.set(COOKIE, stolen)
        assert (await thief.get("/me")).status_code == 403


async def test_a_cookie_planted_before_signing_in_is_not_kept(visit, sari):
    visit.cookies.set(COOKIE, "planted")
    answer = await arrive(visit, "sari@example.id")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "planted" not in cookie


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 4000, "'; DROP TABLE person"])
async def test_a_cookie_that_is_not_ours_is_a_visitor(visit, db, cookie):
    visit.cookies.set(COOKIE, cookie)
    assert (await visit.get("/sign-in")).status_code == 200
    assert (await visit.get("/me")).status_code == 403


async def test_whoever_is_signed_in_is_not_asked_again(visit, sari):
    await arrive(visit, "sari@example.id")
    answer = await visit.get("/sign-in", params={"onward": "/me/account"})
    assert answer.headers["location"] == "/me/account"


# --- The second step ---


async def test_staff_are_led_to_set_up_a_second_factor_and_then_to_the_desk(visit, omar):
    answer = await arrive(visit, "omar@example.id", onward="/desk")
    assert answer.headers["location"] == "/me/second-factor?onward=%2Fdesk"
    refused = await visit.get("/desk")
    assert refused.status_code == 403
    assert "Your role counts once you have set up a second factor." in refused.text

    page = await visit.get(answer.headers["location"])
    assert "It counts once you have set up a second factor." in page.text
    await visit.post("/me/second-factor/beginning", data={"onward": "/desk"})
    secret = (await Person.get(email="omar@example.id")).totp_secret
    done = await visit.post(
        "/me/second-factor/confirmation", data={"code": code_of(secret), "onward": "/desk"}
    )

    assert done.headers["location"] == "/desk"
    assert (await visit.get("/desk")).status_code == 200


async def test_the_next_sign_in_asks_omar_for_his_code(visit, omar):
    secret = await enrol(visit, "omar@example.id")
    await visit.post("/sign-out")
    with later(minutes=5):
        answer = await arrive(visit, "omar@example.id")
        before = visit.cookies[COOKIE]
        assert answer.headers["location"] == "/sign-in/second-factor"
        assert (await visit.get("/desk")).status_code == 403
        assert (await visit.get("/me")).status_code == 403
        assert "The code from your telephone" in (await visit.get("/sign-in/second-factor")).text

        wrong = await visit.post("/sign-in/second-factor", data={"code": "12 34"})
        assert wrong.status_code == 422
        assert "This code is not right or was used before. Wait for the next one." in wrong.text

        right = await visit.post("/sign-in/second-factor", data={"code": code_of(secret)})
        assert right.headers["location"] == "/desk"
        assert visit.cookies[COOKIE] != before
        assert (await visit.get("/desk")).status_code == 200


async def test_where_sari_was_going_survives_the_second_step(visit, sari):
    secret = await enrol(visit, "sari@example.id")
    await visit.post("/sign-out")
    with later(minutes=5):
        answer = await arrive(visit, "sari@example.id", onward="/me/account")
        assert answer.headers["location"] == "/sign-in/second-factor?onward=%2Fme%2Faccount"
        page = await visit.get(answer.headers["location"])
        assert 'name="onward" value="/me/account"' in page.text
        again = await visit.get("/sign-in?onward=/me/account")
        assert again.headers["location"] == answer.headers["location"]
        right = await visit.post(
            "/sign-in/second-factor", data={"code": code_of(secret), "onward": "/me/account"}
        )
        assert right.headers["location"] == "/me/account"


async def test_the_second_step_without_the_first_leads_to_the_first(visit, db):
    assert (await visit.get("/sign-in/second-factor")).headers["location"] == "/sign-in"
    answer = await visit.post("/sign-in/second-factor", data={"code": "123456"})
    assert answer.headers["location"] == "/sign-in"


async def test_one_can_leave_between_the_two_steps(visit, sari):
    await enrol(visit, "sari@example.id")
    await visit.post("/sign-out")
    await arrive(visit, "sari@example.id")
    await visit.post("/sign-out")
    assert await SignIn.filter(ended_at__isnull=True).count() == 0


# --- Language ---


async def test_the_language_is_kept_for_the_browser_and_for_the_person(visit, sari):
    await arrive(visit, "sari@example.id")
    answer = await visit.post("/language", data={"language": "en", "next": "/me/notices"})
    assert answer.headers["location"] == "/me/notices"
    assert (await Person.get(email="sari@example.id")).language == "en"
    page = await visit.get("/me/notices", headers={"accept-language": "id"})
    assert '<html lang="en"' in page.text


async def test_on_a_new_device_pages_come_in_the_language_of_the_account(app, sari):
    async with visitor(app, language="en") as library:
        assert '<html lang="en"' in (await library.get("/sign-in")).text
        await arrive(library, "sari@example.id")
        assert '<html lang="id"' in (await library.get("/me/notices")).text


async def test_an_unknown_language_gets_a_sentence(visit, db):
    answer = await visit.post("/language", data={"language": "fr", "next": "/"})
    assert answer.status_code == 422
    assert "Choose one of the options offered." in answer.text
    assert visit.cookies["language"] == "en"


def _steady(html: str) -> str:
    """Return a page without the number of its request, which differs each time."""
    return re.sub(r"give the number \w+", "", html)
