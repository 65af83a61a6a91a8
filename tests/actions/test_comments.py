"""Handing in, changing, taking back and supporting: each act once, whatever the line does."""

import asyncio
import json

import pytest

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.audit.models import LogEntry, Opening
from forum.audit.rules import short_code
from forum.consultations.actions import advance_due, pause
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.core.events import announcer
from forum.core.ids import new_ref
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import (
    Handed,
    edit_comment,
    post_comment,
    support_comment,
    withdraw_comment,
    withdraw_support,
)
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution, Support
from forum.participation.queries import find_contribution
from forum.participation.rules import Kind, Showing, mark_of
from tests.clocks import later
from tests.databases import both_databases
from tests.openings import openings_of
from tests.people import person
from tests.world import comment, open_consultation, planned_consultation

pytestmark = both_databases

ONCE = "a-key-of-one-form"
NIK = "NIK saya 3201234567890123, mohon dibantu."


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


async def types_about(contribution):
    rows = LogEntry.filter(subject=contribution.record_id).order_by("seq")
    return [row.type for row in await rows]


async def test_a_citizen_comments_and_gets_a_receipt(sari, ktp):
    made = await comment(sari, ktp, "  Lima hari **cukup**.\r\n")

    entry = await LogEntry.get(subject=made.record_id, type="comment.received")
    openings = await openings_of(entry)
    assert made.showing is Showing.SHOWN
    assert made.text == "Lima hari **cukup**."
    assert made.html.strip() == "<p>Lima hari <strong>cukup</strong>.</p>"
    assert made.receipt == short_code(bytes.fromhex(entry.leaf))
    assert json.loads(entry.entry)["d"] == {"clause": "3.1", "tier": "email"}
    assert json.loads(entry.entry)["ctx"] == ktp.record_id
    assert openings["body"].value == "Lima hari **cukup**."
    assert openings["author"].value == f"person:{sari.record_id}"
    assert await types_about(made) == ["comment.received", "comment.published"]


async def test_the_record_holds_neither_words_nor_names(sari, ktp):
    await comment(sari, ktp, "Kata yang khas: kembang kol")

    for row in await LogEntry.all():
        assert "kembang" not in row.entry
        assert "Sari" not in row.entry


async def test_a_question_about_the_whole_draft(sari, ktp):
    made = await comment(sari, ktp, "Kapan berlaku?", label=None, kind=Kind.QUESTION)

    assert (made.lineage, made.label, made.kind) == ("", "", Kind.QUESTION)


async def test_the_same_form_sent_again_brings_the_first_comment(sari, ktp):
    first = await comment(sari, ktp, once=ONCE)
    again = await comment(sari, ktp, once=ONCE)

    assert again.id == first.id
    assert await Contribution.all().count() == 1
    assert await LogEntry.filter(type="comment.received").count() == 1


async def test_the_same_form_sent_ten_times_at_once_makes_one_comment(sari, ktp):
    made = await asyncio.gather(*(comment(sari, ktp, once=ONCE) for _ in range(10)))

    assert len({one.id for one in made}) == 1
    assert await Contribution.all().count() == 1
    assert await LogEntry.filter(type="comment.received").count() == 1


async def test_a_retry_after_closing_still_brings_the_first_comment(sari, ktp):
    first = await comment(sari, ktp, once=ONCE)
    with later(days=20):
        await advance_due()
        again = await comment(sari, ktp, once=ONCE)

    assert again.id == first.id


async def test_a_used_form_with_other_words_loses_nothing(sari, ktp):
    await comment(sari, ktp, "Lima hari cukup.", once=ONCE)

    with pytest.raises(Refused) as refused:
        await comment(sari, ktp, "Tiga hari lebih baik.", once=ONCE)
    assert refused.value.code == "comment.key-used"


async def test_the_key_of_somebody_else_tells_nothing(sari, budi, ktp):
    await comment(sari, ktp, once=ONCE)

    with pytest.raises(Refused) as refused:
        await comment(budi, ktp, once=ONCE)
    assert refused.value.code == "comment.key-used"
    assert not await Contribution.exists(author_id=budi.person_id)


async def test_many_people_at_once_lose_no_comment(ktp):
    people = [await person(f"Warga{number}") for number in range(8)]
    await asyncio.gather(*(comment(one, ktp, "Setuju.") for one in people for _ in range(2)))

    assert await Contribution.all().count() == 16
    assert await LogEntry.filter(type="comment.published").count() == 16


