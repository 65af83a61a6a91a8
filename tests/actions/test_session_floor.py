"""The floor: coming in, asking, supporting, raising a hand, and what a moderator does about it."""

import asyncio
import json
from dataclasses import replace

import pytest

from forum.access.policy import Actor, Grant, Role
from forum.accounts.models import Person
from forum.audit.models import LogEntry
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.events import announcer
from forum.core.ids import new_ref
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.models import Contribution
from forum.sessions.actions import (
    Asking,
    ask,
    check_in,
    hide_entry,
    leave,
    mute,
    show_entry,
    support,
    unmute,
    withdraw,
)
from forum.sessions.events import CheckedIn, QueueChanged, StandingChanged
from forum.sessions.models import Attendance, QueueEntry, QueueSupport
from forum.sessions.queries import (
    agenda_of,
    attendance_of,
    find_session,
    standing_of,
    supports_of,
)
from forum.sessions.queueing import order
from forum.sessions.rules import MOST_WAITING, Ask, Standing
from forum.sessions.run_sheet import Press
from tests.databases import both_databases
from tests.meeting import (
    announced_session,
    chair_does,
    chair_of,
    ended_session,
    floor,
    hand_raised,
    live_session,
    press_on,
    press_to,
    session_with_open_doors,
    someone_asks,
    someone_remarks,
)
from tests.openings import openings_of
from tests.people import person
from tests.world import open_revision

pytestmark = both_databases

NIK = "NIK saya 3201234567890123."
BECAUSE = "Nomor KTP siapa pun tidak boleh dibacakan."


@pytest.fixture
async def ktp(omar, agency):
    return await open_revision(omar, agency)


@pytest.fixture
async def wati(agency):
    return await chair_of(agency)


@pytest.fixture
async def evening(omar, wati, sari, budi, ktp):
    return await live_session(omar, wati, ktp, [sari, budi])


@pytest.fixture
def heard():
    """The facts that sessions announce, for whoever listens."""
    facts = []

    async def hear(fact):
        facts.append(fact)

    kinds = (CheckedIn, QueueChanged, StandingChanged)
    for kind in kinds:
        announcer.listen(kind, hear)
    yield facts
    for kind in kinds:
        announcer._listeners[kind].remove(hear)


async def test_sari_comes_in_once_and_may_correct_what_she_said(omar, wati, sari, ktp, heard):
    session = await session_with_open_doors(omar, wati, ktp)
    await check_in(sari, session.code.lower())
    await check_in(
        sari, session.ref, element="media_massa", organisation=" Radio Contoh ", name_public=True
    )

    [here] = await attendance_of(session)
    assert (here.name, here.element, here.organisation) == (
        "Sari Wulandari", "media_massa", "Radio Contoh",
    )  # fmt: skip
    assert here.name_public
    assert heard == [CheckedIn(session.ref, sari.person_id, 1)]


async def test_ten_taps_at_the_door_count_one_person(omar, wati, sari, ktp, heard):
    session = await session_with_open_doors(omar, wati, ktp)
    await asyncio.gather(*(check_in(sari, session.ref) for _ in range(10)))

    assert await Attendance.all().count() == 1
    assert len(heard) == 1


async def test_the_doors_open_when_the_chair_opens_them(omar, wati, sari, ktp):
    session = await announced_session(omar, ktp)
    with pytest.raises(Refused):
        await check_in(sari, session.ref)
    over = await ended_session(omar, wati, ktp)
    with pytest.raises(Refused):
        await check_in(sari, over.ref)
    with pytest.raises(NotAllowed):
        await check_in(Actor(), session.ref)


async def test_what_cannot_be_said_at_the_door_is_said_beside_the_field(evening, sari):
    with pytest.raises(Invalid) as invalid:
        await check_in(sari, evening.ref, element="pejabat", organisation="x" * 121)

    assert set(invalid.value.fields) == {"element", "organisation"}


