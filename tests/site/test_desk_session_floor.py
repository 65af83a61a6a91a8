"""Maya moderates the floor: she shows what was held, hides under a rule, mutes with a reason."""

from __future__ import annotations

import pytest

from forum.access.policy import Actor
from forum.accounts.models import SignIn
from forum.accounts.queries import actor_for
from forum.sessions.models import Attendance, QueueEntry, Session
from forum.sessions.rules import Standing, Step
from forum.sessions.run_sheet import Press
from tests.meeting import chair_of, live_session, press_to, someone_asks, someone_remarks
from tests.pages import Seen, words_of
from tests.world import open_revision

HELD = "Petugas di 0812 3456 7890 minta uang, NIK saya 7306010101800001."


@pytest.fixture
async def session(omar, agency, sari, budi) -> Session:
    wati: Actor = await chair_of(agency)
    live = await live_session(omar, wati, await open_revision(omar, agency), [sari, budi])
    await press_to(wati, live, Press.STEP, Step.QUESTIONS)
    return live


async def standing(entry: QueueEntry) -> Standing:
    return (await QueueEntry.get(id=entry.id)).standing


async def test_what_was_held_is_shown_by_one_press(maya, budi, session, signed_in, visit):
    held = await someone_asks(budi, session, HELD)
    sheet = f"/desk/sessions/{session.code}"

    async with signed_in(maya) as hers:
        page = (await hers.get(sheet)).text
        assert HELD in page.partition('data-list="held"')[2].partition("</ol>")[0]
        assert HELD not in (await visit.get(f"/sessions/{session.code}")).text
        shown = await hers.post(f"/desk/queue/{held.ref}/decision", data={"decision": "show"})

    assert shown.headers["location"] == sheet
    assert HELD in (await visit.get(f"/sessions/{session.code}")).text


async def test_hiding_needs_a_rule_and_a_reason_and_keeps_what_was_typed(
    maya, sari, session, signed_in, visit
):
    remark = await someone_remarks(sari, session, "Petugas itu bodoh sekali.")
    decision = f"/desk/queue/{remark.ref}/decision"

    async with signed_in(maya) as hers:
        page = (await hers.get(f"/desk/queue/{remark.ref}")).text
        assert "2. Insult and hate" in page
        hide = {"decision": "hide", "reason": "Menghina petugas."}
        no_rule = await hers.post(decision, data=hide)
        assert no_rule.status_code == 422
        assert "Choose the rule that this breaks." in no_rule.text
        assert "Menghina petugas." in no_rule.text
        await hers.post(decision, data={**hide, "rule": "insult"})
        after = (await hers.get(f"/desk/queue/{remark.ref}")).text
        twice = await hers.post(decision, data={**hide, "rule": "insult"})

    assert "It is hidden. Reason: Menghina petugas." in after
    assert twice.status_code == 409
    assert "Petugas itu bodoh" not in (await visit.get(f"/sessions/{session.code}")).text
    assert await standing(remark) is Standing.HIDDEN


async def test_a_reason_typed_by_whoever_was_signed_out_meanwhile_can_be_read(
    maya, sari, session, signed_in
):
    remark = await someone_remarks(sari, session, "Petugas itu bodoh sekali.")
    row = await Attendance.get(person_id=sari.person_id).select_related("person")
    hide = {"decision": "hide", "rule": "insult", "reason": "Menghina petugas."}
    mute = {"person": row.person.ref, "muted": "yes", "why": "Menghina petugas."}
    async with signed_in(maya) as hers:
        await SignIn.all().delete()
        hiding = await hers.post(f"/desk/queue/{remark.ref}/decision", data=hide)
        muting = await hers.post(f"/desk/sessions/{session.code}/mutes", data=mute)

    for page in (hiding, muting):
        assert page.status_code == 403
        assert "What you typed" in words_of(page.text)
        assert "Menghina petugas." in words_of(page.text)
    assert await standing(remark) is Standing.WAITING


async def test_what_became_a_contribution_is_decided_there(maya, budi, session, signed_in):
    question = await someone_asks(budi, session)
    await press_to(await chair_now(session), session, Press.END)
    carried = (await QueueEntry.get(id=question.id)).contribution_ref
    async with signed_in(maya) as hers:
        page = (await hers.get(f"/desk/queue/{question.ref}")).text
        there = await hers.get(f"/desk/comments/{carried}")

    assert "This has become a contribution." in words_of(page)
    assert f'href="/desk/comments/{carried}"' in page
    assert f"/desk/queue/{question.ref}/decision" not in Seen(page).forms
    assert there.status_code == 200


async def chair_now(session: Session) -> Actor:
    """Whoever holds the chair."""
    now = await Session.get(id=session.id).select_related("chair")
    assert now.chair is not None
    return await actor_for(now.chair)


async def test_somebody_is_muted_with_a_reason_and_may_speak_again(maya, sari, session, signed_in):
    question = await someone_asks(sari, session)
    row = await Attendance.get(person_id=sari.person_id).select_related("person")
    mutes = f"/desk/sessions/{session.code}/mutes"
    mute = {"person": row.person.ref, "muted": "yes", "entry": question.ref}

    async with signed_in(maya) as hers:
        no_reason = await hers.post(mutes, data=mute)
        assert no_reason.status_code == 422
        assert 'href="#f-why"' in no_reason.text
        muted = await hers.post(mutes, data={**mute, "why": "Menyela terus."})
        page = (await hers.get(muted.headers["location"])).text
        assert "May speak again" in page
        twice = await hers.post(mutes, data={**mute, "why": "Lagi."})
        assert twice.status_code == 409
        assert "Somebody has muted this person already." in twice.text
        again = await hers.post(mutes, data={"person": row.person.ref, "muted": "no"})
        page = (await hers.get(again.headers["location"])).text

    assert "May speak again" not in page
    assert (await Attendance.get(id=row.id)).muted_because == ""


async def test_nobody_who_drafted_a_clause_judges_what_is_said_about_it(
    omar, sari, session, signed_in
):
    question = await someone_asks(sari, session)

    async with signed_in(omar) as his:
        refused = await his.post(f"/desk/queue/{question.ref}/decision", data={"decision": "show"})

    assert refused.status_code == 403


async def test_a_citizen_cannot_open_the_page_of_an_entry(sari, budi, session, signed_in):
    question = await someone_asks(sari, session)

    async with signed_in(budi) as his:
        assert (await his.get(f"/desk/queue/{question.ref}")).status_code == 403
