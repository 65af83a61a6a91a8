"""Omar plans a session at his desk: when and where, point by point, until it is announced."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from forum.access.policy import Role
from forum.core import clock
from forum.sessions.models import AgendaItem, Session
from forum.sessions.queries import find_session, plan_of
from forum.sessions.rules import State, Step
from forum.voting.rules import Majority, Method, Ranking, Results, Secrecy, Stance
from forum.web.moments import write_moment
from tests.meeting import announced_session, chair_of, planned_session, session_with_open_doors
from tests.people import person
from tests.world import open_revision

ZONE = "Asia/Makassar"


def typed(**changes: str) -> dict[str, str]:
    starts = clock.now() + timedelta(days=3)
    return {
        "title_id": "Pembahasan standar KTP",
        "title_en": "Discussing the identity card",
        "starts_at": write_moment(starts, ZONE),
        "ends_at": write_moment(starts + timedelta(hours=2), ZONE),
        "place": "Balai Desa Contoh",
        "link": "https://contoh.go.id/siaran",
        "access_id": "Ada juru bahasa isyarat.",
        "speaking_seconds": "90",
        **changes,
    }


def item(**changes: str | list[str]) -> dict[str, str | list[str]]:
    return {"title_id": "Batas waktu", "minutes": "20", "steps": ["read", "outcome"], **changes}


def poll(prefix: str, **changes: str) -> dict[str, str]:
    asked = {"question_id": "Apakah lima hari dapat diterima?", **changes}
    return {f"{prefix}.{name}": value for name, value in asked.items()}


async def agenda(session: Session) -> list[AgendaItem]:
    return await AgendaItem.filter(session_id=session.id).order_by("position")


async def test_omar_plans_a_session_puts_clauses_on_the_agenda_and_announces_it(
    omar, agency, signed_in, visit
):
    consultation = await open_revision(omar, agency)

    async with signed_in(omar) as his:
        desk = (await his.get("/desk/sessions")).text
        assert "No session has been planned yet." in desk
        form = (await his.get(f"/desk/consultations/{consultation.slug}/sessions/new")).text
        assert "T19:00" in form
        made = await his.post(f"/desk/consultations/{consultation.slug}/sessions", data=typed())
        plan = made.headers["location"]
        page = (await his.get(plan)).text
        assert "Nothing is on the agenda yet." in page
        refused = await his.post(plan.replace("/plan", "/announcement"))
        assert refused.status_code == 409
        assert "The agenda is empty. Add what will be discussed." in refused.text

        clauses = re.findall(r'name="clauses" value="(\w+)"', page)
        await his.post(plan.replace("/plan", "/agenda"), data={"clauses": clauses[14:16]})
        page = (await his.get(plan)).text
        assert "30 of 120 minutes are planned." in page
        announced = await his.post(plan.replace("/plan", "/announcement"))
        assert announced.status_code == 303
        assert "Announced" in (await his.get(plan)).text

    session = await Session.get()
    first, second = await agenda(session)
    assert session.state is State.ANNOUNCED
    assert (first.lineage, second.lineage) == (clauses[14], clauses[15])
    assert first.steps == ["read", "questions", "speakers", "outcome"]
    assert (await visit.get(f"/sessions/{session.code}")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title_id", " ", "Give the session a title."),
        ("starts_at", "besok malam", "Write a date and a time, such as 2026-11-30 16:00."),
        ("ends_at", "2020-01-01T10:00", "It must end after it begins, within a day."),
        ("link", "contoh.go.id", "Write the whole address, beginning with https://."),
        ("speaking_seconds", "dua menit", "Write a whole number."),
        ("speaking_seconds", "5", "Choose between 15 seconds and one hour."),
        ("place", "x" * 301, "Write at most 300 characters."),
    ],
)
async def test_what_cannot_be_read_comes_back_with_a_sentence_and_nothing_is_lost(
    omar, agency, signed_in, field, value, sentence
):
    consultation = await open_revision(omar, agency)
    sent = typed(access_en="A sentence that must not be lost", **{field: value})

    async with signed_in(omar) as his:
        again = await his.post(f"/desk/consultations/{consultation.slug}/sessions", data=sent)

    assert again.status_code == 422
    assert sentence in again.text
    assert "A sentence that must not be lost" in again.text
    assert value.strip() in again.text
    assert not await Session.exists()


async def test_a_point_asks_a_straw_poll_and_a_formal_vote(omar, agency, signed_in):
    session = await planned_session(omar, await open_revision(omar, agency))
    sent = {
        **item(steps=["read", "straw", "vote", "outcome"]),
        **poll("straw"),
        **poll(
            "vote",
            answers="own",
            own_id="Lima hari\nTujuh hari",
            own_en="Five days\nSeven days",
            abstain="yes",
            secrecy="open",
            majority="two_thirds",
            quorum="12",
            results="at_close",
            minutes="3",
        ),
    }

    async with signed_in(omar) as his:
        kept = await his.post(f"/desk/sessions/{session.code}/agenda/new", data=sent)
        page = (await his.get(kept.headers["location"])).text

    assert "Formal vote: Apakah lima hari dapat diterima? (one answer)" in page
    last = (await plan_of(await find_session(session.ref))).agenda[-1]
    assert last.steps == (Step.READ, Step.STRAW, Step.VOTE, Step.OUTCOME)
    assert last.straw is not None
    assert last.vote is not None
    assert [one["stance"] for one in last.straw.options] == ["agree", "abstain", "disagree"]
    assert last.straw.majority is Majority.PLURALITY
    assert [one["words"]["id"] for one in last.vote.options] == [
        "Lima hari",
        "Tujuh hari",
        "Abstain",
    ]
    assert last.vote.options[1]["words"]["en"] == "Seven days"
    assert last.vote.options[2]["stance"] == Stance.ABSTAIN
    assert (last.vote.secrecy, last.vote.majority) == (Secrecy.OPEN, Majority.TWO_THIRDS)
    assert (last.vote.quorum, last.vote.seconds) == (12, 180)
    assert last.vote.results is Results.AT_CLOSE


@pytest.mark.parametrize(
    ("way", "method", "ranking", "majority"),
    [
        ("approval", Method.APPROVAL, Ranking.SCHULZE, Majority.SIMPLE),
        ("score", Method.SCORE, Ranking.SCHULZE, Majority.PLURALITY),
        ("schulze", Method.RANKED, Ranking.SCHULZE, Majority.PLURALITY),
        ("irv", Method.RANKED, Ranking.IRV, Majority.PLURALITY),
        ("consent", Method.CONSENT, Ranking.SCHULZE, Majority.CONSENSUS),
    ],
)
async def test_every_way_of_voting_can_be_chosen_and_comes_back_in_the_form(
    omar, agency, signed_in, way, method, ranking, majority
):
    session = await planned_session(omar, await open_revision(omar, agency))
    vote = poll("vote", way=way, answers="own", own_id="Lima hari\nTujuh hari\nSepuluh hari")

    async with signed_in(omar) as his:
        await his.post(
            f"/desk/sessions/{session.code}/agenda/new", data={**item(steps=["vote"]), **vote}
        )
        last = (await agenda(session))[-1]
        form = (await his.get(f"/desk/sessions/{session.code}/agenda/{last.ref}")).text

    plan = (await plan_of(await find_session(session.ref))).agenda[-1].vote
    assert plan is not None
    assert (plan.method, plan.ranking, plan.majority) == (method, ranking, majority)
    assert re.search(rf'name="vote.way" value="{way}" checked', form)
    assert ("Sepuluh hari" in form) is (way != "consent")


async def test_a_point_that_cannot_be_kept_comes_back_as_it_was_typed(omar, agency, signed_in):
    session = await planned_session(omar, await open_revision(omar, agency))
    sent = {
        **item(title_id="", minutes="setengah jam", steps=["straw", "vote"]),
        **poll("straw", way="approval"),
        **poll("vote", question_id="", quorum="-1", own_id="Kata yang tidak boleh hilang"),
    }

    async with signed_in(omar) as his:
        again = await his.post(f"/desk/sessions/{session.code}/agenda/new", data=sent)

    assert again.status_code == 422
    assert "Write a whole number." in again.text
    assert "This way of voting needs answers of your own." in again.text
    assert "Write a number of at least 0." in again.text
    assert "Kata yang tidak boleh hilang" in again.text
    assert "setengah jam" in again.text
    assert len(await agenda(session)) == 3


async def test_a_question_without_words_and_a_point_without_a_name_are_told_where_they_stand(
    omar, agency, signed_in
):
    session = await planned_session(omar, await open_revision(omar, agency))
    new = f"/desk/sessions/{session.code}/agenda/new"

    async with signed_in(omar) as his:
        nameless = await his.post(new, data=item(title_id=""))
        wordless = await his.post(new, data={**item(steps=["vote"]), "vote.question_id": ""})

    assert 'href="#f-title_id">Give this item a title' in nameless.text
    assert 'href="#f-vote.question_id">Write the question.' in wordless.text


async def test_points_change_places_and_go(omar, agency, signed_in):
    session = await planned_session(omar, await open_revision(omar, agency))
    opening, limit, closing = [one.ref for one in await agenda(session)]
    there = f"/desk/sessions/{session.code}/agenda"

    async with signed_in(omar) as his:
        await his.post(f"{there}/{closing}/move", data={"to": "up"})
        assert [one.ref for one in await agenda(session)] == [opening, closing, limit]
        await his.post(f"{there}/{opening}/removal")
        assert [one.ref for one in await agenda(session)] == [closing, limit]
        gone = await his.post(f"{there}/{opening}/move", data={"to": "down"})

    assert gone.status_code == 404
    assert "This point is not on the agenda any more." in gone.text


async def test_who_comes_second_keeps_what_was_typed_and_can_save_again(omar, agency, signed_in):
    session = await planned_session(omar, await open_revision(omar, agency))
    wati = await person("Wati Kartika", agency, Role.CHAIR)
    there = f"/desk/sessions/{session.code}/plan"

    async with signed_in(omar) as his, signed_in(wati) as hers:
        seen = re.search(r'name="seen" value="(\w+)"', (await his.get(there)).text)[1]
        await hers.post(there, data=typed(place="Aula kantor bupati", seen=seen))
        second = await his.post(there, data=typed(place="Balai warga", seen=seen))
        assert second.status_code == 409
        assert "What you typed is still in the form." in second.text
        assert "Balai warga" in second.text
        seen = re.search(r'name="seen" value="(\w+)"', second.text)[1]
        await his.post(there, data=typed(place="Balai warga", seen=seen))

    assert (await find_session(session.ref)).place == "Balai warga"


async def test_once_the_doors_are_open_the_plan_stays(omar, agency, signed_in):
    wati = await chair_of(agency)
    session = await session_with_open_doors(omar, wati, await open_revision(omar, agency))
    there = f"/desk/sessions/{session.code}"

    async with signed_in(omar) as his:
        page = (await his.get(f"{there}/plan")).text
        late = await his.post(f"{there}/plan", data=typed())

    assert "Save the plan" not in page
    assert late.status_code == 409
    assert "The plan stays as it is once the doors are open" in late.text


async def test_a_reviewer_reads_the_plan_and_can_change_nothing(omar, rina, agency, signed_in):
    session = await planned_session(omar, await open_revision(omar, agency))

    async with signed_in(rina) as hers:
        page = (await hers.get(f"/desk/sessions/{session.code}/plan")).text

    assert "Opening" in page
    assert "Save the plan" not in page
    assert "An owner or a publisher of the agency announces it." in page


async def test_the_first_page_of_the_desks_says_what_waits(omar, agency, signed_in):
    consultation = await open_revision(omar, agency)
    await planned_session(omar, consultation)
    wati = await chair_of(agency)

    async with signed_in(omar) as his:
        assert (
            "Finish the plan and announce: Discussing the identity card"
            in (await his.get("/desk")).text
        )
    await announced_session(omar, consultation)
    async with signed_in(wati) as hers:
        assert (
            "You can rehearse and chair: Discussing the identity card"
            in (await hers.get("/desk")).text
        )
