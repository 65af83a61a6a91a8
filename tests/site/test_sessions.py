"""The room of a session by plain forms: reading along, coming in, asking, voting; and the wall."""

from __future__ import annotations

import re

import pytest

from forum.accounts.models import Person
from forum.core.ids import new_ref
from forum.profiles.load import profile
from forum.sessions.actions import hide_entry, mute, rehearse
from forum.sessions.models import Attendance, QueueEntry
from forum.sessions.queries import standing_of
from forum.sessions.rules import Ask, Standing, Step
from forum.sessions.run_sheet import Press
from forum.voting.models import Ballot
from tests.meeting import (
    announced_session,
    chair_does,
    chair_of,
    ended_session,
    floor,
    hand_raised,
    live_session,
    planned_session,
    press_on,
    press_to,
    session_with_open_doors,
    someone_asks,
    someone_remarks,
)
from tests.pages import Seen, form_in, words_of
from tests.people import person
from tests.queries import asked
from tests.world import open_revision

RULE = profile("id").moderation_rules[0]


@pytest.fixture
async def chair(agency):
    return await chair_of(agency)


@pytest.fixture
async def consultation(omar, agency):
    return await open_revision(omar, agency)


@pytest.fixture
async def session(omar, chair, consultation, sari, budi):
    """In progress, at the clause; Sari and Budi are checked in."""
    session = await live_session(omar, chair, consultation, [sari, budi])
    await press_on(chair, session, 2)
    return session


@pytest.fixture
async def voting(chair, session):
    """The same session, a straw poll open."""
    await press_to(chair, session, Press.OPEN_POLL, Step.STRAW)
    return session


def room(session) -> str:
    return f"/sessions/{session.code}"


def once() -> str:
    return f"once-{new_ref()}"


# --- Reading along ---


async def test_anybody_reads_along_and_is_told_how_to_take_part(visit, session):
    answer = await visit.get(room(session))
    words = words_of(answer.text)

    assert "In progress Item 2 of 3, clause 3.1" in words
    assert "<del>14</del><ins>5</ins>" in answer.text
    assert "The clause is read out" in words
    assert 'data-you="visitor"' in answer.text
    assert f'href="/sign-in?onward={room(session)}"' in answer.text.replace("%2F", "/")


async def test_a_code_in_small_letters_leads_to_the_room(visit, session):
    answer = await visit.get(f"/sessions/{session.code.lower()}/screen?hall=dark")

    assert answer.status_code == 308
    assert answer.headers["location"] == f"{room(session)}/screen?hall=dark"


async def test_the_short_address_on_the_wall_leads_to_the_room(visit, session):
    answer = await visit.get(f"/s/{session.code.lower()}")

    assert answer.status_code == 307
    assert answer.headers["location"] == room(session)


@pytest.mark.parametrize(
    "typed", ["{code}", "{small}", " {small} ", "{first} {last}", "{first}-{last}"]
)
async def test_a_code_is_understood_however_it_is_typed(visit, session, typed):
    code = session.code
    text = typed.format(code=code, small=code.lower(), first=code[:3].lower(), last=code[3:])
    answer = await visit.get("/sessions", params={"code": text})

    assert answer.status_code == 303
    assert answer.headers["location"] == room(session)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ZZZ999", "There is no such session."),
        ("0OI1", "A code has six letters and digits"),
        ("<script>alert(1)</script>" * 50, "A code has six letters and digits"),
    ],
)
async def test_a_code_that_leads_nowhere_comes_back_with_a_sentence(visit, session, typed, told):
    answer = await visit.get("/sessions", params={"code": typed})

    assert answer.status_code in (404, 422)
    assert told in words_of(answer.text)
    assert "<script>alert" not in answer.text


async def test_sessions_are_listed_by_whether_one_can_go_there_now(
    visit, omar, chair, consultation, session
):
    await announced_session(omar, consultation, title={"id": "Nanti", "en": "Later"})
    await planned_session(omar, consultation, title={"id": "Rahasia", "en": "Not yet public"})
    await ended_session(omar, chair, consultation)
    words = words_of((await visit.get("/sessions")).text)

    now, coming, past = (words.index(one) for one in ("Going on now", "To come", "Finished"))
    assert now < words.index("In progress") < coming < words.index("Later") < past
    assert "Not yet public" not in words