async def test_whoever_has_no_name_gives_one_at_the_door(evening):
    made = replace(await person("Ratna"), name="")
    await Person.filter(id=made.person_id).update(name="")
    with pytest.raises(Invalid) as invalid:
        await check_in(made, evening.ref)
    assert list(invalid.value.fields) == ["name"]
    await check_in(made, evening.ref, name=" Ibu Ratna ")

    assert (await Person.get(id=made.person_id)).name == "Ibu Ratna"


async def test_a_check_in_is_taken_back_by_whoever_has_not_taken_part(evening, sari, budi):
    await someone_asks(sari, evening)
    await leave(budi, evening.ref)
    await leave(budi, evening.ref)
    with pytest.raises(Refused):
        await leave(sari, evening.ref)

    assert [one.name for one in await attendance_of(evening)] == ["Sari Wulandari"]


async def test_a_question_stands_on_the_floor_with_its_author(evening, sari):
    asked = await someone_asks(sari, evening, "Mengapa **tidak** tiga hari?")
    sari_ref = (await Person.get(id=sari.person_id)).ref

    shown = (await floor(evening)).entries[asked.ref]
    assert shown.html.strip() == "<p>Mengapa <strong>tidak</strong> tiga hari?</p>"
    assert (shown.who, shown.ask, shown.standing) == (sari_ref, Ask.QUESTION, Standing.WAITING)


async def test_a_question_belongs_to_the_item_under_discussion(evening, wati, sari):
    opening, clause, _ = await agenda_of(evening)
    before = await someone_asks(sari, evening)
    await press_on(wati, evening)
    first = await someone_asks(sari, evening)
    await chair_does(wati, evening, Press.ITEM, item=clause.ref)
    second = await someone_asks(sari, evening)
    await chair_does(wati, evening, Press.UNDO, reason="Terlalu cepat.")
    third = await someone_asks(sari, evening)

    assert [before.item_ref, first.item_ref] == ["", opening.ref]
    assert [second.item_ref, third.item_ref] == [clause.ref, opening.ref]


async def test_the_same_form_sent_again_brings_the_first_entry(evening, sari, budi):
    first = await someone_asks(sari, evening, once="once-of-a-form")
    again = await someone_asks(sari, evening, once="once-of-a-form")
    assert again.id == first.id
    assert (await floor(evening)).s == evening.seq + 1

    for somebody, text in ((sari, "Yang lain."), (budi, "Mengapa tidak tiga hari?")):
        with pytest.raises(Refused) as refused:
            await someone_asks(somebody, evening, text, once="once-of-a-form")
        assert refused.value.code == "queue.key-used"
    with pytest.raises(Refused):
        await someone_asks(sari, evening, once="short")


async def test_the_same_form_sent_ten_times_at_once_asks_once(evening, sari):
    asking = Asking(Ask.QUESTION, "Kapan?", once="once-of-a-form")
    made = await asyncio.gather(*(ask(sari, evening.ref, asking) for _ in range(10)))

    assert len({one.id for one in made}) == 1
    assert (await floor(evening)).s == evening.seq + 1


async def test_a_retry_after_the_end_still_brings_the_first_entry(evening, wati, sari):
    first = await someone_asks(sari, evening, once="once-of-a-form")
    await press_to(wati, evening, Press.END)

    assert (await someone_asks(sari, evening, once="once-of-a-form")).id == first.id
    with pytest.raises(Refused):
        await someone_asks(sari, evening)


async def test_one_key_for_two_sessions_at_once_is_no_fault(omar, wati, sari, ktp, evening):
    other = await live_session(omar, wati, ktp, [sari])
    asking = Asking(Ask.QUESTION, "Kapan?", once="once-of-a-form")
    results = await asyncio.gather(
        ask(sari, evening.ref, asking), ask(sari, other.ref, asking), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in results) == ["QueueEntry", "Refused"]


async def test_whoever_has_not_checked_in_listens(omar, evening, rina, sari):
    for act in (someone_asks, someone_remarks, hand_raised):
        with pytest.raises(Refused) as refused:
            await act(rina, evening)
        assert refused.value.code == "session.not-in"
    entry = await someone_asks(sari, evening)
    with pytest.raises(Refused):
        await support(rina, entry.ref, on=True)
    with pytest.raises(NotAllowed):
        await someone_asks(Actor(), evening)


