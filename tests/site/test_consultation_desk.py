"""Omar plans, checks and announces a consultation at his desk, and changes what he announced."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from forum.consultations.actions import advance_due
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.drafts.models import Version
from forum.drafts.rules import VersionState
from forum.web.moments import write_moment
from tests.clocks import later
from tests.world import (
    KTP,
    announced_consultation,
    draft_version,
    open_consultation,
    planned_consultation,
    standard_in_force,
)

ZONE = "Asia/Makassar"


def typed(**changes: str) -> dict[str, str]:
    opens = clock.now() + timedelta(days=9)
    return {
        "standard": KTP,
        "title_id": "KTP elektronik baru",
        "title_en": "A new identity card",
        "lead_id": "Waktu tunggu",
        "zone": ZONE,
        "opens": write_moment(opens, ZONE),
        "closes": write_moment(opens + timedelta(days=15), ZONE),
        "answers": write_moment(opens + timedelta(days=29), ZONE),
        "contact": "disdukcapil@contoh.go.id",
        "privacy_id": "Nama dan masukan Anda dapat dibaca umum.",
        **changes,
    }


async def test_omar_sees_that_a_draft_waits_for_a_consultation(omar, agency, signed_in):
    await draft_version(omar, agency)

    async with signed_in(omar) as his:
        page = (await his.get("/desk/consultations")).text
        assert "Drafts without a consultation" in page
        form = (await his.get(f"/desk/consultations/new?standard={KTP}")).text

    assert "Plan a consultation" in form
    assert 'value="Asia/Makassar" selected' in form
    assert "Announced at least 7 days before" in form
    assert re.search(r'name="opens" type="datetime-local" value="20\d\d-\d\d-\d\dT08:00"', form)


async def test_the_plan_that_is_suggested_can_be_kept_as_it_is(omar, agency, signed_in):
    await draft_version(omar, agency)

    async with signed_in(omar) as his:
        form = (await his.get(f"/desk/consultations/new?standard={KTP}")).text
        fields = dict(re.findall(r'name="(\w+)" type="[\w-]+" value="([^"]*)"', form))
        fields |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', form))
        sent = {**fields, "standard": KTP, "zone": ZONE}
        kept = await his.post("/desk/consultations", data=sent)
        page = (await his.get(kept.headers["location"])).text

    assert kept.status_code == 303
    assert "What stands in the way" in page
    assert "The explanatory note is missing" in page
    assert "should be announced at least" not in page
    assert "should be open for" not in page


async def test_omar_plans_sees_findings_sets_a_warning_aside_and_announces(
    omar, agency, signed_in, visit
):
    await planned_consultation(omar, agency)
    made = await Consultation.get()
    desk = f"/desk/consultations/{made.slug}"
    soon = clock.now() + timedelta(days=3)
    times = {
        "opens": write_moment(soon, ZONE),
        "closes": write_moment(soon + timedelta(days=15), ZONE),
    }

    async with signed_in(omar) as his:
        assert "Ready to be announced" in (await his.get(desk)).text
        await his.post(f"{desk}/plan", data=typed(**times))
        page = (await his.get(desk)).text
        assert "Ready, with warnings" in page
        assert "It should be announced at least 7 days before it opens." in page

        refused = await his.post(f"{desk}/announcement", data={})
        assert refused.status_code == 409
        assert "set them aside in your name" in refused.text
        assert (await visit.get(f"/consultations/{made.slug}")).status_code == 404

        announced = await his.post(f"{desk}/announcement", data={"set_aside": "notice.brief"})
        assert announced.status_code == 303
        page = (await his.get(desk)).text

    assert "Announced" in page
    assert f"Warnings set aside by {omar.name}" in page
    public = (await visit.get(f"/consultations/{made.slug}")).text
    assert f"Announced all the same, by {omar.name}" in public
    assert "fewer days before its opening than recommended" in public
    assert (await Version.get(id=made.version_id)).state is VersionState.FROZEN


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("opens", "besok pagi", "Write a date and a time, such as 2026-11-30 16:00."),
        ("closes", "2026-02-30T16:00", "Write a date and a time, such as 2026-11-30 16:00."),
        ("answers", "12026-02-20T16:00", "Write a date and a time, such as 2026-11-30 16:00."),
        ("closes", "1026-02-20T16:00", "Write a year between 2000 and 2099."),
        ("zone", "Asia/Atlantis", "Choose one of the time zones offered."),
        ("zone", "../../etc/passwd", "Choose one of the time zones offered."),
        ("title_id", "  ", "Give the consultation a title."),
        ("title_en", "x" * 201, "Write at most 200 characters."),
        ("contact", "x" * 301, "Write at most 300 characters."),
        ("privacy_id", "x" * 5001, "Write at most 5000 characters."),
    ],
)
async def test_what_cannot_be_read_comes_back_with_a_sentence_and_nothing_is_lost(
    omar, agency, signed_in, field, value, sentence
):
    await draft_version(omar, agency)
    sent = typed(lead_id="Kalimat yang tidak boleh hilang", **{field: value})

    async with signed_in(omar) as his:
        answer = await his.post("/desk/consultations", data=sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kalimat yang tidak boleh hilang" in answer.text
    if value.strip() and field != "zone":
        assert value in answer.text
    assert not await Consultation.exists()


async def test_a_plan_that_cannot_be_kept_leaves_the_former_one(omar, agency, signed_in):
    made = await planned_consultation(omar, agency)

    async with signed_in(omar) as his:
        sent = typed(opens="entah", title_en="Typed and not lost")
        answer = await his.post(f"/desk/consultations/{made.slug}/plan", data=sent)

    assert answer.status_code == 422
    assert "Typed and not lost" in answer.text
    assert (await find_consultation(made.slug)).opens_at == made.opens_at


async def test_without_a_draft_omar_is_told_to_begin_one(omar, agency, signed_in):
    await standard_in_force(omar, agency)

    async with signed_in(omar) as his:
        answer = await his.post("/desk/consultations", data=typed())

    assert answer.status_code == 409
    assert "Begin a new version first." in answer.text


async def test_omar_extends_and_everybody_reads_the_new_time(omar, agency, signed_in, visit):
    made = await open_consultation(omar, agency)
    desk = f"/desk/consultations/{made.slug}"
    longer = made.closes_at + timedelta(days=4)

    async with signed_in(omar) as his:
        assert "Extend the consultation" in (await his.get(desk)).text
        earlier = {"closes": write_moment(clock.now(), ZONE), "reason": "Cukup."}
        refused = await his.post(f"{desk}/extension", data=earlier)
        assert refused.status_code == 422
        assert "can only be extended" in refused.text
        assert "Cukup." in refused.text

        sent = {"closes": write_moment(longer, ZONE), "reason": "Hari libur nasional."}
        assert (await his.post(f"{desk}/extension", data=sent)).status_code == 303
        page = (await his.get(desk)).text

    assert "“Hari libur nasional.”" in page
    assert "instead of" in page
    assert "in 16 days" in (await visit.get("/consultations")).text


async def test_a_reason_is_asked_for_and_the_rest_is_kept(omar, agency, signed_in):
    made = await open_consultation(omar, agency)

    async with signed_in(omar) as his:
        answer = await his.post(
            f"/desk/consultations/{made.slug}/extension",
            data={"closes": "2099-01-01T10:00", "reason": "\u200b \t"},
        )

    assert answer.status_code == 422
    assert "Say why in a sentence." in answer.text
    assert "2099-01-01T10:00" in answer.text


async def test_maya_pauses_and_omar_goes_on(maya, omar, agency, signed_in, visit):
    made = await open_consultation(omar, agency)
    desk = f"/desk/consultations/{made.slug}"

    async with signed_in(maya) as hers:
        page = (await hers.get(desk)).text
        assert "Pause the consultation" in page
        assert "Withdraw the consultation" not in page
        await hers.post(f"{desk}/pause", data={"reason": "Gangguan listrik."})
    assert "Gangguan listrik." in (await visit.get(f"/consultations/{made.slug}")).text

    async with signed_in(omar) as his:
        page = (await his.get(desk)).text
        assert "Go on with the consultation" in page
        assert "Extend the consultation" not in page
        await his.post(f"{desk}/resumption", data={"reason": "Listrik menyala."})
    assert (await find_consultation(made.slug)).phase is Phase.OPEN


async def test_a_withdrawn_consultation_cannot_be_paused_from_another_window(
    omar, agency, signed_in
):
    made = await open_consultation(omar, agency)
    desk = f"/desk/consultations/{made.slug}"

    async with signed_in(omar) as his:
        assert (await his.get(f"{desk}/withdrawal")).status_code == 200
        await his.post(f"{desk}/withdrawal", data={"reason": "Diganti peraturan pusat."})
        late = await his.post(f"{desk}/pause", data={"reason": "Terlambat."})

    assert late.status_code == 409
    assert "This is not possible while the consultation is “Withdrawn”." in late.text


@pytest.mark.parametrize("deed", ["extension", "pause", "resumption", "withdrawal", "plan"])
async def test_rina_changes_nothing_and_sari_does_not_even_look(
    deed, rina, sari, omar, agency, signed_in
):
    made = await open_consultation(omar, agency)
    desk = f"/desk/consultations/{made.slug}"

    async with signed_in(rina) as hers:
        looked = await hers.get(desk)
        refused = await hers.post(f"{desk}/{deed}", data={"reason": "Sebab.", **typed()})
    async with signed_in(sari) as hers:
        unseen = await hers.get(desk)

    assert looked.status_code == 200
    assert "Change what was announced" not in looked.text
    assert refused.status_code == 403
    assert unseen.status_code == 403


async def test_desks_say_that_a_plan_waits(omar, agency, signed_in):
    await planned_consultation(omar, agency)

    async with signed_in(omar) as his:
        page = (await his.get("/desk")).text

    assert "Plan and announce: A new identity card" in page


async def test_the_ruler_moves_with_the_clock(omar, agency, signed_in):
    made = await announced_consultation(omar, agency)

    async with signed_in(omar) as his:
        page = (await his.get(f"/desk/consultations/{made.slug}")).text
        assert "Stage 2 of 7: announced." in page
    with later(days=9):
        await advance_due()
    async with signed_in(omar) as his:
        page = (await his.get(f"/desk/consultations/{made.slug}")).text
    assert "Stage 3 of 7: open." in page
    assert "Next: it closes" in page
