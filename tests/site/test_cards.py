"""What a link looks like where it is passed on, and what a telephone puts among its apps."""

import struct

from tests.databases import both_databases
from tests.pages import Seen
from tests.world import open_consultation, open_revision

pytestmark = both_databases


def card_in(html: str) -> dict[str, str]:
    return {
        has.get("property") or has.get("name", ""): has["content"]
        for tag, has in Seen(html).tags
        if tag == "meta" and has.get("content")
    }


async def test_a_link_to_a_consultation_says_who_asks_what_and_until_when(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    card = card_in((await visit.get(f"/consultations/{ktp.slug}?view=new")).text)

    assert card["og:title"] == "A new identity card"
    assert card["og:description"].startswith("Civil Registration Office asks: ")
    assert "It closes " in card["og:description"]
    assert card["og:url"] == f"http://forum.test/consultations/{ktp.slug}"
    assert (card["og:locale"], card["og:locale:alternate"]) == ("en_GB", "id_ID")


async def test_a_link_to_a_clause_shows_its_words_in_the_language_of_the_page(visit, omar, agency):
    ktp = await open_revision(omar, agency)
    page = await visit.get(
        f"/consultations/{ktp.slug}/clauses/3.1", headers={"accept-language": "id"}
    )
    card = card_in(page.text)

    assert card["og:description"].startswith("“1 hari; paling lama 5 hari kerja”")
    assert card["og:locale"] == "id_ID"


async def test_the_picture_of_a_card_is_as_large_as_it_says(visit):
    card = card_in((await visit.get("/")).text)
    picture = await visit.get(card["og:image"].removeprefix("http://forum.test"))

    assert picture.headers["content-type"] == "image/png"
    width, height = struct.unpack(">2I", picture.content[16:24])
    assert (str(width), str(height)) == (card["og:image:width"], card["og:image:height"])


async def test_what_is_not_there_has_no_card(visit):
    assert "og:title" not in card_in((await visit.get("/consultations/nothing")).text)


async def test_a_telephone_puts_the_forum_among_its_apps(visit, settings):
    links = [has for tag, has in Seen((await visit.get("/")).text).tags if tag == "link"]
    found = await visit.get(next(one["href"] for one in links if one["rel"] == "manifest"))

    assert found.headers["content-type"] == "application/manifest+json"
    assert found.json()["short_name"] == settings.site_name
    for one in found.json()["icons"]:
        icon = await visit.get(one["src"])
        width, height = struct.unpack(">2I", icon.content[16:24])
        assert f"{width}x{height}" == one["sizes"]
    for one in links:
        if "icon" in one["rel"]:
            assert (await visit.get(one["href"])).status_code == 200
