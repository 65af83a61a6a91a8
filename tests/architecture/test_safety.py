"""What every answer says to the browser, and which requests are not answered at all."""

from __future__ import annotations

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response

from forum.accounts.models import Person
from forum.app import LARGEST_BODY, create_app
from forum.core.settings import Settings
from forum.web.routes import Page
from tests.architecture.doors import form_of, path_of
from tests.architecture.knocking import ACTS, DOORS, contents, knock
from tests.signing_in import PHRASE, with_password
from tests.visitor import visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
SAFE = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
IN_FRAMES = {
    **{name: value for name, value in SAFE.items() if name != "x-frame-options"},
    "content-security-policy": POLICY.replace("form-action 'self'", "form-action 'none'")
    .replace("base-uri 'none'", "base-uri 'self'")
    .replace("frame-ancestors 'none'", "frame-ancestors *"),
}
"""What other sites may show in a frame: nothing in it can be pressed."""
STATIC = "/static/css/site.css"
A_COMMENT = "/consultations/open/comments"


async def test_every_door_answers_safely_whoever_knocks(copy):
    unsafe = {
        (route.path, who)
        for route in DOORS
        for who in ("visitor", "publisher")
        for answer in [await knock(copy, route, who)]
        if not is_safe(answer)
        and not (route.path.endswith("/embed") and is_safe(answer, IN_FRAMES))
    }

    assert unsafe == set()


@pytest.mark.parametrize(
    ("status", "method", "path"),
    [
        (200, "GET", STATIC),
        (404, "GET", "/nowhere"),
        (404, "GET", "/static/nothing.css"),
        (405, "POST", "/agencies"),
        (405, "DELETE", A_COMMENT),
        (400, "GET", "/?host"),
        (403, "POST", "/?foreign"),
        (413, "POST", A_COMMENT),
        (500, "GET", "/fails"),
    ],
)
async def test_errors_are_as_safe_as_pages(copy, status, method, path):
    copy.app.router.routes.insert(0, Page("/fails", fail, name="fails"))
    headers = {}
    if path == "/?host":
        headers = {"host": "evil.example"}
    if path == "/?foreign":
        headers = {"sec-fetch-site": "cross-site"}
    body = b"x" * (LARGEST_BODY + 1) if status == 413 else None
    async with visitor(copy.app) as browser:
        answer = await browser.request(method, path, headers=headers, content=body)

    assert answer.status_code == status
    assert is_safe(answer)
    assert len(answer.headers["x-request-number"]) == 10


async def test_over_https_browsers_come_back_by_https_only_and_cookies_stay_with_the_host(copy):
    settings = Settings(base_url="https://forum.test", password_memory=8, password_passes=1)
    secure = create_app(settings, database_is_open=True)
    sari = await Person.get(email="sari@example.id")
    await with_password(sari, PHRASE)
    async with visitor(secure) as browser:
        entered = await browser.post(
            "/sign-in/password", data={"username": sari.email, "password": PHRASE}
        )
        chosen = await browser.post("/language", data={"language": "en"})

    assert entered.status_code == chosen.status_code == 303
    assert entered.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    cookies = entered.headers.get_list("set-cookie") + chosen.headers.get_list("set-cookie")
    assert [one.partition("=")[0] for one in cookies] == ["__Host-sign-in", "language", "language"]
    for cookie in cookies:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"path=/", "secure", "httponly", "samesite=lax"} <= said
        assert not any(part.startswith("domain") for part in said)


async def test_without_https_nothing_is_promised_about_it(copy):
    async with visitor(copy.app) as browser:
        answer = await browser.get("/")

    assert "strict-transport-security" not in answer.headers


FOREIGN = {
    "another site": {"sec-fetch-site": "cross-site"},
    "another host of the same site": {"sec-fetch-site": "same-site"},
    "a site that also claims our origin": {
        "sec-fetch-site": "cross-site",
        "origin": "http://forum.test",
    },
    "a foreign origin": {"origin": "http://evil.example"},
    "our name inside a foreign origin": {"origin": "http://forum.test.evil.example"},
    "our name as a user of a foreign host": {"origin": "http://forum.test@evil.example"},
    "another port": {"origin": "http://forum.test:8080"},
    "no origin of its own": {"origin": "null"},
    "an origin that cannot be read": {"origin": "http://["},
    "nothing at all, but a cookie": {},
}


@pytest.mark.parametrize("where", FOREIGN)
async def test_no_act_is_done_for_another_site(copy, where):
    before = contents(copy.file)
    answers = {}
    async with copy.browser("publisher") as browser:
        del browser.headers["sec-fetch-site"]
        for route in ACTS:
            path = path_of(route, copy.town, "publisher")
            answer = await browser.post(
                path, data=form_of(route, copy.town), headers=FOREIGN[where]
            )
            answers[path] = answer.status_code, "another site" in answer.text

    assert set(answers.values()) == {(403, True)}
    assert contents(copy.file) == before


