"""One clause: its words, why they read so, and what people say."""

from datetime import timedelta

import pytest

from forum.consultations.actions import advance_due, announce
from forum.core import clock
from forum.drafts.actions import edit_clause
from forum.drafts.fields import read_fields
from forum.drafts.queries import find_clause
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import support_comment
from forum.participation.models import Contribution
from forum.participation.rules import Kind, Showing
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import Seen, words_of
from tests.people import person
from tests.queries import asked
from tests.world import comment, open_consultation, open_revision, planned_consultation

pytestmark = both_databases


async def test_the_sentence_its_values_and_why_it_reads_so(visit, omar, agency):
    ktp = await open_revision(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text

    words = words_of(page)
    assert "Clause 3.1: time limit" in words
    assert "<del>14</del><ins>5</ins>" in page
    assert "At most 14 becomes 5 working days" in words
    assert "Target 1 day (unchanged)" in words
    assert "Why does it read so? " in words
    assert "Version 1 The clause is here from the beginning." in words


async def test_who_answers_and_by_when(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    words = words_of((await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text)

    assert "Who answers Civil Registration Office" in words
    assert "Answered by" in words


async def test_the_most_supported_stands_first_and_the_newest_on_wish(
    visit, sari, budi, omar, agency
):
    ktp = await open_consultation(omar, agency)
    await comment(sari, ktp, "Yang pertama.")
    loved = await comment(sari, ktp, "Yang didukung.")
    await comment(sari, ktp, "Yang terakhir.", kind=Kind.QUESTION)
    await support_comment(budi, loved.ref)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"

    by_support = words_of((await visit.get(clause)).text)
    newest = words_of((await visit.get(f"{clause}?order=newest")).text)
    assert "Comments and questions 3" in by_support
    assert _order(by_support) == ["Yang didukung.", "Yang pertama.", "Yang terakhir."]
    assert _order(newest) == ["Yang terakhir.", "Yang didukung.", "Yang pertama."]


async def test_long_lists_have_pages_and_odd_pages_are_no_fault(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    for number in range(52):
        await comment(await person(f"Warga{number}"), ktp, f"Masukan {number}.")
    clause = f"/consultations/{ktp.slug}/clauses/3.1"

    first = (await visit.get(clause)).text
    second = (await visit.get(f"{clause}?page=2")).text
    assert first.count('<article class="voice"') == 50
    assert second.count('<article class="voice"') == 2
    assert "Page 1 of 2" in words_of(first)
    for odd in ("0", "-1", "999999999999", "x", "%00", "٣"):
        assert (await visit.get(f"{clause}?page={odd}")).status_code == 200


async def test_the_page_asks_no_more_of_the_database_for_sixty_comments(
    visit, signed_in, sari, maya, omar, agency
):
    ktp = await open_revision(omar, agency)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"
    for number in range(60):
        await comment(await person(f"Warga{number}"), ktp, f"Masukan {number}.")
    for made in await Contribution.all().limit(3):
        await decide(
            maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Menghina orang.")
        )
    with asked() as queries:
        page = await visit.get(clause)
    async with signed_in(sari) as her:
        with asked() as hers:
            await her.get(clause)

    assert "Comments and questions 57" in words_of(page.text)
    assert "Rule 2: Insult and hate." in words_of(page.text)
    assert len(queries) <= 8
    assert len(hers) <= 9


async def test_a_stub_stands_where_words_were_hidden(visit, sari, maya, omar, agency):
    ktp = await open_consultation(omar, agency)
    made = await comment(sari, ktp, "Petugasnya bodoh.")
    await decide(
        maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Menghina orang.")
    )

    words = words_of((await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text)
    assert "A moderator hid a comment here on" in words
    assert "Rule 2: Insult and hate." in words
    assert "Comments and questions 0" in words
    assert "bodoh" not in words


async def test_nothing_said_yet_invites_to_be_the_first(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"
    open_ = words_of((await visit.get(clause)).text)
    with later(days=20):
        await advance_due()
        closed = (await visit.get(clause)).text

    assert "Nobody has commented on this clause yet." in open_
    assert "Nobody commented on this clause." in words_of(closed)
    assert f"{clause}/comments" not in Seen(closed).forms


async def test_the_neighbours_are_one_step_away(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text

    links = {has.get("rel"): has["href"] for tag, has in Seen(page).tags if "href" in has}
    assert links["prev"].endswith("/clauses/2.5")
    assert links["next"].endswith("/clauses/4.1")


async def test_a_translation_says_that_the_original_binds(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"
    english = words_of((await visit.get(clause)).text)
    visit.headers["accept-language"] = "id"
    indonesian = (await visit.get(clause)).text

    assert "This is a translation. Only the original text binds." in english
    assert 'lang="id">1 hari; paling lama 14 hari kerja' in indonesian


@pytest.mark.parametrize("label", ["9999.1", "3.99", "3", "x.y", "3.1%00"])
async def test_a_label_that_is_not_there_is_a_page_with_a_sentence(visit, omar, agency, label):
    ktp = await open_consultation(omar, agency)
    page = await visit.get(f"/consultations/{ktp.slug}/clauses/{label}")

    assert page.status_code == 404
    assert "<h1>" in page.text


def _order(words: str) -> list[str]:
    said = ["Yang pertama.", "Yang didukung.", "Yang terakhir."]
    return sorted(said, key=words.index)


async def test_easy_words_stand_under_the_clause_and_say_when_they_are_behind(visit, omar, agency):
    opened_at = clock.now() - timedelta(days=2)
    with later(days=-10):
        planned = await planned_consultation(omar, agency, opened_at)
        clause = await find_clause(planned.version, "3.1")
        easy = {"id": "Artinya, Anda menunggu paling lama tiga minggu."}
        one = (omar, planned.version.ref, clause.lineage)
        values = read_fields(clause.typed)
        await edit_clause(*one, 1, clause.text, values, easy=easy)
        longer = {**clause.text, "id": f"{clause.text['id']} sejak berkas lengkap"}
        await edit_clause(*one, 2, longer, values)
        await announce(omar, planned.slug)
    await advance_due()
    at = f"/consultations/{planned.slug}"
    own = words_of((await visit.get(f"{at}/clauses/3.1")).text)
    whole = (await visit.get(at)).text

    for words in (own, words_of(whole)):
        assert "Artinya, Anda menunggu paling lama tiga minggu." in words
        assert "The clause changed after these words were written." in words
    assert whole.count('<details class="meaning">') == 1
