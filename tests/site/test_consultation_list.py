"""The list of all consultations, and what an address may ask of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.consultations.actions import advance_due, extend, withdraw
from tests.clocks import later
from tests.databases import both_databases
from tests.world import (
    announced_consultation,
    another_consultation,
    open_consultation,
    planned_consultation,
)


async def two_consultations(omar, agency):
    """The identity card is open; the family card is announced."""
    first = await open_consultation(omar, agency)
    with later(days=-5):
        await another_consultation(omar, agency, first.opens_at + timedelta(days=5))


@both_databases
async def test_all_that_was_announced_is_listed_what_is_open_first(omar, agency, visit):
    await two_consultations(omar, agency)

    page = (await visit.get("/consultations")).text

    assert page.index("A new identity card") < page.index("A new family card")
    assert "2 consultations" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?phase=open", ["A new identity card"]),
        ("?phase=announced", ["A new family card"]),
        ("?phase=published", []),
        ("?q=FAMILY", ["A new family card"]),
        ("?q=keluarga+kartu", ["A new family card"]),
        ("?q=civil", ["A new identity card", "A new family card"]),
        ("?q=nowhere", []),
        ("?agency=disdukcapil&phase=open", ["A new identity card"]),
        ("?agency=there-is-none", []),
    ],
)
async def test_the_list_is_narrowed_by_phase_agency_and_words(query, found, omar, agency, visit):
    await two_consultations(omar, agency)

    page = (await visit.get(f"/consultations{query}")).text

    for title in ("A new identity card", "A new family card"):
        assert (title in page) is (title in found)
    assert ("No consultation fits." in page) is (not found)


@pytest.mark.parametrize(
    "query",
    [
        "?phase=drafting",
        "?phase=nonsense",
        "?phase=%00&agency=%ff&q=%E2%80%AE",
        "?page=0",
        "?page=-1",
        "?page=99999999999999999999",
        "?page=²",
        f"?q={'a' * 5000}",
    ],
)
async def test_nothing_that_an_address_asks_for_fails(query, omar, agency, visit):
    await announced_consultation(omar, agency)

    assert (await visit.get(f"/consultations{query}")).status_code == 200


async def test_a_plan_is_not_listed_and_neither_is_one_that_was_given_up(omar, agency, visit):
    planned = await planned_consultation(omar, agency)
    assert "A new identity card" not in (await visit.get("/consultations")).text

    await withdraw(omar, planned.slug, "Tidak jadi.")
    assert "A new identity card" not in (await visit.get("/consultations")).text


async def test_a_withdrawn_consultation_stays_in_the_list(omar, agency, visit):
    made = await open_consultation(omar, agency)
    await withdraw(omar, made.slug, "Diganti peraturan pusat.")

    page = (await visit.get("/consultations?phase=withdrawn")).text

    assert "A new identity card" in page
    assert "Withdrawn" in page


@both_databases
async def test_an_extended_consultation_is_listed_once(omar, agency, visit):
    announced = await announced_consultation(omar, agency)
    await extend(omar, announced.slug, announced.closes_at + timedelta(days=1), "Hari libur.")

    assert (await visit.get("/consultations")).text.count("A new identity card") == 1


async def test_closed_consultations_say_by_when_they_are_answered(omar, agency, visit):
    await open_consultation(omar, agency, days=15)
    await advance_due()

    page = (await visit.get("/consultations?phase=answering")).text

    assert "Answers by" in page
    assert "in 13 days" in page
