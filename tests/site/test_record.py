"""The public record as people read it, and what the forum says about itself."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from forum.audit.models import LogEntry
from forum.consultations.actions import withdraw
from forum.site.record import AT_ONCE, BY_WORDS, TYPE_WORDS
from tests.world import comment, draft_version, open_consultation, planned_consultation

DOCS = Path(__file__).resolve().parents[2] / "docs" / "record.md"


async def test_what_happened_stands_there_in_words_the_newest_first(sari, omar, agency, visit):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation)

    page = (await visit.get("/record")).text

    received, opened, announced = (
        page.index(words)
        for words in (
            "A comment was received",
            "A consultation opened",
            "A consultation was announced",
        )
    )
    assert received < opened < announced
    assert f'href="/comments/{said.ref}"' in page
    assert f'href="/consultations/{consultation.slug}"' in page
    assert "by the forum itself" in page


async def test_nobody_is_named_and_no_word_is_quoted(sari, omar, agency, visit):
    await comment(sari, await open_consultation(omar, agency), "Lima hari cukup, kata tetangga.")

    page = (await visit.get("/record")).text

    assert "Sari" not in page
    assert "Omar" not in page
    assert "tetangga" not in page


async def test_the_entry_itself_can_be_read(omar, agency, visit):
    await draft_version(omar, agency)
    entry = await LogEntry.all().order_by("-seq").first()

    page = html.unescape((await visit.get("/record")).text)

    [raw, *_] = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    assert json.loads(raw) == json.loads(entry.entry)


async def test_a_plan_that_was_given_up_is_not_given_away(omar, agency, visit):
    planned = await planned_consultation(omar, agency)
    await withdraw(omar, planned.slug, "Tidak jadi.")

    page = (await visit.get("/record")).text

    assert "A consultation was withdrawn" in page
    assert "A new identity card" not in page


async def test_older_entries_are_one_link_away_and_none_is_left_out(omar, sari, agency, visit):
    consultation = await open_consultation(omar, agency)
    for number in range(AT_ONCE):
        await comment(sari, consultation, f"Masukan nomor {number}.")
    seen = []
    address = "/record"
    while address:
        page = (await visit.get(address)).text
        seen += [int(number) for number in re.findall(r'id="e(\d+)"', page)]
        older = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = html.unescape(older[1]) if older else ""

    rows = await LogEntry.all().order_by("-seq").values("seq")
    assert seen == [row["seq"] for row in rows]


async def test_the_record_goes_on_beyond_a_million_entries(omar, agency, visit):
    await draft_version(omar, agency)
    first = await LogEntry.all().order_by("seq").first()
    latest = LogEntry(leaf="f" * 64, entry=first.entry, type=first.type, seq=5_000_000)
    await latest.save(force_create=True)

    assert 'id="e5000000"' in (await visit.get("/record?before=5000001")).text
    assert 'id="e5000000"' not in (await visit.get("/record?before=5000000")).text


@pytest.mark.parametrize("before", ["0", "-1", "x", "99999999999999999999", "%00"])
async def test_a_place_that_there_is_not_is_no_error(before, omar, agency, visit):
    await draft_version(omar, agency)

    assert (await visit.get(f"/record?before={before}")).status_code == 200


async def test_an_empty_record_says_so(visit):
    assert "Nothing has happened here yet." in (await visit.get("/record")).text


def test_every_type_of_entry_has_words():
    types = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE))

    assert types <= set(TYPE_WORDS)
    assert {"system", "agency", "citizen", "moderator", "reviewer", "operator"} == set(BY_WORDS)


async def test_the_rules_of_moderation_are_those_of_the_profile(agency, visit):
    page = html.unescape((await visit.get("/rules")).text)

    assert "1. Personal data" in page
    assert "A moderator may: cover the part that breaks it, hide the whole." in page
    assert "Ground: Law 27/2022 on Personal Data Protection, Article 65." in page
    assert "A moderator may do nothing about it." in page
    assert "It contains 16 digits in a row, like an identity or family card number." in page
    assert "The same text again." in page
    assert "Telephone number. It contains a telephone number." in page


async def test_the_forum_says_what_happens_with_peoples_data(agency, visit):
    page = (await visit.get("/privacy")).text

    assert "Under Law 27/2022 you may see and correct your data" in page
    assert "Cookies" in page


async def test_the_forum_says_whom_to_tell_where_it_cannot_be_used(visit):
    page = (await visit.get("/accessibility")).text

    assert "Where it fails" in page
    assert 'href="/agencies"' in page


async def test_the_foot_of_every_page_leads_to_all_of_it(visit):
    page = (await visit.get("/")).text

    for address in ("/rules", "/privacy", "/accessibility", "/record"):
        assert f'href="{address}"' in page
