"""Versions of a standard as anybody reads them, and as nobody reads them too early."""

import hashlib

import pytest

from forum.drafts.actions import (
    edit_clause,
    freeze,
    import_standard,
    merge_clauses,
    move_clause,
    put_in_force,
    remove_clause,
    start_version,
)
from forum.drafts.fields import Duration, Unit, read_fields
from forum.drafts.queries import find_clause, find_version
from tests.databases import both_databases
from tests.pages import words_of
from tests.queries import asked
from tests.world import KTP, KTP_JSON, standard_in_force

WORDS = {"id": "1 hari; paling lama 5 hari kerja", "en": "1 day; at most 5 working days"}


async def shorter(omar, agency):
    """Version 2, being edited: 5 working days in place of 14."""
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    time = await find_clause(draft, "3.1")
    values = read_fields(time.typed) | {"maximum": Duration(value=5, unit=Unit.WORKING_DAY)}
    await edit_clause(omar, draft.ref, time.lineage, time.revision, WORDS, values)
    return draft


async def publish(omar, version):
    await freeze(omar, version)
    await put_in_force(omar, version)


@both_databases
async def test_a_change_of_time_reads_14_to_5_working_days(visit, omar, agency):
    await publish(omar, await shorter(omar, agency))

    answer = await visit.get(f"/standards/{KTP}/compare/1..2")

    page = words_of(answer.text)
    assert "At most: 14 becomes 5 working days" in page
    assert "1 day; at most 145 working days" in page  # struck, then inserted
    assert "<del>14</del><ins>5</ins>" in answer.text
    assert "1 reworded" in page
    assert "Copy of the family card" not in page


async def test_a_change_of_the_binding_text_alone_is_shown_to_those_who_read_english(
    visit, omar, agency
):
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    card = await find_clause(draft, "5.1")
    texts = {**card.text, "id": "Kartu tanda penduduk elektronik"}
    await edit_clause(omar, draft.ref, card.lineage, 1, texts, {})
    await publish(omar, draft)

    page = (await visit.get(f"/standards/{KTP}/compare/1..2")).text

    assert "<del>KTP</del><ins>Kartu tanda penduduk</ins> elektronik" in page


async def test_all_clauses_can_be_compared_too(visit, omar, agency):
    await publish(omar, await shorter(omar, agency))

    page = words_of((await visit.get(f"/standards/{KTP}/compare/1..2?all=1")).text)

    assert "Copy of the family card (KK)" in page
    assert "At most: 14 becomes 5 working days" in page


async def test_two_versions_that_say_the_same_differ_in_nothing(visit, omar, agency):
    await standard_in_force(omar, agency)
    await publish(omar, await start_version(omar, KTP, 1))

    page = words_of((await visit.get(f"/standards/{KTP}/compare/1..2")).text)

    assert "Nothing differs between these two versions." in page


@both_databases
async def test_sari_cannot_read_a_draft_that_is_being_edited(visit, signed_in, sari, omar, agency):
    await shorter(omar, agency)
    addresses = [
        f"/standards/{KTP}/v2",
        f"/standards/{KTP}/v2.json",
        f"/standards/{KTP}/v2/clauses/3.1",
        f"/standards/{KTP}/compare/1..2",
    ]

    async with signed_in(sari) as her:
        for address in addresses:
            for browser in (visit, her):
                answer = await browser.get(address)
                assert answer.status_code == 403
                assert "still being written" in answer.text
                assert "5 working days" not in answer.text
    assert "Version 2" not in words_of((await visit.get(f"/services/{KTP}")).text)


async def test_rina_who_works_for_the_agency_can_read_it(signed_in, rina, omar, agency):
    await shorter(omar, agency)

    async with signed_in(rina) as her:
        page = words_of((await her.get(f"/standards/{KTP}/v2")).text)
        assert "at most 5 working days" in page
        assert "Only people who work on it can read it." in page
        nothing = await her.get(f"/standards/{KTP}/v2.json")
        assert nothing.status_code == 404


