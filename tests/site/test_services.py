"""What an office promises, as a citizen finds and reads it."""

from datetime import timedelta

import pytest

from forum.access.policy import OPERATOR
from forum.catalogue.actions import add_service
from forum.core import clock
from forum.drafts.queries import find_clause
from forum.responses.rules import Answer, Disposition
from forum.site.services import AT_ONCE
from tests.answering import answer, answered, being_answered
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import words_of
from tests.world import KTP, draft_version, identity_card, standard_in_force


@both_databases
async def test_sari_reads_at_a_glance_how_long_it_takes_and_what_it_costs(visit, omar, agency):
    await standard_in_force(omar, agency)

    page = words_of((await visit.get(f"/services/{KTP}")).text)

    assert "At most 14 working days" in page
    assert "Fee free of charge" in page
    assert "Copy of the family card (KK)" in page
    assert "Telephone: (021) 555-0100" in page
    assert "We declare that we are able to deliver services" in page
    assert "Civil Registration Office" in page


async def test_the_same_is_read_in_indonesian(visit, omar, agency):
    await standard_in_force(omar, agency)

    answer = await visit.get(f"/services/{KTP}", headers={"accept-language": "id"})

    assert "Fotokopi kartu keluarga (KK)" in words_of(answer.text)
    assert "Maklumat pelayanan" in words_of(answer.text)


async def test_a_service_without_a_standard_says_so(visit, omar, agency):
    await draft_version(omar, agency)

    page = words_of((await visit.get(f"/services/{KTP}")).text)

    assert "No standard of this service is in force yet." in page
    assert "14 working days" not in page


async def test_sari_finds_a_service_by_a_word_she_knows(visit, agency):
    await identity_card(agency)
    await add_service(
        OPERATOR, agency.slug, "kk", name={"id": "Kartu keluarga"}, summary={"id": "Untuk rumah"}
    )

    found = words_of((await visit.get("/services", params={"q": "IDENTITAS"})).text)
    assert "1 service with “IDENTITAS”" in found
    assert "Electronic identity card" in found
    assert "Kartu keluarga" not in found
    nothing = words_of((await visit.get("/services", params={"q": "paspor"})).text)
    assert "No service has all of these words." in nothing


@pytest.mark.parametrize(
    "words", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "a" * 5000, "%", "<b>x", "( ["]
)
async def test_no_search_breaks_the_page(visit, agency, words):
    await identity_card(agency)

    answer = await visit.get("/services", params={"q": words})

    assert answer.status_code == 200
    assert "<b>x" not in answer.text


async def test_agencies_show_what_they_offer(visit, omar, agency):
    await standard_in_force(omar, agency)

    listed = words_of((await visit.get("/agencies")).text)
    assert "Civil Registration Office" in listed
    assert "1 standard in force" in listed
    page = words_of((await visit.get(f"/agencies/{agency.slug}")).text)
    assert "Electronic identity card" in page
    assert "This agency has not asked the public anything yet." in page


@pytest.mark.parametrize(
    "address",
    [
        "/services/nothing",
        "/agencies/nothing",
        "/services/" + "x" * 81,
        f"/standards/{KTP}/v1",
        f"/standards/{KTP}/v0",
        f"/standards/{KTP}/v1234567",
        f"/standards/{KTP}/compare/1..2",
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(visit, agency, address):
    await identity_card(agency)

    assert (await visit.get(address)).status_code == 404


async def test_what_an_official_wrote_is_text_and_never_markup(visit, omar, agency):
    evil = '<script>alert(1)</script><img src=x onerror="x">'
    version = await standard_in_force(omar, agency, f"# {evil}\n\n## Biaya\n\n- {evil}\n")

    for address in (
        f"/services/{KTP}",
        f"/standards/{KTP}/v1",
        f"/standards/{KTP}/v1/clauses/4.1",
        f"/standards/{KTP}/compare/1..1?all=1",
    ):
        answer = await visit.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "alert(1)" in answer.text
    assert (await find_clause(version, "4.1")).text["id"].startswith("<script>")


async def test_an_agency_that_answered_nothing_claims_no_record(visit, agency):
    page = words_of((await visit.get(f"/agencies/{agency.slug}")).text)

    assert "It has not answered any contribution yet." in page


async def test_an_agency_that_owes_answers_says_so(visit, omar, sari, budi, agency):
    await being_answered(omar, agency, sari, budi)

    page = words_of((await visit.get(f"/agencies/{agency.slug}")).text)

    assert "Contributions answered 0 of 2 (0 %)" in page
    assert "Led to a change" not in page


async def test_an_overdue_promise_is_named_with_whoever_made_it(
    visit, omar, rina, sari, budi, agency
):
    asked = await being_answered(omar, agency, sari, budi)
    tomorrow = clock.now().date() + timedelta(days=1)
    promise = Answer(
        Disposition.DEFERRED,
        "Kami periksa dulu.",
        (asked.budi.ref,),
        promised_by="Bidang pelayanan",
        promised_for=tomorrow,
    )
    await answer(omar, rina, asked.slug, promise)
    before = words_of((await visit.get(f"/agencies/{agency.slug}")).text)
    with later(days=3):
        page = (await visit.get(f"/agencies/{agency.slug}")).text

    assert "That day has passed." not in before
    assert "Bidang pelayanan promised to act by" in words_of(page)
    assert f'href="/comments/{asked.budi.ref}"' in page
    assert "Promises that are overdue 1" in words_of(page)


async def test_an_agency_shows_how_well_it_answered_with_each_number_out_of_how_many(
    visit, omar, rina, sari, budi, agency
):
    asked = await being_answered(omar, agency, sari, budi)
    await answer(omar, rina, asked.slug, answered(asked.budi))

    page = words_of((await visit.get(f"/agencies/{agency.slug}")).text)

    assert "Contributions answered 1 of 2 (50 %)" in page
    assert "In time 1 of 1" in page
    assert "Led to a change 0 of 1" in page
    assert "Promises that are overdue 0" in page


async def test_many_services_stand_on_several_pages(visit, agency):
    for number in range(AT_ONCE + 1):
        await add_service(
            OPERATOR,
            agency.slug,
            f"surat-{number}",
            name={"id": f"Surat {number:03}"},
            summary={"id": "Surat keterangan."},
        )
    first = words_of((await visit.get("/services?q=surat")).text)
    second = words_of((await visit.get("/services?q=surat&page=2")).text)

    assert "101 services with “surat”" in first
    assert "Surat 000" in first
    assert f"Surat {AT_ONCE:03}" not in first
    assert f"Surat {AT_ONCE:03}" in second
    assert "Page 2 of 2" in second
