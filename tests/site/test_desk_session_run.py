"""Wati chairs from the run sheet: one button says what it will do; Nina notes, Maya moderates."""

from __future__ import annotations

import re

import pytest

from forum.access.policy import Actor, Role
from forum.accounts.models import SignIn
from forum.consultations.actions import withdraw
from forum.core.ids import new_ref
from forum.sessions.models import Session, SessionEvent
from forum.sessions.queries import find_session, floor_of
from forum.sessions.rules import State, Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import plan_poll
from forum.voting.ballot_box import Vote, ballot_box
from tests.meeting import (
    announced_session,
    chair_does,
    chair_of,
    hand_raised,
    live_session,
    press_on,
    press_to,
    session_with_open_doors,
    someone_asks,
    straw_poll,
)
from tests.pages import Seen, words_of
from tests.people import person
from tests.world import open_revision


@pytest.fixture
async def wati(agency) -> Actor:
    return await chair_of(agency)


def button(page: str) -> str:
    """What the one button says."""
    found = re.search(r'form="next"[^>]*><span>([^<]+)</span>', page)
    return found[1] if found else ""


def sheet(session: Session) -> str:
    return f"/desk/sessions/{session.code}"


async def seen(session: Session) -> str:
    return str((await floor_of(session)).moved)


async def last(session: Session) -> SessionEvent:
    return await SessionEvent.filter(session_id=session.id).order_by("-s").first()


async def test_the_button_says_what_it_will_do_and_does_it(omar, wati, sari, agency, signed_in):
    session = await session_with_open_doors(omar, wati, await open_revision(omar, agency), [sari])
    said = []

    async with signed_in(wati) as hers:
        page = (await hers.get(sheet(session))).text
        while button(page) != "Close the straw poll":
            said.append(button(page))
            pressed = await hers.post(
                f"{sheet(session)}/next", data=Seen(page).forms[f"{sheet(session)}/next"]
            )
            assert pressed.status_code == 303
            page = (await hers.get(pressed.headers["location"])).text

    assert said == [
        "Begin the session",
        "Next item: Opening",
        "Next item: 3.1, Time limit",
        "Go on: Questions",
        "Go on: Speakers",
        "Go on: Straw poll",
        "Open the straw poll",
    ]
    assert "Is a limit of 5 working days acceptable?" in page
    assert "0 answered." in Seen(page).words