async def test_nobody_sees_a_plan_or_a_rehearsal(visit, signed_in, omar, chair, consultation, sari):
    planned = await planned_session(omar, consultation)
    announced = await announced_session(omar, consultation)
    rehearsal = await rehearse(chair, announced.ref)

    for path in (room(planned), room(rehearsal), f"{room(rehearsal)}/screen"):
        assert (await visit.get(path)).status_code == 404
    async with signed_in(chair) as their:
        page = (await their.get(room(rehearsal))).text
    assert "This is a rehearsal." in words_of(page)


async def test_before_it_begins_the_room_says_when_and_where(visit, omar, consultation):
    session = await announced_session(omar, consultation)
    words = words_of((await visit.get(room(session))).text)

    assert "It has not begun yet It begins on" in words
    assert "Balai Desa Contoh" in words
    assert "There is a sign interpreter." in words
    assert "Time limit clause 3.1 30 minutes" in words


async def test_a_break_is_a_break_for_everybody(visit, chair, session):
    await chair_does(chair, session, Press.BREAK)
    citizens = words_of((await visit.get(room(session))).text)
    wall = words_of((await visit.get(f"{room(session)}/screen")).text)

    assert "A break Nothing is decided meanwhile." in citizens
    assert "A break" in wall


async def test_when_it_has_ended_one_is_led_to_the_minutes(visit, omar, chair, consultation):
    session = await ended_session(omar, chair, consultation)
    page = (await visit.get(room(session))).text

    assert "The session has ended" in words_of(page)
    assert "Straw poll:" in words_of(page)
    assert "Formal vote:" in words_of(page)


# --- Coming in ---


async def test_sari_checks_in_and_says_as_whom(signed_in, omar, chair, consultation, sari):
    session = await session_with_open_doors(omar, chair, consultation)
    async with signed_in(sari) as her:
        before = (await her.get(room(session))).text
        form = form_in(before, f"{room(session)}/attendance")
        sent = {
            **form,
            "element": "media_massa",
            "organisation": "Radio Contoh",
            "name_public": "yes",
            "in_hall": "no",
        }
        answer = await her.post(f"{room(session)}/attendance", data=sent)
        after = (await her.get(room(session))).text

    assert answer.status_code == 303
    assert 'data-you="away"' in before
    assert 'data-you="here"' in after
    row = await Attendance.get(session_id=session.id)
    assert (row.element, row.organisation) == ("media_massa", "Radio Contoh")
    assert (row.name_public, row.in_hall) == (True, False)
    assert form_in(after, f"{room(session)}/attendance")["organisation"] == "Radio Contoh"


async def test_whoever_has_no_name_yet_is_asked_for_it_and_loses_nothing(
    signed_in, omar, chair, consultation
):
    session = await session_with_open_doors(omar, chair, consultation)
    nobody = await person("Nanti Bernama")
    await Person.filter(id=nobody.person_id).update(name="")
    async with signed_in(nobody) as their:
        path = f"{room(session)}/attendance"
        refused = await their.post(path, data={"organisation": "RT 5", "in_hall": "yes"})
        form = form_in(refused.text, path)
        taken = await their.post(path, data={**form, "name": "Wayan Sudarma"})

    assert refused.status_code == 422
    assert "Write your name." in words_of(refused.text)
    assert form["organisation"] == "RT 5"
    assert taken.status_code == 303


async def test_a_check_in_can_be_taken_back(signed_in, session, sari):
    async with signed_in(sari) as her:
        await her.post(f"{room(session)}/attendance", data={"leave": "yes"})

    assert not (await standing_of(sari, session)).checked_in


async def test_nobody_checks_in_before_the_doors_open(signed_in, omar, consultation, sari):
    session = await announced_session(omar, consultation)
    async with signed_in(sari) as her:
        answer = await her.post(f"{room(session)}/attendance", data={"in_hall": "yes"})

    assert answer.status_code == 409
    assert "The doors of this session are not open just now." in words_of(answer.text)


# --- The queue ---


async def test_sari_asks_and_sees_her_place_and_why(signed_in, session, sari, budi):
    await someone_asks(budi, session)
    async with signed_in(sari) as her:
        answer = await her.post(
            f"{room(session)}/queue",
            data={"ask": "question", "text": "Apakah Sabtu buka?", "once": once()},
        )
        words = words_of((await her.get(room(session))).text)

    assert answer.headers["location"] == f"{room(session)}#queue"
    assert "You are number 2 in the queue: by the time it came" in words
    assert "Sari Wulandari that is you Apakah Sabtu buka?" in words


async def test_a_form_sent_twice_asks_once(signed_in, session, sari):
    form = {"ask": "question", "text": "Apakah Sabtu buka?", "once": once()}
    async with signed_in(sari) as her:
        for _time in range(2):
            assert (await her.post(f"{room(session)}/queue", data=form)).status_code == 303

    assert await QueueEntry.all().count() == 1


