"""The list of all contributions: complete, narrowed at wish, never a way to read what is hidden."""

import pytest

from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import withdraw_comment
from forum.participation.rules import Kind, Showing
from tests.databases import both_databases
from tests.pages import words_of
from tests.people import person
from tests.queries import asked
from tests.world import comment, open_consultation

pytestmark = both_databases


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


@pytest.fixture
def ledger(ktp):
    return f"/consultations/{ktp.slug}/contributions"


@pytest.fixture
async def said(sari, budi, maya, ktp):
    """Five contributions: public, question, on the whole draft, hidden, withdrawn."""
    made = {
        "public": await comment(sari, ktp, "Lima hari cukup."),
        "question": await comment(budi, ktp, "Sejak kapan dihitung?", kind=Kind.QUESTION),
        "whole": await comment(sari, ktp, "Rancangan yang baik.", label=None),
        "hidden": await comment(budi, ktp, "Petugasnya bodoh.", label="4.1"),
        "withdrawn": await comment(sari, ktp, "Salah kirim.", label="4.1"),
    }
    await decide(
        maya,
        made["hidden"].ref,
        Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Menghina orang."),
    )
    await withdraw_comment(sari, made["withdrawn"].ref)
    return made


async def test_the_narrowed_list_says_how_many_of_how_many_in_both_languages(visit, ledger, said):
    for language, sentence in {"en": "1 of 5 contributions", "id": "1 dari 5 masukan"}.items():
        page = await visit.get(f"{ledger}?kind=question", headers={"accept-language": language})
        assert sentence in words_of(page.text)


async def test_nothing_that_was_handed_in_is_missing(visit, ledger, said):
    page = (await visit.get(ledger)).text

    words = words_of(page)
    assert "5 contributions" in words
    for made in said.values():
        assert f"/comments/{made.ref}" in page
    assert "A moderator hid a comment here" in words
    assert "Its author withdrew a comment here" in words
    assert "bodoh" not in words
    assert "Salah kirim" not in words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("clause=3.1", {"public", "question"}),
        ("clause=whole", {"whole"}),
        ("kind=question", {"question"}),
        ("showing=hidden", {"hidden"}),
        ("showing=withdrawn", {"withdrawn"}),
        ("answer=none", {"public", "question", "whole", "hidden", "withdrawn"}),
        ("answer=any", set()),
        ("answer=accepted", set()),
        ("q=hari", {"public"}),
        ("q=HARI", {"public"}),
        ("clause=3.1&kind=comment&showing=shown&q=lima", {"public"}),
        ("clause=99.9", {"public", "question", "whole", "hidden", "withdrawn"}),
        ("kind=nonsense&showing=%00&answer=%ED%A0%80", set("all")),
    ],
)
async def test_the_list_is_narrowed(visit, ledger, said, query, found):
    page = await visit.get(f"{ledger}?{query}")

    expected = set(said) if found == set("all") else found
    there = {name for name, made in said.items() if f'"/comments/{made.ref}"' in page.text}
    assert page.status_code == 200
    assert there == expected


@pytest.mark.parametrize("words", ["bodoh", "Salah kirim", "%", "_", "\\", "'", "\x00"])
async def test_looking_for_words_finds_only_what_everyone_may_read(visit, ledger, said, words):
    page = await visit.get(ledger, params={"q": words})

    assert page.status_code == 200
    assert "hid a comment" not in page.text or not words.strip("\x00")
    assert f'"/comments/{said["withdrawn"].ref}"' not in page.text or not words.strip("\x00")


async def test_it_says_of_how_many(visit, ledger, said):
    words = words_of((await visit.get(f"{ledger}?clause=3.1")).text)

    assert "2 of 5 contributions" in words
    assert "Clause 3.1 (2)" in words
    assert "The whole draft (1)" in words
    assert "Question (1)" in words
    assert "Hidden (1)" in words


async def test_nothing_matching_leads_back_to_all(visit, ledger, said):
    words = words_of((await visit.get(f"{ledger}?q=kembang")).text)

    assert "0 of 5 contributions" in words
    assert "Nothing matches." in words
    assert "Show all" in words


async def test_pages_keep_the_filter_and_their_order(visit, ktp, ledger):
    for number in range(60):
        await comment(await person(f"Warga{number}"), ktp, f"Masukan {number}.", label=None)
    with asked() as queries:
        first = (await visit.get(f"{ledger}?clause=whole&q=masukan")).text
    second = (await visit.get(f"{ledger}?clause=whole&q=masukan&page=2")).text

    assert "clause=whole&amp;q=masukan&amp;page=2" in first
    assert first.index("Masukan 59.") < first.index("Masukan 58.")
    assert "Masukan 9." in second
    assert "Masukan 59." not in second
    assert len(queries) <= 8


async def test_an_empty_list_leads_to_the_draft(visit, ledger):
    assert "Nobody has written anything yet." in words_of((await visit.get(ledger)).text)
