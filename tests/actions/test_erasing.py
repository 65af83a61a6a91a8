"""What a person has erased is gone everywhere; that it was there, and what became of it, stays."""

from __future__ import annotations

import errno
import json
import os

import pytest

from forum.access.policy import OPERATOR, Role
from forum.accounts.actions import find_or_make_person
from forum.accounts.models import Person, SignIn
from forum.audit.models import LogEntry, Opening
from forum.core.errors import CannotStore, NotAllowed, Refused, Stale
from forum.core.i18n import speaking
from forum.moderation.actions import Judgement, decide, file_appeal, report
from forum.moderation.actions.reporting import Reporting
from forum.moderation.rules import Measure
from forum.notices.following import follow
from forum.notices.models import Follow, Mail, Notice, Thing
from forum.organisations.actions import register
from forum.organisations.models import Invitation, Membership, Organisation
from forum.participation.actions import edit_comment, post_reply, support_comment, withdraw_support
from forum.participation.actions.keeping import Handed
from forum.participation.models import Likeness
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing, mark_of
from forum.privacy import kept
from forum.privacy.actions import erase_again, erase_contribution, erase_everything, erase_name
from forum.privacy.kept import Erased, read_list
from forum.privacy.rules import Kind
from forum.responses.models import Response
from forum.sessions.models import QueueEntry
from forum.sessions.queries import find_session, floor_of
from forum.sessions.run_sheet import Press
from forum.voting.actions import close_poll
from forum.voting.models import Ballot
from tests.answering import accepted, being_answered, ready
from tests.clocks import later
from tests.databases import both_databases
from tests.erasing import just_signed_in, tables_with
from tests.meanwhile import meanwhile
from tests.meeting import chair_does, chair_of, live_session, someone_asks
from tests.people import person
from tests.voting import CONSENT, cast, opened
from tests.world import comment, open_consultation, proposal

pytestmark = both_databases

WORDS = "Tetangga saya Kartono menunggu empat belas hari."
RARE = "Kartono"


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


@pytest.fixture
def listed(tmp_path):
    """The list of erasures of this forum."""
    file = tmp_path / "apart" / "erasures"
    kept.keep_in(file)
    yield file
    kept.keep_in(None)


@pytest.fixture
async def ktp(app, omar, agency):
    return await open_consultation(omar, agency)


async def erasures() -> list[dict[str, object]]:
    rows = await LogEntry.filter(type="erasure.executed").order_by("seq")
    return [json.loads(row.entry) for row in rows]


# --- The words of one contribution ---


async def test_erased_words_are_in_no_table_and_their_stub_says_when(ktp, sari, budi, maya):
    said = await comment(sari, ktp, WORDS)
    await post_reply(budi, said.ref, Handed(text="Saya juga.", once="balasan-budi-1"))
    await support_comment(budi, said.ref)
    received = await LogEntry.get(type="comment.received", subject=said.record_id)
    assert await tables_with(RARE) >= {"contribution", "log_opening", "search_document"}

    await erase_contribution(await just_signed_in(sari), said.ref)

    assert await tables_with(RARE) == set()
    gone = await find_contribution(said.ref)
    assert (gone.showing, gone.text, gone.html) == (Showing.ERASED, "", "")
    assert gone.erased_at is not None
    assert (gone.replies, gone.supports, gone.author_id) == (1, 1, sari.person_id)
    assert not await Likeness.exists(contribution_id=said.id)
    assert await LogEntry.exists(seq=received.seq, entry=received.entry)
    left = await Opening.filter(entry_id=received.seq).values_list("kind", flat=True)
    assert left == ["author"]


async def test_the_record_says_that_words_were_erased_and_which_entry_they_were(ktp, sari):
    said = await comment(sari, ktp, WORDS)
    await erase_contribution(await just_signed_in(sari), said.ref)

    [entry] = await erasures()

    assert entry["id"] == said.record_id
    assert (entry["by"], entry["d"]["kind"], entry["d"]["basis"]) == ("citizen", "text", "own")
    assert "ref" in entry
    assert "c" not in entry


async def test_proposed_words_go_with_the_reason(ktp, sari):
    said = await proposal(sari, ktp, "Paling lama lima hari Kartono.", WORDS)

    await erase_contribution(await just_signed_in(sari), said.ref)

    assert await tables_with(RARE) == set()
    assert (await find_contribution(said.ref)).proposal is None


