"""What bad input gets: a sentence that says what to do, and nothing lost or doubled.

Each kind, one request or a story of several, is tried on both databases.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx2
import pytest
from tortoise import Tortoise

from forum.app import create_app
from forum.core import clock
from forum.core.settings import Settings
from forum.core.text import clean
from forum.database.config import open_database
from tests.architecture.knocking import Copy
from tests.architecture.town import CLAUSE, FREE, TIME, Town, build
from tests.pages import Seen, words_of
from tests.site.bad_input import comments, desks, requests, taking_part
from tests.site.bad_input.case import TEXT, Case
from tests.site.bad_input.stories import STORIES
from tests.site.bad_input.taking_part import FORMS, TEXTS

CASES = {**comments.CASES, **requests.CASES, **desks.CASES, **taking_part.CASES}

AS_IT_IS: Any = {"errors": "surrogatepass"}
"""How half a character is sent as it was typed."""

PASSING = {"SignIn", "Attempt", "Job", "SealKey", "SignInLink", "Mail", "Support", "DraftVisit"}
"""What may come and go beside what people wrote and what is on record."""


def test_there_are_sixty_kinds_at_least():
    assert len(CASES) + len(STORIES) >= 60
    assert not CASES.keys() & STORIES.keys()


@pytest.mark.parametrize("name", CASES)
async def test_bad_input_gets_a_sentence_and_loses_nothing(town, name):
    case = CASES[name]
    before = await counted()

    async with town.browser(case.who) as browser:
        answer = await send(browser, case, town.town, name)

    assert answer.status_code == case.status
    if answer.status_code == 303:
        assert "evil" not in answer.headers["location"]
        assert "evil" not in answer.headers.get("set-cookie", "")
        assert case.says in ("", answer.headers["location"])
    else:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<h1" in answer.text
        assert case.says in words_of(answer.text)
    if case.kept:
        assert case.kept in typed_in(answer.text)
    after = await counted()
    assert after.pop("Contribution") - before.pop("Contribution") == case.adds
    assert after.pop("LogEntry") - before.pop("LogEntry") == 2 * case.adds
    if not case.adds:
        assert after == before


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", FORMS)
async def test_whatever_is_typed_is_taken_once_or_comes_back_with_a_sentence(town, name, text):
    typing = FORMS[name]
    typed = clean(TEXTS[text].encode(**AS_IT_IS).decode(errors="replace"))
    form = {**typing.form, typing.field: TEXTS[text]}
    if "once" in form:
        form["once"] = f"kunci-{abs(hash((name, text)))}"[:40]
    body = urlencode({one: at(value, town.town) for one, value in form.items()}, **AS_IT_IS)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    before = await counted()

    async with town.browser(typing.who) as browser:
        path = at(typing.path, town.town)
        answers = [
            await browser.post(path, content=body.encode(), headers=headers) for _ in range(2)
        ]

    after = await counted()
    first = answers[0]
    assert {one.status_code for one in answers} <= {200, 303, 403, 404, 409, 422}
    for table in ("Contribution", "Entered", "Marked", "Organisation", "Objection", "Report"):
        assert after[table] - before[table] <= 1
    if first.status_code == 303:
        assert answers[1].headers.get("location", "") in ("", first.headers["location"])
        return
    assert "<h1" in first.text
    assert "<script>alert" not in first.text
    assert "onerror=alert" not in tags_of(first.text)
    if typing.comes_back and typed:
        assert typed in [value.strip() for value in typed_in(first.text)] or (
            " ".join(typed.split()) in words_of(first.text)
        )


@pytest.mark.parametrize("name", STORIES)
async def test_bad_input_in_several_steps_gets_a_sentence_and_loses_nothing(town, name):
    await STORIES[name](town)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database, empty, that all these tests share."""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        name = request.getfixturevalue("migrated_postgres")
        server.empty(name)
        return str(server.url(name))
    template: Path = request.getfixturevalue("sqlite_template")
    file = shutil.copy(template, tmp_path_factory.mktemp("bad-input") / "forum.sqlite3")
    return f"sqlite://{file}?synchronous=OFF"


@pytest.fixture(scope="module")
async def town(address: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Copy]:
    """One town for all: bad input changes nothing in it."""
    settings = Settings(
        base_url="http://forum.test",
        run_jobs=False,
        mail_folder=str(tmp_path_factory.mktemp("mail")),
        password_memory=8,
        password_passes=1,
    )
    async with open_database(address):
        yield Copy(await build(), create_app(settings, database_is_open=True), Path())


def at(path: str, town: Town) -> str:
    lineages = town.lineages[FREE]
    known = {**town.comments, **town.answers, **town.drafts, "component": town.component}
    known |= {"decision": town.decision, "decided": town.proposed, "appeal": town.appeal}
    known |= {"review": town.review, "clause": lineages[CLAUSE], "time": lineages[TIME]}
    known |= {"today": clock.now().astimezone(ZoneInfo("Asia/Makassar")).date().isoformat()}
    for name, ref in known.items():
        path = path.replace(f"{{{name}}}", ref)
    return path


async def send(browser: httpx2.AsyncClient, case: Case, town: Town, name: str) -> httpx2.Response:
    """Send it as it is; a comment gets a key of its own where it has an empty one."""
    path, key = at(case.path, town), f"kunci-{abs(hash(name))}"[:40]
    headers = {name: value.encode("latin-1") for name, value in case.headers.items()}
    match case.form:
        case None:
            return await browser.request(case.method or "GET", path, headers=headers)
        case bytes() as body:
            headers = {"content-type": b"application/x-www-form-urlencoded", **headers}
            body = body.replace(b"{key}", key.encode())
            return await browser.post(path, content=body, headers=headers)
        case list() as pairs:
            headers = {"content-type": b"application/x-www-form-urlencoded", **headers}
            return await browser.post(path, content=urlencode(pairs).encode(), headers=headers)
        case dict() as form if "file" in form:
            return await browser.post(path, files=form, headers=headers)
        case dict() as form:
            filled = {one: at(value, town) for one, value in form.items()}
            if filled.get("once") == "":
                filled["once"] = key
            return await browser.post(path, data=filled, headers=headers)
    raise TypeError(case.form)


def tags_of(html: str) -> str:
    """What the tags of a page carry."""
    return " ".join(name for _tag, has in Seen(html).tags for name in has)


def typed_in(html: str) -> list[str]:
    """What stands in the fields of a page, in a form or, where nothing can be sent, to copy."""
    seen = Seen(html)
    fields = [value for form in seen.forms.values() for value in form.values()]
    to_copy = seen.words.partition("Here it is, to copy.")[2]
    return [*fields, *(text for text in [TEXT] if text in to_copy)]


async def counted() -> dict[str, int]:
    """How many rows of each kind there are."""
    assert Tortoise.apps
    return {
        name: await model.all().count()
        for name, model in Tortoise.apps["forum"].items()
        if name not in PASSING
    }
