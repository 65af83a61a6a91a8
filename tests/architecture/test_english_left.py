"""The checker that finds English on an Indonesian page finds it, and nothing else."""

from __future__ import annotations

import pytest

from tests.architecture.knocking import DOORS, knock
from tests.english import english_left

PAGE = '<!doctype html><html lang="id"><body>{}</body></html>'


@pytest.mark.parametrize(
    "left",
    [
        "<p>Nothing was changed.</p>",
        "<h1>Sign in</h1>",
        '<nav aria-label="Main of all">…</nav>',
        '<input placeholder="Write here">',
        '<input type="submit" value="Send it">',
        '<img alt="A map of the town">',
        '<count-left data-left="Letters left: {n} of all"></count-left>',
        "<p>Kirim <b>to the approver</b></p>",
        "<br><p>Baca the rest</p>",
    ],
)
def test_english_is_found(left):
    assert len(english_left(PAGE.format(left))) == 1


@pytest.mark.parametrize(
    "fine",
    [
        "<p>Tidak ada yang diubah.</p>",
        '<a lang="en" href="/bahasa">Read this in English</a>',
        '<div lang="id">The title of this film is what I want.</div>',
        "<p>SHA-256 <code>read the manual</code></p>",
        '<input name="reason" value="what somebody typed before">',
        "<script>if (this) { return }</script>",
        "<p>30 November 2026 pukul 16.00 WITA</p>",
    ],
)
def test_indonesian_and_peoples_own_words_are_left_alone(fine):
    assert english_left(PAGE.format(fine)) == []


@pytest.mark.parametrize("who", ["visitor", "sari", "omar"])
async def test_no_page_and_no_refusal_says_english_to_an_indonesian_reader(copy, who):
    left = {}
    for route in DOORS:
        answer = await knock(copy, route, who, {"accept-language": "id"})
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert '<html lang="id"' in answer.text
            left[route.path] = english_left(answer.text)

    assert len(left) > 50
    assert {path: found for path, found in left.items() if found} == {}