async def test_the_present_point_shows_its_words_and_how_far_it_has_come(
    omar, wati, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    await press_to(wati, session, Press.STEP, Step.SPEAKERS)

    async with signed_in(wati) as hers:
        page = (await hers.get(sheet(session))).text

    here = page.partition('aria-current="step"')[2].partition("</li>")[0]
    assert "Clause 3.1, Time limit" in here
    assert "at most <del>14</del><ins>5</ins> working days" in here
    assert re.search(r'aria-current="true">\s*Speakers', here)
    assert here.count('aria-label="done"') == 2


async def test_a_second_press_from_an_old_page_is_told_and_moves_nothing(
    omar, wati, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    old = await seen(session)

    async with signed_in(wati) as hers:
        await hers.post(f"{sheet(session)}/next", data={"seen": old})
        moved = (await last(session)).s
        again = await hers.post(f"{sheet(session)}/next", data={"seen": old})

    assert again.status_code == 409
    assert "This was pressed already. The button now does: Next item: 3.1" in again.text
    assert (await last(session)).s == moved


async def test_two_chairs_share_one_lock(omar, wati, agency, signed_in):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    joko = await person("Joko Prasetyo", agency, Role.CHAIR)

    async with signed_in(joko) as his, signed_in(wati) as hers:
        assert "Wati Kartika holds the chair." in (await his.get(sheet(session))).text
        refused = await his.post(f"{sheet(session)}/next", data={"seen": await seen(session)})
        assert refused.status_code == 409
        assert "Wati Kartika holds the chair. Take it over first." in refused.text
        assert f'action="{sheet(session)}/chair"' in refused.text.partition("run-chair")[2]

        await his.post(f"{sheet(session)}/chair")
        page = (await hers.get(sheet(session))).text
        late = await hers.post(f"{sheet(session)}/next", data={"seen": await seen(session)})

    assert "Joko Prasetyo holds the chair." in page
    assert "Joko Prasetyo holds the chair. Take it over first." in late.text


async def test_without_a_chair_the_one_button_takes_it(omar, wati, agency, signed_in):
    session = await announced_session(omar, await open_revision(omar, agency))

    async with signed_in(wati) as hers:
        before = (await hers.get(sheet(session))).text
        await hers.post(f"{sheet(session)}/chair")
        after = (await hers.get(sheet(session))).text

    assert "Nobody holds the chair." in before
    assert button(before) == ""
    assert f'action="{sheet(session)}/chair"' in before.partition('class="next-bar"')[2]
    assert button(after) == "Open the doors"


async def test_an_outcome_asks_for_its_words_and_keeps_what_was_typed(
    omar, wati, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    await press_to(wati, session, Press.STEP, Step.OUTCOME)
    typed = {"seen": await seen(session), "problem": "Waktu tunggu terlalu lama.", "term": "2 hari"}

    async with signed_in(wati) as hers:
        page = (await hers.get(sheet(session))).text
        assert "Problem identified" in page
        assert "Time to completion" in page
        again = await hers.post(f"{sheet(session)}/next", data=typed)
        assert again.status_code == 422
        assert "Write the outcome in one sentence. Everybody reads it." in again.text
        assert "Waktu tunggu terlalu lama." in again.text
        told = {**typed, "sentence": "Lima hari kerja diterima."}
        kept = await hers.post(f"{sheet(session)}/next", data=told)
        page = (await hers.get(kept.headers["location"])).text

    assert (await last(session)).data["term"] == "2 hari"
    assert "Lima hari kerja diterima." in page
    assert button(page) == "Next item: Closing"


async def test_a_mistaken_move_is_taken_back_with_a_reason(omar, wati, agency, signed_in):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    await press_to(wati, session, Press.STEP, Step.SPEAKERS)
    moves = f"{sheet(session)}/moves"

    async with signed_in(wati) as hers:
        no_reason = await hers.post(moves, data={"kind": "undo", "seen": await seen(session)})
        assert no_reason.status_code == 422
        assert '<details class="run-more" open>' in no_reason.text
        undo = {"kind": "undo", "seen": await seen(session), "reason": "Terlalu cepat."}
        back = await hers.post(moves, data=undo)

    assert back.status_code == 303
    assert (await floor_of(session)).step is Step.QUESTIONS
    assert (await last(session)).data["reason"] == "Terlalu cepat."


async def test_the_break_stands_beside_the_button_and_the_button_ends_it(
    omar, wati, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency))

    async with signed_in(wati) as hers:
        await hers.post(
            f"{sheet(session)}/moves", data={"kind": "break", "seen": await seen(session)}
        )
        page = (await hers.get(sheet(session))).text

    assert "Break" in page
    assert button(page) == "Go on after the break"


async def test_the_chair_sees_numbers_while_people_vote_and_enters_the_hands_apart(
    omar, wati, sari, budi, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency), [sari, budi])
    await press_to(wati, session, Press.OPEN_POLL)
    poll = (await floor_of(session)).poll
    assert poll is not None
    await ballot_box().drop(Vote(sari, poll.ref, "0", f"once-{new_ref()}"))
    moves = f"{sheet(session)}/moves"

    async with signed_in(wati) as hers:
        await hers.post(moves, data={"kind": "hands", "hands": ["7", "0", "2"]})
        page = (await hers.get(sheet(session))).text
        wrong = await hers.post(moves, data={"kind": "hands", "hands": ["7", "tiga", "2"]})

    assert '<data value="1" data-tally="0">1</data>' in page
    assert "1 answered." in Seen(page).words
    assert "Show of hands in the hall: 7 agree, 0 unsure, 2 disagree" in Seen(page).words
    assert wrong.status_code == 422
    assert "Write a whole number." in wrong.text
    assert 'value="tiga"' in wrong.text


async def test_the_queue_stands_in_its_order_with_the_reason_and_the_floor_is_given(
    omar, wati, sari, budi, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency), [sari, budi])
    await press_to(wati, session, Press.STEP, Step.QUESTIONS)
    first = await someone_asks(budi, session, "Adakah kompensasi?")
    await chair_does(wati, session, Press.FLOOR, entry=first.ref)
    await someone_asks(budi, session, "Berapa biayanya?")
    hand = await hand_raised(sari, session, "against")

    async with signed_in(wati) as hers:
        page = (await hers.get(sheet(session))).text
        rows = page.partition('data-list="queue"')[2].partition("</ol>")[0]
        assert rows.index("Sari Wulandari") < rows.index("Berapa biayanya?")
        assert "speaks against it, speaks for the first time" in Seen(rows).words
        given = await hers.post(f"/desk/queue/{hand.ref}/floor")
        page = (await hers.get(given.headers["location"])).text
        answered = await hers.post(f"/desk/queue/{first.ref}/answer")
        again = await hers.post(f"/desk/queue/{hand.ref}/floor")

    assert "Sari Wulandari has the floor" in page
    assert answered.status_code == 303
    assert again.status_code == 409
    assert "This does not wait in the queue any more." in again.text
    assert 'class="runsheet"' in again.text