async def test_one_hand_a_person_and_not_everything_at_once(evening, sari):
    await hand_raised(sari, evening)
    with pytest.raises(Refused) as refused:
        await hand_raised(sari, evening)
    assert refused.value.code == "queue.hand-raised"

    for number in range(MOST_WAITING - 1):
        await someone_asks(sari, evening, f"Pertanyaan {number}?")
    with pytest.raises(Refused) as refused:
        await someone_asks(sari, evening, "Satu lagi?")
    assert refused.value.code == "queue.full"


async def test_hands_and_remarks_wait_for_the_beginning_questions_do_not(omar, wati, sari, ktp):
    session = await session_with_open_doors(omar, wati, ktp, [sari])
    await someone_asks(sari, session)

    for act in (hand_raised, someone_remarks):
        with pytest.raises(Refused):
            await act(sari, session)


async def test_listed_words_wait_for_a_moderator_and_nobody_else_reads_them(evening, wati, sari):
    held = await someone_asks(sari, evening, NIK)
    assert held.standing is Standing.HELD
    now = await floor(evening)
    assert order(now, {}) == []
    assert now.waiting == []

    await show_entry(wati, held.ref)
    assert [one.ref for one in (await floor(evening)).waiting] == [held.ref]
    assert not await LogEntry.exists(type="floor.shown")


async def test_the_same_words_again_and_again_are_held(evening, wati, sari):
    for _ in range(2):
        said = await someone_remarks(sari, evening, "Setuju.")
        assert said.standing is Standing.WAITING
        await withdraw(sari, said.ref)

    assert (await someone_remarks(sari, evening, "Setuju.")).standing is Standing.HELD


async def test_support_is_counted_once_and_can_be_taken_back(evening, sari, budi, heard):
    entry = await someone_asks(sari, evening)
    with pytest.raises(Refused):
        await support(sari, entry.ref, on=True)
    await support(budi, entry.ref, on=False)
    for _ in range(2):
        assert (await support(budi, entry.ref, on=True)).supports == 1
    assert (await standing_of(budi, evening)).supported == {entry.ref}
    assert (await support(budi, entry.ref, on=False)).supports == 0

    assert heard == [
        QueueChanged(evening.ref, {entry.ref: (1, 1)}),
        QueueChanged(evening.ref, {entry.ref: (0, 2)}),
    ]
    assert await supports_of(evening.id) == {entry.ref: (0, 2)}


async def test_a_crowd_supports_at_once_and_nobody_is_lost(evening, sari):
    entry = await someone_asks(sari, evening)
    crowd = [await person(f"Warga{number}") for number in range(12)]
    for one in crowd:
        await check_in(one, evening.ref)
    await asyncio.gather(*(support(one, entry.ref, on=True) for one in crowd for _ in range(2)))

    assert await supports_of(evening.id) == {entry.ref: (12, 12)}
    assert await QueueSupport.all().count() == 12
    assert (await floor(evening)).s == evening.seq + 1


async def test_what_does_not_wait_is_not_supported(evening, wati, sari, budi):
    hand = await hand_raised(sari, evening)
    held = await someone_asks(sari, evening, NIK)
    gone = await someone_asks(sari, evening)
    await withdraw(sari, gone.ref)

    for entry in (hand, held, gone):
        with pytest.raises(Refused):
            await support(budi, entry.ref, on=True)
    with pytest.raises(NotFound):
        await support(budi, "zzzzzzzzzz", on=True)


async def test_only_its_author_takes_it_back_and_only_once(evening, sari, budi):
    entry = await hand_raised(sari, evening)
    with pytest.raises(Refused):
        await withdraw(budi, entry.ref)
    await withdraw(sari, entry.ref)
    once = (await floor(evening)).s
    await withdraw(sari, entry.ref)

    assert (await floor(evening)).s == once
    assert (await floor(evening)).entries[entry.ref].standing is Standing.WITHDRAWN
    assert await hand_raised(sari, evening)