async def test_an_answer_stays_and_so_does_what_it_changed(omar, rina, agency, sari, budi, app):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)

    await erase_contribution(await just_signed_in(sari), round_.sari.ref)

    assert await tables_with("Tiga hari kerja sudah cukup") == set()
    [served] = await Response.filter(answered__contribution_id=round_.sari.id)
    assert served.reason == accepted(round_.sari).reason


async def test_only_its_author_erases_it_and_only_just_after_signing_in(ktp, sari, budi, maya):
    said = await comment(sari, ktp, WORDS)

    for other in (budi, maya):
        with pytest.raises(NotAllowed):
            await erase_contribution(await just_signed_in(other), said.ref)
    with pytest.raises(Refused, match="Sign in again first"):
        await erase_contribution(sari, said.ref)
    her = await just_signed_in(sari)
    with later(minutes=16), pytest.raises(Refused, match="Sign in again first"):
        await erase_contribution(her, said.ref)

    assert (await find_contribution(said.ref)).text == WORDS
    assert await erasures() == []


async def test_what_was_said_for_an_organisation_is_its_own(ktp, sari):
    made = await register(sari, name="Forum Warga", interests="Warga pesisir.", kind="")
    said = await comment(sari, ktp, WORDS, organisation=made.slug)

    with pytest.raises(Refused, match="“Forum Warga” and is its word"):
        await erase_contribution(await just_signed_in(sari), said.ref)


async def test_erasing_twice_is_erasing_once(ktp, sari, listed):
    said, her = await comment(sari, ktp, WORDS), await just_signed_in(sari)

    await meanwhile(erase_contribution(her, said.ref), erase_contribution(her, said.ref))
    await erase_contribution(her, said.ref)

    assert len(await erasures()) == 1
    assert read_list(listed.read_text().splitlines(keepends=True)) == [
        Erased(Kind.TEXT, said.record_id)
    ]


async def test_words_changed_at_that_moment_are_erased_too(ktp, sari):
    said, her = await comment(sari, ktp, WORDS), await just_signed_in(sari)
    changed = edit_comment(sari, said.ref, f"{WORDS} Lagi.", mark_of(WORDS))

    _edited, erased = await meanwhile(changed, erase_contribution(her, said.ref))

    assert erased.showing is Showing.ERASED
    assert await tables_with(RARE) == set()


async def test_nobody_changes_words_that_were_erased_meanwhile(ktp, sari):
    said, her = await comment(sari, ktp, WORDS), await just_signed_in(sari)
    changed = edit_comment(sari, said.ref, f"{WORDS} Lagi.", mark_of(WORDS))

    _erased, refused = await meanwhile(erase_contribution(her, said.ref), changed)

    assert isinstance(refused, Refused)
    assert await tables_with(RARE) == set()


async def test_a_moderator_who_decides_at_that_moment_reads_that_there_is_nothing_left(
    ktp, sari, maya
):
    said, her = await comment(sari, ktp, WORDS), await just_signed_in(sari)
    keep = Judgement(Measure.KEEP, Showing.SHOWN)

    _erased, refused = await meanwhile(
        erase_contribution(her, said.ref), decide(maya, said.ref, keep)
    )

    assert isinstance(refused, Refused | Stale)
    assert await tables_with(RARE) == set()


async def test_a_decision_taken_a_moment_before_stays_and_the_words_go(ktp, sari, maya):
    said, her = await comment(sari, ktp, WORDS), await just_signed_in(sari)
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina.")

    decision, erased = await meanwhile(
        decide(maya, said.ref, hide), erase_contribution(her, said.ref)
    )

    assert decision.reason == "Menghina."
    assert erased.showing is Showing.ERASED
    assert await tables_with(RARE) == set()


async def test_what_was_asked_in_a_session_goes_from_its_log_its_queue_and_its_minutes(
    ktp, omar, agency, sari
):
    chair = await chair_of(agency)
    session = await live_session(omar, chair, ktp, [sari])
    asked = await someone_asks(sari, session, WORDS)
    await chair_does(chair, session, Press.END)
    said = await find_contribution((await QueueEntry.get(id=asked.id)).contribution_ref)
    before = await find_session(session.ref)
    assert await tables_with(RARE) >= {"queue_entry", "session_event", "minutes"}

    await erase_contribution(await just_signed_in(sari), said.ref)

    assert await tables_with(RARE) == set()
    after = await find_session(session.ref)
    assert after.epoch != before.epoch
    assert (await floor_of(after)).entries[asked.ref].html == ""


# --- A name, and everything ---