@pytest.mark.parametrize(
    ("who", "headers"),
    [
        ("sari", {"sec-fetch-site": "same-origin"}),
        ("sari", {"sec-fetch-site": "none"}),
        ("sari", {"origin": "http://forum.test"}),
        ("visitor", {}),  # a program without a cookie acts for nobody
    ],
)
async def test_our_own_pages_and_programs_get_through(copy, who, headers):
    async with copy.browser(who) as browser:
        del browser.headers["sec-fetch-site"]
        answer = await browser.post("/language", data={"language": "en"}, headers=headers)

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "forum.test.evil.example",
        "evilforum.test",
        "forum.test@evil.example",
        "forum.test, evil.example",
        "localhost",
        "[::1]",
        "[",
        "",
    ],
)
async def test_the_forum_answers_to_its_own_name_only(copy, host):
    async with visitor(copy.app) as browser:
        answer = await browser.get("/", headers={"host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["forum.test", "FORUM.test", "forum.test:8000"])
async def test_its_own_name_may_be_written_in_several_ways(copy, host):
    async with visitor(copy.app) as browser:
        answer = await browser.get("/", headers={"host": host})

    assert answer.status_code == 200


async def test_no_header_of_a_visitor_gets_into_an_address(copy):
    forged = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "gopher",
        "forwarded": "host=evil.example",
        "x-original-url": "/evil",
    }
    async with visitor(copy.app) as browser:
        page = await browser.get("/consultations", headers=forged)
        moved = await browser.post("/language", data={"language": "en"}, headers=forged)

    assert "evil" not in page.text
    assert moved.headers["location"] == "/"


FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="big"\r\n\r\n'


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("announced", [True, False], ids=["length known", "in pieces"])
async def test_a_body_of_seven_megabytes_is_too_large(copy, kind, announced):
    begin = b"text=" if "urlencoded" in kind else FILE

    async def pieces():
        yield begin
        for _ in range(7 * 16):
            yield b"a" * (1024 * 1024 // 16)

    before = contents(copy.file)
    async with copy.browser("sari") as browser:
        answer = await browser.post(
            A_COMMENT,
            content=begin + b"a" * 7 * 1024 * 1024 if announced else pieces(),
            headers={"content-type": f"{kind}; boundary=b"},
        )

    assert answer.status_code == 413
    assert "This is too large to send." in answer.text
    assert "<h1" in answer.text
    assert contents(copy.file) == before


@pytest.mark.parametrize(("who", "status"), [("visitor", 413), ("sari", 413), ("omar", 404)])
async def test_only_staff_send_more_than_a_long_comment(copy, who, status):
    body = "text=" + "é" * 100_000  # two bytes a letter, and each takes time to tidy
    async with copy.browser(who) as browser:
        answer = await browser.post("/desk/standards/none/import", data={"document": body})

    assert answer.status_code == status


MULTIPART = {
    "no boundary": ("multipart/form-data", b"--b\r\n\r\n--b--"),
    "an empty boundary": ("multipart/form-data; boundary=", b"----\r\n\r\n------"),
    "another boundary": ("multipart/form-data; boundary=b", b"--c\r\n\r\nx\r\n--c--"),
    "no end": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHalo',
    ),
    "a part without a name": ("multipart/form-data; boundary=b", b"--b\r\n\r\nHalo\r\n--b--"),
    "a header that is none": (
        "multipart/form-data; boundary=b",
        b"--b\r\n\x00\xff\r\n\r\nx\r\n--b--",
    ),
    "a strange encoding": (
        "multipart/form-data; boundary=b; charset=klingon",
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHalo\r\n--b--',
    ),
    "a file where text belongs": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="text"; filename="../../x"\r\n\r\nx\r\n--b--',
    ),
    "nothing": ("multipart/form-data; boundary=b", b""),
}


@pytest.mark.parametrize("what", MULTIPART)
async def test_a_form_that_cannot_be_read_gets_a_sentence(copy, what):
    kind, body = MULTIPART[what]
    before = contents(copy.file)
    async with copy.browser("sari") as browser:
        answer = await browser.post(A_COMMENT, content=body, headers={"content-type": kind})

    assert answer.status_code in (400, 409, 422)
    assert "<h1" in answer.text
    assert contents(copy.file) == before


@pytest.mark.parametrize(
    ("status", "method", "path", "form"),
    [
        (404, "GET", "/nowhere", None),
        (404, "GET", "/consultations/nowhere", None),
        (405, "POST", "/agencies", None),
        (403, "GET", "/desk", None),
        (422, "POST", "/language", {"language": "xx"}),
        (500, "GET", "/fails", None),
    ],
)
async def test_programs_are_told_in_json(copy, status, method, path, form):
    copy.app.router.routes.insert(0, Page("/fails", fail, name="fails"))
    async with visitor(copy.app) as program:
        answer = await program.request(
            method, path, data=form, headers={"accept": "application/json"}
        )

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"].endswith(".")
    assert "." in told["type"]


async def test_a_fault_of_our_own_has_a_number_and_tells_nothing_of_the_inside(copy):
    copy.app.router.routes.insert(0, Page("/fails", fail, name="fails"))
    async with copy.browser("sari") as browser:
        answer = await browser.get("/fails")

    assert answer.status_code == 500
    number = answer.headers["x-request-number"]
    assert f"give the number {number}" in " ".join(answer.text.split())
    assert "kept inside" not in answer.text
    assert "Traceback" not in answer.text


async def test_debug_shows_a_failure_in_full(copy):
    app = create_app(Settings(base_url="http://forum.test", debug=True), database_is_open=True)
    app.router.routes.insert(0, Page("/fails", fail, name="fails"))
    async with visitor(app) as browser:
        answer = await browser.get("/fails")

    assert answer.status_code == 500
    assert "kept inside" in answer.text


@pytest.mark.parametrize("switch", ["debug", "demo"])
def test_nothing_that_helps_developers_runs_under_https(switch):
    with pytest.raises(SystemExit):
        Settings(base_url="https://forum.test", **{switch: True}).checked()


async def fail(_request: Request) -> Response:
    raise RuntimeError("kept inside")


def is_safe(answer: httpx2.Response, wanted: dict[str, str] = SAFE) -> bool:
    return wanted.items() <= dict(answer.headers).items()