async def test_hiding_names_a_rule_and_its_author_reads_the_reason(evening, maya, sari, budi):
    entry = await someone_asks(sari, evening)
    await hide_entry(maya, entry.ref, rule="personal_data", reason=BECAUSE)

    shown = (await floor(evening)).entries[entry.ref]
    assert (shown.standing, shown.hidden_because) == (Standing.HIDDEN, "personal_data")
    [own] = (await standing_of(sari, evening)).entries
    assert own.hidden_because == BECAUSE
    decided = await LogEntry.get(type="floor.hidden")
    assert json.loads(decided.entry)["d"] == {
        "ask": "question", "rule": "personal_data", "ground": "law",
    }  # fmt: skip
    openings = await openings_of(decided)
    assert openings["statement"].value == BECAUSE
    assert openings["actor"].value == f"person:{maya.record_id}"
    assert json.loads(decided.entry)["by"] == "moderator"


@pytest.mark.parametrize(
    ("rule", "reason", "fields"),
    [
        ("", "", {"rule", "reason"}),
        ("unheard_of", BECAUSE, {"rule"}),
        ("off_topic", BECAUSE, {"rule"}),
        ("spam", "…", {"reason"}),
        ("spam", "x" * 2_001, {"reason"}),
    ],
)
async def test_nothing_is_hidden_without_a_rule_and_a_reason(
    evening, maya, sari, rule, reason, fields
):
    entry = await someone_asks(sari, evening)
    with pytest.raises(Invalid) as invalid:
        await hide_entry(maya, entry.ref, rule=rule, reason=reason)

    assert set(invalid.value.fields) == fields
    assert (await QueueEntry.get()).standing is Standing.WAITING


async def test_what_was_hidden_by_mistake_is_shown_again(evening, wati, maya, sari):
    entry = await someone_asks(sari, evening)
    await hide_entry(maya, entry.ref, rule="spam", reason=BECAUSE)
    with pytest.raises(Refused):
        await hide_entry(wati, entry.ref, rule="spam", reason=BECAUSE)
    await show_entry(wati, entry.ref)
    with pytest.raises(Refused):
        await show_entry(wati, entry.ref)

    assert (await floor(evening)).waiting[0].ref == entry.ref
    assert (await QueueEntry.get()).hidden_because == ""
    assert await LogEntry.filter(type="floor.shown").count() == 1


async def test_whoever_speaks_is_silent_once_hidden(evening, wati, sari):
    entry = await someone_remarks(sari, evening)
    await chair_does(wati, evening, Press.FLOOR, entry=entry.ref)
    await hide_entry(wati, entry.ref, rule="insult", reason=BECAUSE)

    assert (await floor(evening)).speaking is None


async def test_nobody_moderates_themselves_or_the_clause_they_drafted(
    evening, wati, omar, sari, agency
):
    await check_in(wati, evening.ref)
    own = await someone_asks(wati, evening)
    wati_ref = (await Person.get(id=wati.person_id)).ref
    with pytest.raises(NotAllowed):
        await hide_entry(wati, own.ref, rule="spam", reason=BECAUSE)
    with pytest.raises(NotAllowed):
        await mute(wati, evening.ref, wati_ref, reason=BECAUSE)

    drafter = replace(omar, grants=omar.grants | {Grant(Role.MODERATOR, agency.id)})
    entry = await someone_asks(sari, evening)
    with pytest.raises(NotAllowed):
        await hide_entry(drafter, entry.ref, rule="spam", reason=BECAUSE)


async def test_citizens_and_officials_do_not_moderate_the_floor(evening, omar, sari, budi):
    entry = await someone_asks(sari, evening)
    sari_ref = (await Person.get(id=sari.person_id)).ref

    for somebody in (omar, budi, Actor()):
        with pytest.raises(NotAllowed):
            await hide_entry(somebody, entry.ref, rule="spam", reason=BECAUSE)
        with pytest.raises(NotAllowed):
            await show_entry(somebody, entry.ref)
        with pytest.raises(NotAllowed):
            await mute(somebody, evening.ref, sari_ref, reason=BECAUSE)