async def test_a_name_goes_everywhere_and_the_words_stay(ktp, sari, budi, listed):
    said = await comment(sari, ktp, "Lima hari cukup.")
    theirs = await comment(budi, ktp, "Tujuh hari.")
    await support_comment(sari, theirs.ref)
    await Follow.create(
        person_id=sari.person_id,
        thing="agency",
        name="x",
        since=said.handed_in_at,
        told_until=said.handed_in_at,
    )

    await erase_name(await just_signed_in(sari))

    assert await tables_with("Sari Wulandari") == set()
    assert await tables_with("sari@example.id") == set()
    assert await tables_with(f"person:{sari.record_id}") == set()
    gone = await find_contribution(said.ref)
    assert (gone.text, gone.by) == ("Lima hari cukup.", "A person who left")
    assert (await find_contribution(theirs.ref)).supports == 1
    left = await Person.get(id=sari.person_id)
    assert (left.email, left.password_hash, left.called) == (None, "", "A person who left")
    assert not await SignIn.exists(person_id=sari.person_id, ended_at__isnull=True)
    for model in (Notice, Follow):
        assert not await model.exists(person_id=sari.person_id)
    assert not await Mail.exists(address="sari@example.id")
    [entry] = await erasures()
    assert entry["d"]["kind"] == "identity"
    assert "id" not in entry
    assert "ref" not in entry
    assert read_list(listed.read_text().splitlines(keepends=True)) == [
        Erased(Kind.IDENTITY, sari.record_id)
    ]


async def test_everything_is_every_word_and_then_the_name(ktp, sari, agency, omar):
    for number in range(2):
        await comment(sari, ktp, f"{WORDS} {number}")
    chair = await chair_of(agency)
    session = await live_session(omar, chair, ktp, [sari])
    await someone_asks(sari, session, WORDS)
    poll = await opened(omar, ktp, CONSENT)
    await cast(sari, poll, "2", reason=f"{RARE} belum didengar.")
    await cast(sari, poll, "1", reason=f"{RARE} tetap khawatir.")
    await close_poll(omar, poll.ref)

    await erase_everything(await just_signed_in(sari))

    assert await tables_with(RARE) == set()
    assert await tables_with("Sari Wulandari") == set()
    assert [one["d"]["kind"] for one in await erasures()] == ["text", "text", "identity"]
    assert await Ballot.filter(poll_id=poll.id).count() == 1
    [entry] = await QueueEntry.filter(person_id=sari.person_id)
    assert entry.standing == "withdrawn"


async def test_an_appeal_goes_with_everything_though_its_words_were_erased_before(ktp, sari, maya):
    said = await comment(sari, ktp, "Petugas loket bodoh semua.")
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina.")
    decision = await decide(maya, said.ref, hide)
    her = await just_signed_in(sari)
    await erase_contribution(her, said.ref)
    await file_appeal(sari, decision.ref, f"{RARE} tidak saya hina.")
    assert await tables_with(RARE) >= {"moderation_appeal", "log_opening"}

    await erase_everything(her)

    assert await tables_with(RARE) == set()


async def test_support_that_was_taken_back_leads_to_nobody_who_left(ktp, sari, budi):
    theirs = await comment(budi, ktp, "Tujuh hari.")
    await support_comment(sari, theirs.ref)
    await withdraw_support(sari, theirs.ref)

    await erase_name(await just_signed_in(sari))

    assert await tables_with(f"person:{sari.record_id}") == set()
    assert "log_opening" in await tables_with(f"person:{budi.record_id}")


async def test_another_window_of_somebody_who_left_writes_nothing(ktp, sari, budi):
    theirs = await comment(budi, ktp, "Tujuh hari.")
    await erase_everything(await just_signed_in(sari))

    about = Reporting("insult", f"{RARE}!", once="laporan-sari-000001")
    for act in (
        comment(sari, ktp, WORDS),
        post_reply(sari, theirs.ref, Handed(text=WORDS, once="balasan-sari-01")),
        support_comment(sari, theirs.ref),
        report(sari, theirs.ref, about),
        follow(sari, Thing.AGENCY, "disdukcapil"),
    ):
        with pytest.raises(NotAllowed, match="This account was erased"):
            await act

    assert await tables_with(RARE) == set()
    assert await tables_with(f"person:{sari.record_id}") == set()


async def test_staff_hand_their_roles_back_first(agency, sari):
    wati = await person("Wati Kartika", agency, Role.CHAIR)

    with pytest.raises(Refused) as refused:
        await erase_name(await just_signed_in(wati))

    assert refused.value.missing == (
        "You work for an office here. Ask it to take your roles away first.",
    )
    assert (await Person.get(id=wati.person_id)).name == "Wati Kartika"