@both_databases
async def test_the_document_is_the_very_bytes_of_the_fingerprint(visit, omar, agency):
    await standard_in_force(omar, agency)

    page = words_of((await visit.get(f"/standards/{KTP}/v1")).text)
    answer = await visit.get(f"/standards/{KTP}/v1.json")

    assert hashlib.sha256(answer.content).hexdigest() in page
    assert answer.headers["content-type"].startswith("application/json")
    again = await visit.get(
        f"/standards/{KTP}/v1.json", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


async def test_what_was_in_force_before_stays_readable_and_says_what_took_its_place(
    visit, omar, agency
):
    await publish(omar, await shorter(omar, agency))

    page = words_of((await visit.get(f"/standards/{KTP}/v1")).text)

    assert "at most 14 working days" in page
    assert "A newer version has taken the place of this one." in page
    assert "Read version 2, which is in force" in page


async def test_a_clause_tells_how_it_came_to_read_so(visit, omar, agency):
    await publish(omar, await shorter(omar, agency))

    page = words_of((await visit.get(f"/standards/{KTP}/v2/clauses/3.1")).text)

    assert "Clause 3.1: time limit" in page
    why = page[page.index("Why does it read so?") :]
    assert why.index("Version 1") < why.index("Version 2")
    assert "145 working days" in why
    former = words_of((await visit.get(f"/standards/{KTP}/v1/clauses/3.1")).text)
    assert "Version 2" not in former[former.index("Why does it read so?") :]


async def test_a_number_that_is_gone_says_where_the_clause_went(visit, omar, agency):
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    last = await find_clause(draft, "2.5")
    await move_clause(omar, draft.ref, last.lineage, "", "produk")
    await publish(omar, draft)

    answer = await visit.get(f"/standards/{KTP}/v2/clauses/2.5")

    assert answer.status_code == 404
    assert "Clause 2.5 of version 1 is clause 5.1 in version 2." in words_of(answer.text)
    assert f'href="/standards/{KTP}/v2/clauses/5.1"' in answer.text


async def test_a_number_that_never_was_is_simply_not_there(visit, omar, agency):
    await standard_in_force(omar, agency)

    answer = await visit.get(f"/standards/{KTP}/v1/clauses/99.9")

    assert answer.status_code == 404
    assert "There is no clause of this number in this version" in words_of(answer.text)


async def test_merged_and_removed_clauses_are_told_in_words(visit, omar, agency):
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    first, second, third = [await find_clause(draft, label) for label in ("2.1", "2.2", "2.3")]
    await merge_clauses(omar, draft.ref, first.lineage, 1, second.lineage)
    await remove_clause(omar, draft.ref, third.lineage, 1)
    await publish(omar, await find_version(KTP, 2))

    page = words_of((await visit.get(f"/standards/{KTP}/compare/1..2")).text)

    assert "Made of these clauses: 2.1, 2.2." in page
    assert "This clause is removed." in page
    assert "1 merged 1 removed" in page


@pytest.mark.parametrize("language", ["id", "en"])
async def test_a_text_without_a_translation_is_shown_as_it_binds(visit, omar, agency, language):
    await standard_in_force(omar, agency, "# Biaya\n\n- Tidak dipungut biaya\n")

    answer = await visit.get(
        f"/standards/{KTP}/v1/clauses/4.1", headers={"accept-language": language}
    )

    assert '<p class="law big" lang="id">Tidak dipungut biaya</p>' in answer.text


async def test_a_page_asks_as_much_of_the_database_for_sixty_clauses_as_for_one(
    visit, omar, agency
):
    await standard_in_force(omar, agency, "# Biaya\n\n- Gratis\n")
    await publish(omar, await start_version(omar, KTP, 1))
    await publish(omar, await import_standard(omar, KTP, KTP_JSON))

    numbers = []
    for address in ("v2", "v3", "compare/1..2", "compare/2..3", "v2/clauses/4.1", "v3/clauses/4.1"):
        with asked() as queries:
            assert (await visit.get(f"/standards/{KTP}/{address}")).status_code == 200
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] > 0
    assert numbers[2] == numbers[3]
    assert numbers[4] <= numbers[5] <= 10  # nobody asks why a clause reads as it always did