async def test_nobody_comments_without_signing_in(ktp):
    with pytest.raises(NotAllowed):
        await comment(Actor(), ktp)

    assert not await Contribution.exists()


async def test_a_citizen_cannot_comment_before_it_is_announced(sari, omar, agency):
    planned = await planned_consultation(omar, agency)

    with pytest.raises(Refused):
        await comment(sari, planned)


async def test_a_citizen_cannot_comment_while_it_is_paused(sari, omar, ktp):
    await pause(omar, ktp.slug, "Listrik padam di kantor.")

    with pytest.raises(Refused) as refused:
        await comment(sari, ktp)
    assert refused.value.code == "consultation.paused"


async def test_a_page_opened_before_closing_is_taken_for_half_an_hour(sari, ktp):
    opened = ktp.closes_at
    with later(days=12, minutes=20):
        await advance_due()
        made = await comment(sari, ktp, opened_at=opened)
        with pytest.raises(Refused):
            await comment(sari, ktp)
    with later(days=12, minutes=40):
        await advance_due()
        with pytest.raises(Refused):
            await comment(sari, ktp, opened_at=opened)

    assert made.showing is Showing.SHOWN


async def test_there_is_no_commenting_on_a_clause_that_is_not_there(sari, ktp):
    with pytest.raises(NotFound):
        await comment(sari, ktp, label="99.9")
    with pytest.raises(NotFound):
        await post_comment(sari, "no-such-consultation", None, Handed("Halo", ONCE))


@pytest.mark.parametrize("text", ["", "  ", "…", "\x00", "\u202e", "\u0301" * 10_000, "a" * 10_001])
async def test_what_is_no_text_or_too_long_is_refused_with_a_sentence(sari, ktp, text):
    with pytest.raises(Invalid) as wrong:
        await comment(sari, ktp, text)

    assert "text" in wrong.value.fields
    assert not await Contribution.exists()


async def test_a_person_without_a_name_is_asked_first(ktp):
    nameless = await Person.create(name="", email="baru@example.id", joined_at=clock.now())
    actor = Actor(person_id=nameless.id, record_id=nameless.record_id)

    with pytest.raises(Invalid) as wrong:
        await comment(actor, ktp)
    made = await comment(actor, ktp, name="Wayan Sudarma")

    assert "name" in wrong.value.fields
    assert (await find_contribution(made.ref)).author.name == "Wayan Sudarma"


async def test_an_identity_number_is_held_before_anybody_reads_it(sari, ktp):
    made = await comment(sari, ktp, NIK)

    held = await LogEntry.get(subject=made.record_id, type="comment.held")
    assert made.showing is Showing.HELD
    assert json.loads(held.entry)["d"]["rule"] == "national_id"


async def test_the_third_same_text_is_held(sari, budi, ktp):
    made = [await comment(sari, ktp, "Lima hari cukup.") for _ in range(3)]
    other = await comment(budi, ktp, "Lima hari cukup.")

    assert [one.showing for one in made] == [Showing.SHOWN, Showing.SHOWN, Showing.HELD]
    assert other.showing is Showing.SHOWN


async def test_whoever_must_know_hears_of_it_and_can_stop_it(sari, ktp):
    heard = []

    async def join(fact):
        heard.append(fact)
        raise RuntimeError("no telling, no comment")

    announcer.join(ContributionReceived, join)
    try:
        with pytest.raises(RuntimeError):
            await comment(sari, ktp, f"{NIK} Telepon 0812 3456 7890.")
    finally:
        announcer._joiners[ContributionReceived].remove(join)

    assert heard[0].triggers == ("national_id", "telephone")
    assert heard[0].held
    assert not await Contribution.exists()
    assert not await LogEntry.filter(type="comment.received").exists()