async def test_a_note_taker_notes_and_cannot_press(omar, wati, agency, signed_in):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    nina = await person("Nina Putri", agency, Role.NOTE_TAKER)
    notes = f"{sheet(session)}/notes"

    async with signed_in(nina) as hers:
        empty = await hers.post(notes, data={"text": ""})
        await hers.post(notes, data={"text": "Kepala dinas menjelaskan antrean cetak."})
        page = (await hers.get(sheet(session))).text
        refused = await hers.post(f"{sheet(session)}/next", data={"seen": await seen(session)})

    assert empty.status_code == 422
    assert "Kepala dinas menjelaskan antrean cetak." in page
    assert 'class="desk run may-note"' in page
    assert refused.status_code == 403


async def test_a_second_note_from_the_same_form_comes_back_and_is_kept_when_sent_now(
    omar, wati, agency, signed_in
):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    notes = f"{sheet(session)}/notes"

    async with signed_in(wati) as hers:
        form = Seen((await hers.get(sheet(session))).text).forms[notes]
        await hers.post(notes, data={**form, "text": "Antrean cetak dijelaskan."})
        again = await hers.post(notes, data={**form, "text": "Blangko habis sejak Mei."})
        await hers.post(notes, data=Seen(again.text).forms[notes])
        page = (await hers.get(sheet(session))).text

    assert again.status_code == 409
    assert "To send this one too, send it now." in Seen(again.text).words
    assert "Antrean cetak dijelaskan." in page
    assert "Blangko habis sejak Mei." in page


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("notes", {"text": "Blangko habis sejak Mei."}),
        ("notes", {"text": "Blangko habis sejak Mei. " * 400}),
        ("next", {"seen": "1", "sentence": "Blangko habis sejak Mei."}),
        ("moves", {"seen": "1", "kind": "undo", "reason": "Blangko habis sejak Mei."}),
    ],
)
async def test_whoever_was_signed_out_meanwhile_can_read_what_they_typed(
    omar, wati, agency, signed_in, where, typed
):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    async with signed_in(wati) as hers:
        await SignIn.all().delete()
        page = await hers.post(f"{sheet(session)}/{where}", data=typed)

    assert page.status_code == 403
    assert "Copy it before you leave this page. Blangko habis sejak Mei." in Seen(page.text).words
    assert "/sign-in" in [has.get("href") for _tag, has in Seen(page.text).tags]


async def test_wati_is_told_that_the_consultation_was_withdrawn_and_only_ends(
    omar, wati, sari, agency, signed_in, visit
):
    ktp = await open_revision(omar, agency)
    session = await session_with_open_doors(omar, wati, ktp, [sari])
    there = f"{sheet(session)}/next"
    async with signed_in(wati) as hers:
        before = Seen((await hers.get(sheet(session))).text).forms[there]
        await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
        stale = await hers.post(there, data=before)
        page = (await hers.get(sheet(session))).text
        room = words_of((await visit.get(f"/sessions/{session.code}")).text)
        await hers.post(there, data=Seen(page).forms[there])

    assert stale.status_code == 409
    assert "The button now does: End the session." in words_of(stale.text)
    assert button(page) == "End the session"
    assert "It does not take place" in room
    assert "then you can vote and speak" not in room
    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT


