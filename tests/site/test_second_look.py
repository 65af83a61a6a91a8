"""What Sari, Omar and Rina read and do in the second look; what a late agency shows."""

import pytest

from forum.consultations.actions import put_off_answers, take_late
from forum.participation.actions import admit_late
from forum.responses.models import Objection
from tests.answering import being_answered, looked_at
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import words_of
from tests.world import comment

pytestmark = [pytest.mark.anyio, both_databases]


async def test_budi_objects_on_his_page_and_the_desk_settles_it(
    signed_in, visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await looked_at(omar, rina, round_)
    page = f"/comments/{round_.budi.ref}"
    async with signed_in(budi) as him:
        assert "Is this answer right?" in words_of((await him.get(page)).text)
        form = {"kind": "wrong_fact", "sentence": ""}
        refused = await him.post(f"{page}/objection", data=form)
        assert refused.status_code == 422
        form = {"kind": "wrong_fact", "sentence": "Sabtu hari kerja."}
        assert (await him.post(f"{page}/objection", data=form)).status_code == 303
        assert "Sabtu hari kerja." in words_of((await him.get(page)).text)
    seen = words_of((await visit.get(page)).text)
    assert "it says something that is not true" in seen
    assert "Sabtu hari kerja." not in seen
    ref = (await Objection.get()).ref
    desk = f"/desk/consultations/{round_.slug}/objections"
    async with signed_in(omar) as official, signed_in(rina) as reviewer:
        assert "An author objects" in words_of((await official.get("/desk")).text)
        assert "Sabtu hari kerja." in words_of((await official.get(desk)).text)
        data = {"reason": "Perda baru menyebut lima hari."}
        await official.post(f"/desk/objections/{ref}/keeping", data=data)
        late = await official.post(f"/desk/objections/{ref}/keeping", data={"reason": "Terlambat."})
        assert (late.status_code, "Terlambat." in late.text) == (409, True)
        assert (await official.post(f"/desk/objections/{ref}/agreement")).status_code == 403
        back = await reviewer.post(f"/desk/objections/{ref}/return", data={"why": " "})
        assert back.status_code == 422
        assert (await reviewer.post(f"/desk/objections/{ref}/agreement")).status_code == 303
    assert "two people looked at it" in words_of((await visit.get(page)).text)


async def test_late_answers_stand_on_the_page_of_the_agency(visit, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    with later(days=7):
        page = words_of((await visit.get(f"/agencies/{agency.slug}")).text)
        assert "The answers are late" in page
        assert "Late" in words_of((await visit.get(f"/consultations/{round_.slug}")).text)
    due = round_.consultation.respond_by
    assert due is not None
    await put_off_answers(omar, round_.slug, due.replace(year=due.year + 1), "Staf sakit.")
    assert "were put off" in words_of((await visit.get(f"/consultations/{round_.slug}")).text)


async def test_what_came_late_does_not_say_that_an_answer_is_owed(visit, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await take_late(omar, round_.slug, "Kapal tidak berlayar.")
    late = await comment(budi, round_.consultation, "Baru ada sinyal.")
    page = words_of((await visit.get(f"/comments/{late.ref}")).text)
    assert "Came late, need not be answered" in page
    assert "answers with a reason" not in page
    await admit_late(omar, late.ref, "Pulau itu tidak punya sinyal.")
    page = words_of((await visit.get(f"/comments/{late.ref}")).text)
    assert "Waits for an answer" in page
    assert "answers with a reason" in page