async def test_an_author_changes_her_words_within_fifteen_minutes(sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    await edit_comment(sari, made.ref, "Tiga hari lebih baik.", mark_of(made.text))
    with later(minutes=16), pytest.raises(Refused):
        await edit_comment(sari, made.ref, "Satu hari.", mark_of("Tiga hari lebih baik."))

    now = await find_contribution(made.ref)
    edited = await LogEntry.get(subject=made.record_id, type="comment.edited")
    assert now.text == now.shown_text == "Tiga hari lebih baik."
    assert "Tiga hari" in now.html
    assert now.edited_at is not None
    assert (await Opening.get(entry_id=edited.seq, kind="body")).value == "Tiga hari lebih baik."
    assert "ref" in json.loads(edited.entry)


async def test_nobody_changes_the_words_of_another(sari, budi, ktp):
    made = await comment(sari, ktp)

    for stranger in (budi, Actor()):
        with pytest.raises(NotAllowed):
            await edit_comment(stranger, made.ref, "Lain.", mark_of(made.text))
        with pytest.raises(NotAllowed):
            await withdraw_comment(stranger, made.ref)


async def test_words_stay_once_somebody_has_supported_them(sari, budi, ktp):
    made = await comment(sari, ktp)
    await support_comment(budi, made.ref)
    await withdraw_support(budi, made.ref)

    with pytest.raises(Refused):
        await edit_comment(sari, made.ref, "Tiga hari.", mark_of(made.text))


async def test_two_windows_do_not_overwrite_one_another(sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    await edit_comment(sari, made.ref, "Tiga hari.", mark_of(made.text))

    with pytest.raises(Stale) as stale:
        await edit_comment(sari, made.ref, "Dua hari.", mark_of(made.text))
    same = await edit_comment(sari, made.ref, "Tiga hari.", mark_of(made.text))

    assert stale.value.theirs == "Tiga hari."
    assert same.text == "Tiga hari."
    assert await LogEntry.filter(type="comment.edited").count() == 1


async def test_an_identity_number_put_in_later_is_held_too(sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    now = await edit_comment(sari, made.ref, NIK, mark_of(made.text))

    assert now.showing is Showing.HELD
    assert (await types_about(made))[-2:] == ["comment.edited", "comment.held"]


async def test_an_author_withdraws_and_a_stub_stays(sari, ktp):
    made = await comment(sari, ktp)
    await withdraw_comment(sari, made.ref)
    await withdraw_comment(sari, made.ref)

    now = await find_contribution(made.ref)
    assert now.showing is Showing.WITHDRAWN
    assert (now.shown_text, now.html) == ("", "")
    assert now.text == "Lima hari cukup."
    assert (await types_about(made)).count("comment.withdrawn") == 1


async def test_what_a_moderator_hid_is_not_withdrawn_from_sight(sari, maya, ktp):
    made = await comment(sari, ktp, "Petugasnya bodoh.")
    await decide(
        maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Ini menghina orang.")
    )

    with pytest.raises(Refused):
        await withdraw_comment(sari, made.ref)


async def test_support_is_counted_once_a_person(sari, budi, maya, ktp):
    made = await comment(sari, ktp)
    for supporter in (budi, budi, maya):
        await support_comment(supporter, made.ref)
    await withdraw_support(maya, made.ref)
    await withdraw_support(maya, made.ref)

    now = await find_contribution(made.ref)
    assert now.supports == await Support.filter(contribution_id=made.id).count() == 1
    assert now.reacted_at is not None
    assert await LogEntry.filter(type="comment.supported").count() == 2
    assert await LogEntry.filter(type="comment.unsupported").count() == 1


async def test_many_supporting_at_once_are_all_counted(sari, ktp):
    made = await comment(sari, ktp)
    crowd = [await person(f"Warga{number}") for number in range(8)]
    await asyncio.gather(*(support_comment(one, made.ref) for one in crowd for _ in range(3)))

    now = await find_contribution(made.ref)
    assert now.supports == await Support.filter(contribution_id=made.id).count() == 8


async def test_nobody_supports_their_own_comment_or_one_that_is_not_public(sari, budi, ktp):
    made = await comment(sari, ktp)
    held = await comment(sari, ktp, NIK)

    with pytest.raises(Refused) as own:
        await support_comment(sari, made.ref)
    with pytest.raises(Refused):
        await support_comment(budi, held.ref)
    with pytest.raises(NotAllowed):
        await support_comment(Actor(), made.ref)
    assert own.value.code == "comment.own"
    assert not await Support.exists()


async def test_nothing_is_supported_after_closing(sari, budi, ktp):
    made = await comment(sari, ktp)
    with later(days=20):
        await advance_due()
        assert (await find_consultation(ktp.slug)).phase != "open"
        with pytest.raises(Refused):
            await support_comment(budi, made.ref)


async def test_the_same_text_sent_many_times_at_once_is_held_like_one_sent_after_another(sari, ktp):
    forms = [Handed(text="Tolong dipercepat.", once=new_ref()) for _ in range(6)]
    made = await asyncio.gather(*(post_comment(sari, ktp.slug, "3.1", form) for form in forms))
    assert [one.showing for one in sorted(made, key=lambda one: one.id)] == [
        *[Showing.SHOWN] * 2,
        *[Showing.HELD] * 4,
    ]
