"""Static files as a browser gets them."""

from __future__ import annotations

import re
import zlib

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount

from forum.core.errors import ForumError
from forum.core.paths import data_dir
from forum.web.assets import assets

pytestmark = pytest.mark.anyio


async def gone(_request: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 404)


@pytest.fixture
def browser() -> httpx2.AsyncClient:
    app = Starlette(routes=[Mount("/static", assets())], exception_handlers={ForumError: gone})
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://forum")


async def test_a_page_asks_for_one_style_sheet_and_keeps_it_for_a_year(
    browser: httpx2.AsyncClient,
) -> None:
    answer = await browser.get(assets().path("css/site.css"))
    rooms = await browser.get(assets().path("css/rooms.css"))

    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "max-age=31536000, immutable"
    for sheet in data_dir("static").glob("css/**/*.css"):
        first = sheet.read_text("utf-8").splitlines()[0]
        assert (first in answer.text) != (first in rooms.text)


async def test_layers_are_named_before_anything_fills_them() -> None:
    css = assets().files["css/site.css"].body.decode()

    assert re.sub(r"/\*.*?\*/", "", css, flags=re.S).lstrip().startswith("@layer reset, tokens,")


async def test_the_style_sheet_names_fonts_that_are_there(browser: httpx2.AsyncClient) -> None:
    css = assets().files["css/site.css"].body.decode()
    fonts = re.findall(r'url\("\.\./([^"]+)"\)', css)

    assert len(fonts) == 3
    for font in fonts:
        answer = await browser.get(f"/static/{font}")
        assert answer.headers["content-type"] == "font/woff2"
        assert "immutable" in answer.headers["cache-control"]


async def test_a_plain_name_is_asked_about_each_time(browser: httpx2.AsyncClient) -> None:
    first = await browser.get("/static/favicon.svg")
    again = await browser.get(
        "/static/favicon.svg", headers={"if-none-match": first.headers["etag"]}
    )

    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-type"] == "image/svg+xml"
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("name", ["css/tokens.css", "../pyproject.toml", "nothing.js", ""])
async def test_nothing_else_is_served(browser: httpx2.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/static/{name}")).status_code == 404


async def test_nobody_writes_to_a_file(browser: httpx2.AsyncClient) -> None:
    assert (await browser.post("/static/favicon.svg")).status_code == 405


async def test_the_styles_of_most_pages_weigh_less_than_fourteen_kilobytes_compressed() -> None:
    assert len(zlib.compress(assets().files["css/site.css"].body, 9)) < 14_000


async def test_scripts_import_one_another_by_names_that_may_be_kept(
    browser: httpx2.AsyncClient,
) -> None:
    page = assets().files["js/elements/live-room.js"].body.decode()
    imported = re.findall(r' from "([^"]+)"', page)

    assert set(imported) <= set(assets().behind("js/elements/live-room.js"))
    for address in assets().behind("js/elements/live-room.js"):
        answer = await browser.get(address)
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert ' from "./' not in answer.text