async def test_whoever_leads_others_hands_over_first_and_alone_simply_leaves(app, sari, budi):
    alone = await register(sari, name="Warga Satu", interests="Sendiri.", kind="")
    led = await register(sari, name="Forum Warga", interests="Pesisir.", kind="")
    await Membership.create(organisation=led, person_id=budi.person_id, since=led.registered_at)
    her = await just_signed_in(sari)

    with pytest.raises(Refused) as refused:
        await erase_name(her)
    assert refused.value.missing == (
        "You lead “Forum Warga”. Hand the lead over to another member first.",
    )

    await Membership.filter(organisation=led).update(lead=False)
    await Membership.filter(organisation=led, person_id=budi.person_id).update(lead=True)
    await Invitation.create(
        organisation=led, email="sari@example.id", token_digest="x" * 64, made_at=led.registered_at
    )
    await erase_name(her)

    assert not await Membership.exists(person_id=sari.person_id)
    assert not await Invitation.exists(email="sari@example.id")
    assert await Organisation.filter(slug__in=[alone.slug, led.slug]).count() == 2


async def test_nobody_leaves_and_comes_back_to_vote_once_more(ktp, omar, sari):
    poll = await opened(omar, ktp)
    await cast(sari, poll, "0")
    her = await just_signed_in(sari)

    with pytest.raises(Refused) as refused:
        await erase_name(her)
    assert (
        "You voted in “Are 5 working days enough?”, which is still open."
        in refused.value.missing[0]
    )

    await close_poll(omar, poll.ref)
    await erase_name(her)
    assert await Ballot.filter(poll_id=poll.id).count() == 1


async def test_the_same_address_comes_back_as_somebody_new(app, sari):
    await erase_name(await just_signed_in(sari))
    again = await find_or_make_person("sari@example.id", "Sari Wulandari")

    assert again.id != sari.person_id
    assert again.record_id != sari.record_id


# --- Doing it again after a copy was put back ---


async def test_what_a_list_says_is_erased_again_and_again_changes_nothing(ktp, sari, budi, listed):
    said = await comment(sari, ktp, WORDS)
    other = await comment(budi, ktp, "Tujuh hari.")
    known = [
        Erased(Kind.TEXT, said.record_id),
        Erased(Kind.IDENTITY, sari.record_id),
        Erased(Kind.TEXT, "0" * 32),
    ]

    assert await erase_again(OPERATOR, known) == 2
    assert await erase_again(OPERATOR, known) == 0

    assert await tables_with(RARE) == set()
    assert await tables_with("Sari Wulandari") == set()
    assert (await find_contribution(other.ref)).text == "Tujuh hari."
    assert [(one["by"], one["d"]["basis"]) for one in await erasures()] == [
        ("operator", "again")
    ] * 2
    with pytest.raises(NotAllowed):
        await erase_again(sari, known)


def test_a_broken_line_is_told_of_and_loses_no_other_erasure(database_kind):
    one, other = Erased(Kind.TEXT, "a" * 32), Erased(Kind.IDENTITY, "b" * 32)
    told: list[str] = []

    lines = [one.line(), '{"kind":"te\n', '{"v":1,"at":' + other.line(), one.line(), '{"kin']

    assert read_list(lines, told.append) == [one, other]
    assert [sentence[:7] for sentence in told] == ["Line 2 ", "Line 3 ", "Line 5 "]


def test_a_line_begins_anew_after_one_that_was_cut_off(database_kind, listed):
    one, other = Erased(Kind.TEXT, "a" * 32), Erased(Kind.IDENTITY, "b" * 32)
    listed.parent.mkdir()
    listed.write_text(one.line() + one.line()[:20])

    kept.keep(other)

    assert listed.read_text().splitlines()[2:] == [other.line().strip()]
    assert read_list(listed.read_text().splitlines(keepends=True)) == [one, other]


async def test_on_a_full_disk_nothing_is_erased_and_the_list_stays_whole(
    ktp, sari, listed, monkeypatch
):
    one, two = await comment(sari, ktp, WORDS), await comment(sari, ktp, "Tujuh hari.")
    her, full, really = await just_signed_in(sari), [False], os.write

    def short(file, data):
        if full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        full[0] = True
        return really(file, data[:20])

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", short)
        with pytest.raises(CannotStore):
            await erase_contribution(her, one.ref)
    assert (await find_contribution(one.ref)).text == WORDS
    await erase_contribution(her, two.ref)

    assert read_list(listed.read_text().splitlines(keepends=True)) == [
        Erased(Kind.TEXT, two.record_id)
    ]
