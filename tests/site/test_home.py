"""The first page: a real sentence, what is open, and whether offices answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.consultations.actions import advance_due, begin_next_version, pause
from forum.core import clock
from forum.drafts.actions import edit_clause
from forum.drafts.fields import read_fields
from forum.drafts.queries import find_clause
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import support_comment
from forum.publication.actions import write_summary
from forum.responses.actions import approve, propose, write_response
from forum.responses.rules import Answer, Disposition
from tests.answering import publish_after_look
from tests.clocks import later
from tests.databases import both_databases
from tests.queries import asked
from tests.world import (
    KTP,
    another_consultation,
    comment,
    open_consultation,
    open_revision,
    planned_consultation,
)

NEW_WORDS = {"id": "Paling lama 5 hari kerja", "en": "At most 5 working days"}


async def finish(omar, rina, consultation, said):
    """Answer all that was said with one change in clause 3.1, and publish."""
    version = await begin_next_version(omar, consultation.slug)
    clause = await find_clause(version, "3.1")
    await edit_clause(
        omar, version.ref, clause.lineage, clause.revision, NEW_WORDS, read_fields(clause.typed)
    )
    with later(days=13):
        await advance_due()
        answer = Answer(
            Disposition.ACCEPTED,
            "Batasnya diturunkan.",
            tuple(one.ref for one in said),
            changes=(clause.lineage,),
        )
        response = await write_response(omar, consultation.slug, answer)
        await propose(omar, response.ref)
        await approve(rina, response.ref)
        await write_summary(omar, consultation.slug, {"id": "Selesai."}, revision=0)
        await publish_after_look(omar, consultation.slug)


async def test_an_empty_forum_says_so_and_points_to_what_there_is(visit):
    page = (await visit.get("/")).text

    assert "Nothing is open for comments just now." in page
    assert "Do offices answer?" not in page
    assert "Changed because of citizens" not in page


@both_databases
async def test_what_is_open_stands_with_its_closing_time_and_what_is_said(
    sari, budi, omar, agency, visit
):
    consultation = await open_consultation(omar, agency)
    await comment(sari, consultation)
    await comment(sari, consultation, "Tulislah tanggalnya.")
    await comment(budi, consultation, "Mengapa masih perlu fotokopi?", label="1.2")

    page = (await visit.get("/")).text

    assert "A new identity card" in page
    assert "3 contributions from 2 people" in page
    assert "Most discussed: time limit, requirements" in page
    assert "in 12 days" in page
    assert " WITA" in page


async def test_plans_are_nobodys_to_read_and_announced_ones_open_soon(omar, agency, visit):
    await planned_consultation(omar, agency)
    await another_consultation(omar, agency, clock.now() + timedelta(days=9))

    page = (await visit.get("/")).text

    assert "A new identity card" not in page
    assert "Open soon" in page
    assert "A new family card" in page
    assert "All 1 consultation" in page


async def test_a_paused_consultation_stands_after_those_that_can_be_taken_part_in(
    omar, agency, visit
):
    first = await open_consultation(omar, agency)
    with later(days=-9):
        await another_consultation(omar, agency, first.opens_at + timedelta(days=1))
    await advance_due()
    await pause(omar, first.slug, "Gangguan listrik.")

    page = (await visit.get("/")).text

    assert page.index("A new family card") < page.index("A new identity card")
    assert "The time lost is added at the end." in page


async def test_while_nothing_has_been_changed_the_first_sentence_is_one_that_is_proposed(
    omar, agency, visit
):
    await open_revision(omar, agency)

    page = (await visit.get("/")).text

    assert "<del>14</del><ins>5</ins>" in page
    assert "Proposed by Civil Registration Office. You can comment until" in page


@both_databases
async def test_the_first_sentence_names_who_changed_it_and_leads_to_why(
    sari, budi, omar, rina, agency, visit
):
    consultation = await open_consultation(omar, agency)
    said = [
        await comment(sari, consultation),
        await comment(budi, consultation, "Empat belas hari terlalu lama."),
    ]

    await finish(omar, rina, consultation, said)

    page = (await visit.get("/")).text

    assert "<ins>" in page
    assert "Changed because of Sari Wulandari and 1 other." in page
    assert f'href="/standards/{KTP}/v2/clauses/3.1"' in page
    assert "2 of 2" in page
    assert "Do offices answer?" in page


async def test_one_supported_comment_is_told_with_its_support(
    sari, budi, omar, rina, agency, visit
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation)
    await support_comment(budi, said.ref)

    await finish(omar, rina, consultation, [said])

    page = (await visit.get("/")).text
    assert "Changed because of Sari Wulandari, supported by 1 person." in page


async def test_nobody_is_named_whose_words_are_hidden(sari, maya, omar, rina, agency, visit):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation)
    await decide(maya, said.ref, Judgement(Measure.HIDE, said.showing, "insult", "Menghina."))

    await finish(omar, rina, consultation, [said])

    page = (await visit.get("/")).text
    assert "Changed because of what people said." in page
    assert "Sari" not in page


@pytest.mark.parametrize("address", ["/", "/consultations"])
async def test_more_consultations_and_comments_ask_no_more_of_the_database(
    address, sari, omar, agency, visit
):
    first = await open_consultation(omar, agency)
    await comment(sari, first)
    await visit.get(address)
    with asked() as one:
        await visit.get(address)

    with later(days=-9):
        await another_consultation(omar, agency, first.opens_at + timedelta(days=1))
    await advance_due()
    for number in range(5):
        await comment(sari, first, f"Masukan nomor {number}.", label="1.1")
    with asked() as many:
        await visit.get(address)

    assert len(many) == len(one)
