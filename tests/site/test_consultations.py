"""A draft as a document, with what people say beside it."""

from datetime import timedelta

import pytest

from forum.access.policy import Actor
from forum.consultations.actions import advance_due, announce, pause, withdraw
from forum.core import clock
from forum.drafts.queries import clauses_of
from forum.participation.actions import support_comment
from forum.participation.models import Contribution
from forum.participation.rules import Kind
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import Seen, words_of
from tests.people import person
from tests.queries import asked
from tests.world import (
    announced_consultation,
    comment,
    open_consultation,
    open_revision,
    planned_consultation,
)

pytestmark = both_databases


async def crowd_of(number: int) -> list[Actor]:
    return [await person(f"Warga{one}") for one in range(number)]


async def test_budi_reads_what_is_in_force_and_what_would_change(visit, omar, agency):
    ktp = await open_revision(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}")).text

    words = words_of(page)
    assert "A new identity card" in words
    assert "Closes" in words
    assert "in 12 days" in words
    assert "<del>14</del><ins>5</ins>" in page
    assert f"Fingerprint of version {ktp.version.number}" in words
    assert ktp.version.sha256 in words
    assert "Fourteen working days are too long for many." in words
    assert f"/standards/{ktp.standard.slug}/compare/1..2" in page


async def test_each_view_shows_its_own_text(visit, omar, agency):
    ktp = await open_revision(omar, agency)
    new = (await visit.get(f"/consultations/{ktp.slug}?view=new")).text
    old = (await visit.get(f"/consultations/{ktp.slug}?view=in-force")).text
    odd = (await visit.get(f"/consultations/{ktp.slug}?view=%00upside-down")).text

    assert "at most 5 working days" in words_of(new)
    assert "at most 14 working days" in words_of(old)
    assert "<del>14</del>" in odd
    assert not any(tag in ("ins", "del") for tag, _has in Seen(old).tags)


async def test_a_first_draft_is_plain_text(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}")).text

    assert "at most 14 working days" in words_of(page)
    assert "In force" not in words_of(page)
    assert not any(tag in ("ins", "del") for tag, _has in Seen(page).tags)


async def test_the_margin_counts_and_quotes_the_most_supported(visit, sari, budi, omar, agency):
    ktp = await open_consultation(omar, agency)
    await comment(sari, ktp, "Lima hari cukup.")
    loved = await comment(sari, ktp, "Tulislah **tanggalnya** pada bukti.")
    await comment(sari, ktp, "Sejak kapan dihitung?", kind=Kind.QUESTION)
    await comment(sari, ktp, "NIK 3201234567890123")
    await support_comment(budi, loved.ref)

    words = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    assert "2 comments, 1 question" in words
    assert "“Tulislah tanggalnya pada bukti.” Sari Wulandari" in words
    assert "3201234567890123" not in words


async def test_every_clause_leads_to_its_own_page(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}")).text

    links = {has.get("href") for tag, has in Seen(page).tags if tag == "a"}
    for clause in await clauses_of(ktp.version):
        assert f"/consultations/{ktp.slug}/clauses/{clause.label}" in links


async def test_the_page_asks_no_more_of_the_database_for_a_hundred_comments(
    visit, signed_in, sari, omar, agency
):
    ktp = await open_revision(omar, agency)
    with asked() as empty:
        await visit.get(f"/consultations/{ktp.slug}")
    crowd = await crowd_of(4)
    for number in range(100):
        label = None if number % 4 == 0 else f"{1 + number % 6}.1"
        await comment(crowd[number % 4], ktp, f"Masukan {number}.", label=label)
    with asked() as full:
        page = await visit.get(f"/consultations/{ktp.slug}")

    assert "100 contributions" in words_of(page.text)
    assert len(empty) <= len(full) <= 7
    async with signed_in(sari) as her:
        with asked() as hers:
            await her.get(f"/consultations/{ktp.slug}")
    assert len(hers) <= 8


async def test_before_opening_it_says_when_and_takes_nothing(visit, omar, agency):
    ktp = await announced_consultation(omar, agency)
    page = (await visit.get(f"/consultations/{ktp.slug}")).text

    assert "Comments open" in words_of(page)
    assert f"/consultations/{ktp.slug}/comments" not in Seen(page).forms


async def test_after_closing_it_says_when_the_answers_come(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    with later(days=20):
        await advance_due()
        page = (await visit.get(f"/consultations/{ktp.slug}")).text

    assert "Comments closed" in words_of(page)
    assert "Being answered" in words_of(page)
    assert f"/consultations/{ktp.slug}/comments" not in Seen(page).forms


async def test_a_pause_and_its_reason_are_told(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    await pause(omar, ktp.slug, "Listrik padam di kantor.")

    words = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    assert "Paused since" in words
    assert "Listrik padam di kantor." in words


async def test_a_withdrawal_and_its_reason_are_told(visit, sari, omar, agency):
    ktp = await open_consultation(omar, agency)
    await comment(sari, ktp, "Lima hari cukup.")
    await withdraw(omar, ktp.slug, "Peraturan pusat berubah.")

    words = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    assert "This consultation was withdrawn." in words
    assert "Peraturan pusat berubah." in words
    assert "1 comment" in words


async def test_a_warning_that_was_set_aside_names_the_official(visit, omar, agency):
    planned = await planned_consultation(omar, agency, clock.now() + timedelta(hours=20))
    await announce(omar, planned.slug, set_aside=["notice.brief"])

    words = words_of((await visit.get(f"/consultations/{planned.slug}")).text)
    assert "Announced all the same, by Omar Siregar:" in words
    assert "It was announced fewer days before its opening than recommended." in words


async def test_a_plan_is_nobodys_to_read_yet(visit, omar, agency):
    ktp = await planned_consultation(omar, agency)

    for address in (
        "",
        "/clauses/3.1",
        "/contributions",
        "/responses",
        "/summary",
        "/summary.json",
    ):
        assert (await visit.get(f"/consultations/{ktp.slug}{address}")).status_code == 404


async def test_a_long_list_about_the_whole_draft_leads_to_all_of_it(visit, omar, agency):
    ktp = await open_consultation(omar, agency)
    for one in await crowd_of(12):
        await comment(one, ktp, "Setuju.", label=None)

    page = (await visit.get(f"/consultations/{ktp.slug}")).text
    assert await Contribution.all().count() == 12
    assert page.count('<article class="voice"') == 10
    assert f"/consultations/{ktp.slug}/contributions?clause=whole" in page


@pytest.mark.parametrize("address", ["/consultations/nothing-here", "/consultations/A%00B"])
async def test_a_consultation_that_is_not_there_is_a_page_with_a_sentence(visit, address):
    page = await visit.get(address)

    assert page.status_code == 404
    assert "<h1>" in page.text