@pytest.mark.parametrize("where", ["", "/screen"])
async def test_no_answer_is_promised_after_a_session_of_a_withdrawn_consultation(
    omar, wati, sari, agency, visit, where
):
    ktp = await open_revision(omar, agency)
    session = await live_session(omar, wati, ktp, [sari])
    await someone_asks(sari, session)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    await chair_does(wati, session, Press.END)
    page = words_of((await visit.get(f"/sessions/{session.code}{where}")).text)

    assert "questions that nobody answered here stay without an answer" in page
    assert "answered in writing" not in page


async def test_neither_rehearsing_nor_a_poll_is_offered_where_it_was_withdrawn(
    omar, wati, agency, signed_in
):
    ktp = await open_revision(omar, agency)
    session = await announced_session(omar, ktp)
    await plan_poll(omar, ktp.slug, straw_poll())
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    async with signed_in(wati) as hers:
        plan = (await hers.get(f"{sheet(session)}/plan")).text
        run = (await hers.get(sheet(session))).text
        home = words_of((await hers.get("/desk")).text)
    async with signed_in(omar) as his:
        polls = words_of((await his.get(f"/desk/consultations/{ktp.slug}/polls")).text)

    assert "so no session begins and nothing is voted on any more" in words_of(plan)
    assert f"{sheet(session)}/rehearsal" not in Seen(plan).forms
    assert f'href="{sheet(session)}"' not in plan
    assert button(run) == ""
    assert "You can rehearse and chair" not in home
    assert "Is a limit of 5 working days acceptable?" in polls
    assert "Open the poll" not in polls


async def test_who_is_there_is_counted_by_element(omar, wati, sari, budi, agency, signed_in):
    session = await session_with_open_doors(omar, wati, await open_revision(omar, agency))
    async with signed_in(sari) as hers:
        await hers.post(
            f"/sessions/{session.code}/attendance",
            data={"element": "pengguna_layanan", "in_hall": "yes"},
        )
    async with signed_in(budi) as his:
        await his.post(f"/sessions/{session.code}/attendance", data={"in_hall": "no"})

    async with signed_in(wati) as hers:
        words = Seen((await hers.get(sheet(session))).text).words

    assert "2 checked in, 1 of them in the hall" in words
    assert "1 service users" in words
    assert "1 who did not say" in words


async def test_a_rehearsal_goes_the_same_way_and_is_cleared_away(omar, wati, agency, signed_in):
    session = await announced_session(omar, await open_revision(omar, agency))

    async with signed_in(wati) as hers:
        begun = await hers.post(f"{sheet(session)}/rehearsal")
        there = begun.headers["location"]
        copy = await find_session(there.rpartition("/")[2])
        assert "Nothing here is public, and nothing stays." in (await hers.get(there)).text
        await hers.post(f"{there}/chair")
        await press_on(wati, copy, times=3)
        cleared = await hers.post(f"{there}/rehearsal/clearing")

    assert cleared.headers["location"] == f"{sheet(session)}/plan"
    assert not await Session.exists(id=copy.id)
    assert not await SessionEvent.exists(session_id=copy.id)


async def test_at_the_end_the_button_leads_to_the_minutes(omar, wati, agency, signed_in):
    session = await live_session(omar, wati, await open_revision(omar, agency))
    end = {"kind": "end", "seen": await seen(session)}

    async with signed_in(wati) as hers:
        ended = await hers.post(f"{sheet(session)}/moves", data=end)
        page = (await hers.get(ended.headers["location"])).text
        desk = (await hers.get("/desk/sessions")).text

    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT
    assert f'href="{sheet(session)}/minutes">Go to the minutes' in page
    assert "Minutes to be written" in desk


async def test_citizens_do_not_see_the_run_sheet(omar, wati, sari, agency, signed_in, visit):
    session = await live_session(omar, wati, await open_revision(omar, agency), [sari])

    async with signed_in(sari) as hers:
        assert (await hers.get(sheet(session))).status_code == 403
    assert (await visit.get(sheet(session))).status_code == 403