@pytest.mark.parametrize("text", ["", "  ", "…", "x" * 501])
async def test_what_cannot_be_asked_comes_back_with_a_sentence(signed_in, session, sari, text):
    key = once()
    async with signed_in(sari) as her:
        answer = await her.post(
            f"{room(session)}/queue", data={"ask": "question", "text": text, "once": key}
        )

    assert answer.status_code == 422
    found = Seen(answer.text)
    assert found.forms[f"{room(session)}/queue"]["text"] == text.strip()
    assert ("input", {"type": "hidden", "name": "once", "value": key}) in found.tags
    assert "Write at " in found.words
    assert not await QueueEntry.exists()


async def test_budi_supports_a_question_and_takes_it_back(signed_in, session, sari, budi):
    entry = await someone_asks(sari, session)
    path = f"/queue/{entry.ref}/support"
    async with signed_in(budi) as his:
        for on, supports in (("yes", 1), ("yes", 1), ("no", 0)):
            answer = await his.post(path, data={"on": on})
            assert answer.headers["location"] == f"{room(session)}#queue"
            assert (await QueueEntry.get(id=entry.id)).supports == supports
        page = (await his.get(room(session))).text

    assert f'action="{path}"' in page


async def test_sari_raises_her_hand_and_takes_it_down(signed_in, session, sari):
    async with signed_in(sari) as her:
        await her.post(
            f"{room(session)}/queue", data={"ask": "hand", "stance": "against", "once": once()}
        )
        raised = words_of((await her.get(room(session))).text)
        entry = await QueueEntry.get(ask=Ask.HAND)
        await her.post(f"/queue/{entry.ref}/withdrawal")

    assert "Raised hand, 3.1, speaks against it" in raised
    assert (await QueueEntry.get(id=entry.id)).standing is Standing.WITHDRAWN


async def test_remarks_stand_apart_from_the_queue(visit, session, sari):
    await someone_remarks(sari, session, "Dua hari cukup.")
    words = words_of((await visit.get(room(session))).text)

    assert "Nobody waits just now." in words
    assert words.index("Remarks") < words.index("Dua hari cukup.")


async def test_hidden_words_are_seen_by_nobody_but_their_author_who_is_told_why(
    visit, signed_in, session, chair, sari
):
    entry = await someone_asks(sari, session, "Kata yang menyerang orang.")
    await hide_entry(chair, entry.ref, rule=RULE.code, reason="Menyerang orang, bukan isi.")
    public = (await visit.get(room(session))).text
    async with signed_in(sari) as her:
        hers = words_of((await her.get(room(session))).text)

    assert "menyerang orang" not in public.lower()
    assert "A moderator hid it: Menyerang orang, bukan isi." in hers


async def test_whoever_is_muted_reads_why_and_can_still_vote(signed_in, voting, chair, budi):
    ref = (await standing_of(budi, voting)).person_ref
    await mute(chair, voting.ref, ref, reason="Berulang kali menyela.")
    async with signed_in(budi) as his:
        page = (await his.get(room(voting))).text
        answer = await his.post(
            f"{room(voting)}/queue", data={"ask": "question", "text": "Lagi?", "once": once()}
        )

    assert "data-muted" in page
    assert "Berulang kali menyela." in words_of(page)
    assert 'class="stance agree"' in page
    assert answer.status_code == 409


# --- Voting ---


async def test_a_straw_poll_is_one_tap_and_gives_a_receipt(signed_in, voting, sari):
    asked_now = (await floor(voting)).poll
    async with signed_in(sari) as her:
        page = (await her.get(room(voting))).text
        form = form_in(page, f"/polls/{asked_now.ref}/ballot")
        answer = await her.post(f"/polls/{asked_now.ref}/ballot", data={**form, "choice": "0"})
        after = (await her.get(room(voting))).text

    assert page.count('aria-pressed="false"') == 3
    assert answer.headers["location"] == room(voting)
    ballot = await Ballot.get()
    assert ballot.marks == "0"
    assert after.count('aria-pressed="true"') == 1
    assert f"Receipt {ballot.receipt}" in words_of(after)
    assert "1 agree 0 unsure 0 disagree" in words_of(after)


