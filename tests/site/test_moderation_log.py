"""What moderators decided, for everybody: figures from the record, and nothing that was hidden."""

from __future__ import annotations

import csv
import io
import json

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.audit.rules import leaf_hash
from forum.core import clock
from forum.moderation.actions import (
    Again,
    Judgement,
    Reporting,
    decide,
    draw_reviews,
    judge_again,
    report,
)
from forum.moderation.models import Decision, Report, Review
from forum.moderation.rules import Measure
from forum.moderation.rules.drawing import week_of
from forum.moderation.rules.figures import TYPES, figures_of
from forum.participation.rules import Showing
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import words_of
from tests.people import person
from tests.world import comment, open_consultation

HIDE = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina orang.")
KEEP = Judgement(Measure.KEEP, Showing.SHOWN)
SAID = "Petugas loket bodoh semua."


async def a_week(maya, omar, sari, budi, agency):
    """One comment is reported and hidden three hours later, one is kept, one is judged again."""
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    consultation = await open_consultation(omar, agency)
    bad, good = await comment(sari, consultation, SAID), await comment(sari, consultation)
    with later(hours=-3):
        await report(budi, bad.ref, Reporting("insult", once="kunci-laporan-1"))
    await decide(maya, bad.ref, HIDE)
    await decide(maya, good.ref, KEEP)
    await draw_reviews({"week": week_of(clock.now())})
    [review] = await Review.all().select_related("decision")
    await judge_again(dewi, review.ref, Again(review.decision.measure, review.decision.rule))
    return consultation, bad, good


async def test_the_log_says_what_was_decided_by_which_rule_and_where_its_receipt_is(
    visit, maya, omar, sari, budi, agency
):
    consultation, bad, good = await a_week(maya, omar, sari, budi, agency)
    page = await visit.get("/moderation")
    words = words_of(page.text)

    assert "2 decisions" in words
    assert "Hidden: rule 2, Insult and hate" in words
    assert "After a report." in words
    assert f"/comments/{bad.ref}" in page.text
    assert f"/comments/{good.ref}" in page.text
    assert "bodoh" not in words
    assert "Menghina orang." not in words
    for name in ("Sari", "Maya", "Budi"):
        assert name not in words
    told = (await visit.get("/moderation.json")).json()
    receipt = await visit.get(f"/r/{told['decisions'][0]['receipt']}")
    assert "moderation.decided" in receipt.text
    assert consultation.slug == told["decisions"][0]["consultation"]


async def test_the_figures_say_of_how_many(visit, maya, omar, sari, budi, agency):
    await a_week(maya, omar, sari, budi, agency)
    words = words_of((await visit.get("/moderation")).text)

    for sentence in (
        "Taken by a program 0 of 2",
        "With a reason to the author 1 of 1",
        "Hidden without a decision 0",
        "Half of them within 3 hours",
        "Decided within 24 hours 1 of 1",
        "Came to the same 1 of 1",
        "Reports received 1",
    ):
        assert sentence in words


@both_databases
async def test_from_the_entries_alone_the_same_figures_come_out(
    app, visit, maya, omar, sari, budi, agency
):
    await a_week(maya, omar, sari, budi, agency)
    told = (await visit.get("/moderation.json")).json()["figures"]

    raw = [row.entry.encode() for row in await LogEntry.all().order_by("seq")]
    await Report.all().delete()
    await Review.all().delete()
    await Decision.all().delete()

    lines = [(leaf_hash(one), json.loads(one)) for one in raw]
    assert figures_of([one for one in lines if one[1]["type"] in TYPES]).as_json() == told
    assert figures_of(lines).as_json() == told
    assert (await visit.get("/moderation.json")).json()["figures"] == told


async def test_it_is_narrowed_by_agency_consultation_and_measure(
    visit, maya, omar, sari, budi, agency
):
    consultation, bad, good = await a_week(maya, omar, sari, budi, agency)
    for query, found in (
        ("measure=hide", {bad.ref}),
        ("measure=keep", {good.ref}),
        (f"consultation={consultation.slug}", {bad.ref, good.ref}),
        ("agency=disdukcapil&measure=redact", set()),
        ("agency=tidak-ada&consultation=%00&measure=evil&page=-1", {bad.ref, good.ref}),
    ):
        decisions = (await visit.get(f"/moderation.json?{query}")).json()["decisions"]
        assert {one["comment"] for one in decisions} == found
        page = await visit.get(f"/moderation?{query}")
        assert page.status_code == 200
        assert (f"/comments/{bad.ref}" in page.text) is (bad.ref in found)


async def test_it_opens_in_a_spreadsheet(visit, maya, omar, sari, budi, agency):
    _consultation, bad, good = await a_week(maya, omar, sari, budi, agency)
    answer = await visit.get("/moderation.csv")

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["comment"] for row in rows] == [good.ref, bad.ref]
    assert (rows[1]["measure"], rows[1]["rule"]) == ("hide", "insult")
    assert 10_790 < int(rows[1]["waited_seconds"]) < 10_900


async def test_where_nothing_was_decided_it_says_so(visit, agency):
    words = words_of((await visit.get("/moderation")).text)

    assert "No moderator has decided anything here." in words
    assert "nothing to count yet" in words


async def test_it_is_found_from_every_page_the_record_the_rules_and_a_consultation(
    visit, omar, agency
):
    consultation = await open_consultation(omar, agency)
    for place in ("/", "/record", "/rules"):
        assert 'href="/moderation"' in (await visit.get(place)).text
    page = (await visit.get(f"/consultations/{consultation.slug}")).text
    assert f'href="/moderation?consultation={consultation.slug}"' in page