async def test_a_raised_hand_has_no_words_to_hide(evening, maya, sari):
    hand = await hand_raised(sari, evening)

    with pytest.raises(Refused):
        await hide_entry(maya, hand.ref, rule="spam", reason=BECAUSE)


async def test_whoever_is_muted_hears_why_and_may_still_vote_and_support(
    evening, maya, sari, budi, heard
):
    entry = await someone_asks(budi, evening)
    sari_ref = (await Person.get(id=sari.person_id)).ref
    await mute(maya, evening.ref, sari_ref, reason=BECAUSE)

    with pytest.raises(Refused, match=BECAUSE):
        await someone_asks(sari, evening)
    assert (await standing_of(sari, evening)).muted == BECAUSE
    assert (await support(sari, entry.ref, on=True)).supports == 1
    with pytest.raises(Refused):
        await leave(sari, evening.ref)
    assert StandingChanged(evening.ref, sari.person_id) in heard
    muted = await LogEntry.get(type="floor.muted")
    assert (await openings_of(muted))["statement"].value == BECAUSE
    with pytest.raises(Refused):
        await mute(maya, evening.ref, sari_ref, reason=BECAUSE)

    await unmute(maya, evening.ref, sari_ref)
    await unmute(maya, evening.ref, sari_ref)
    assert await someone_asks(sari, evening)
    assert await LogEntry.filter(type="floor.unmuted").count() == 1


async def test_a_muted_hand_gets_no_floor(evening, wati, sari):
    hand = await hand_raised(sari, evening)
    sari_ref = (await Person.get(id=sari.person_id)).ref
    await mute(wati, evening.ref, sari_ref, reason=BECAUSE)

    with pytest.raises(Refused) as refused:
        await chair_does(wati, evening, Press.FLOOR, entry=hand.ref)
    assert refused.value.code == "session.is-muted"


async def test_muting_says_why_and_only_those_who_are_here(evening, maya, rina, sari):
    sari_ref = (await Person.get(id=sari.person_id)).ref
    with pytest.raises(Invalid):
        await mute(maya, evening.ref, sari_ref, reason=" ")
    for ref in ((await Person.get(id=rina.person_id)).ref, "", "x" * 10_000):
        with pytest.raises(NotFound):
            await mute(maya, evening.ref, ref, reason=BECAUSE)


async def test_what_was_hidden_until_the_end_is_answered_once_it_is_shown(
    evening, wati, maya, sari
):
    entry = await someone_asks(sari, evening)
    await hide_entry(maya, entry.ref, rule="spam", reason=BECAUSE)
    await press_to(wati, evening, Press.END)
    assert not await Contribution.exists()
    await show_entry(wati, entry.ref)

    made = await Contribution.get()
    assert made.text == entry.text
    assert (await QueueEntry.get()).contribution_ref == made.ref


async def test_a_held_question_is_decided_like_a_comment_after_the_end(evening, wati, maya, sari):
    await someone_asks(sari, evening, NIK)
    await press_to(wati, evening, Press.END)
    made = await Contribution.get()
    await decide(maya, made.ref, Judgement(Measure.KEEP, made.showing))

    entry = await LogEntry.filter(subject=made.record_id).order_by("seq")
    assert [row.type for row in entry] == [
        "comment.received", "comment.held", "moderation.decided", "comment.published",
    ]  # fmt: skip


async def test_a_visitor_has_no_standing(evening, sari, wati):
    assert not (await standing_of(Actor(), evening)).checked_in
    hers = await standing_of(sari, evening)
    assert (hers.name, hers.checked_in, hers.chairs) == ("Sari Wulandari", True, False)
    assert (await standing_of(wati, await find_session(evening.ref))).chairs


async def test_an_unknown_entry_is_not_found(evening, wati, sari):
    for ref in ("", new_ref(), "x" * 10_000):
        with pytest.raises(NotFound):
            await withdraw(sari, ref)
        with pytest.raises(NotFound):
            await hide_entry(wati, ref, rule="spam", reason=BECAUSE)