async def test_a_formal_vote_is_repeated_before_it_counts_and_brings_back_to_the_room(
    signed_in, chair, session, sari
):
    await press_to(chair, session, Press.OPEN_POLL, Step.VOTE)
    asked_now = (await floor(session)).poll
    path = f"/polls/{asked_now.ref}/ballot"
    async with signed_in(sari) as her:
        page = (await her.get(room(session))).text
        first = await her.post(path, data={**form_in(page, path), "choice": "2", "sure": ""})
        uncounted = await Ballot.exists()
        second = await her.post(path, data=form_in(first.text, path))
        after = words_of((await her.get(room(session))).text)

    assert "Disagree" in words_of(first.text)
    assert not uncounted
    assert second.headers["location"] == room(session)
    assert (await Ballot.get()).marks == "2"
    assert "The numbers are shown when the poll closes." in after
    assert "1 of 2 answered." in after


async def test_whoever_came_after_the_opening_is_told_so_instead_of_a_form(
    signed_in, chair, session
):
    await press_to(chair, session, Press.OPEN_POLL, Step.VOTE)
    late = await person("Datang Terlambat")
    async with signed_in(late) as their:
        words = words_of((await their.get(room(session))).text)

    assert "Only people who had checked in when this poll opened can vote in it." in words


async def test_a_result_is_shown_where_the_question_was(visit, chair, voting):
    await press_to(chair, voting, Press.CLOSE_POLL)
    words = words_of((await visit.get(room(voting))).text)

    assert "The straw poll is closed Straw poll: Is a limit of 5 working days acceptable?" in words


# --- The wall ---


async def test_the_wall_shows_the_question_its_count_and_how_to_join(visit, voting):
    answer = await visit.get(f"{room(voting)}/screen")
    words = words_of(answer.text)

    assert 'data-theme="light"' in answer.text
    assert "Straw poll: Is a limit of 5 working days acceptable?" in words
    assert f"{voting.code[:3]} {voting.code[3:]}" in words
    assert "Join from your telephone: forum.test" in words
    assert '<meta http-equiv="refresh" content="10">' in answer.text
    assert 'data-theme="dark"' in (await visit.get(f"{room(voting)}/screen?hall=dark")).text


async def test_the_wall_says_who_has_the_floor_and_who_is_next(visit, chair, session, sari, budi):
    entry = await hand_raised(sari, session)
    await someone_asks(budi, session)
    await chair_does(chair, session, Press.FLOOR, entry=entry.ref)
    words = words_of((await visit.get(f"{room(session)}/screen")).text)

    assert "Has the floor: Sari Wulandari" in words
    assert "Next: Budi Hartono" in words


async def test_hidden_numbers_are_not_on_the_wall_either(visit, chair, session):
    await press_to(chair, session, Press.OPEN_POLL, Step.VOTE)
    page = (await visit.get(f"{room(session)}/screen")).text

    assert "data-tally" not in page
    assert "0 of 2 answered." in words_of(page)


# --- From elsewhere ---


async def test_the_first_page_leads_to_what_goes_on_now_and_to_what_comes(
    visit, omar, consultation, session
):
    await announced_session(omar, consultation, title={"id": "Nanti", "en": "The next evening"})
    page = (await visit.get("/")).text

    assert f'class="btn" href="{room(session)}"' in page
    assert "The next evening" in words_of(page)


async def test_the_room_asks_the_database_no_more_when_more_is_said(
    visit, session, sari, budi, chair
):
    await visit.get(room(session))
    with asked() as quiet:
        await visit.get(room(session))
    for number in range(3):
        await someone_asks(sari, session, f"Pertanyaan {number}?")
        await someone_remarks(budi, session, f"Tanggapan {number}.")
    with asked() as busy:
        await visit.get(room(session))

    assert len(busy) == len(quiet)
    assert len(quiet) <= 14


async def test_a_question_comes_back_to_whoever_was_signed_out_meanwhile(visit, session):
    asked = {"ask": "question", "text": "Mengapa tidak tiga hari?", "once": "kunci-sekali-pakai"}
    page = await visit.post(f"{room(session)}/queue", data=asked)

    assert page.status_code == 403
    assert "Mengapa tidak tiga hari?</textarea>" in page.text
    assert "Sign in first" in words_of(page.text)


async def test_a_mistyped_change_of_the_check_in_stands_open_where_it_was_typed(
    signed_in, session, sari
):
    async with signed_in(sari) as her:
        typed = {"element": "tidak-ada", "organisation": "Radio Contoh"}
        page = (await her.post(f"{room(session)}/attendance", data=typed)).text

    assert page.count('id="f-element"') == 1
    assert re.search(r'<details[^>]*id="check-in"[^>]* open>', page)
    assert 'value="Radio Contoh"' in page
