"""Minutes: compiled when the evening ended, put right by Sari and Budi, adopted, and final."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from forum.access.policy import Actor
from forum.accounts.models import Person, Suspension
from forum.audit.models import LogEntry
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.core.i18n import speaking
from forum.core.ids import new_ref
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.sessions.actions.minutes import (
    Rewriting,
    adopt_minutes,
    edit_paragraph,
    open_correction,
)
from forum.sessions.actions.minutes_corrections import (
    Correcting,
    Deciding,
    decide_correction,
    propose_correction,
)
from forum.sessions.minutes import Paragraph, as_of_now, from_data
from forum.sessions.minutes.correcting import Verdict
from forum.sessions.models import Correction, Minutes, SessionEvent
from forum.sessions.queries import find_session, log_of
from forum.sessions.queries.minutes import minutes_of, outcomes_on, sessions_with_minutes, since
from forum.sessions.rules import State
from tests.clocks import later
from tests.databases import both_databases
from tests.evening import OUTCOME, PROBLEM, Evening, annul, ended_evening, hide
from tests.world import open_consultation


@pytest.fixture
async def evening(omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Evening:
    consultation = await open_consultation(omar, agency)
    return await ended_evening(omar, agency, consultation, sari, budi)


async def paragraphs(evening: Evening) -> dict[str, Paragraph]:
    minutes = await minutes_of(evening.session)
    return {one.key: one for one in from_data(minutes.paragraphs)}


async def state(evening: Evening) -> State:
    return (await find_session(evening.session.ref)).state


async def propose(evening: Evening, who: Actor, text: str = "Saya berkata tiga hari.", **more: str):
    key = more.pop("paragraph", f"outcome:{evening.item.ref}")
    correcting = Correcting(paragraph=key, text=text, once=more.pop("once", "") or new_ref())
    return await propose_correction(who, evening.session.ref, correcting)


def new_words(key: str, seen: int = 1, **words: str) -> Rewriting:
    return Rewriting(paragraph=key, words=words, seen=seen)


async def test_the_minutes_are_there_when_the_session_has_ended(evening):
    told = await paragraphs(evening)

    assert await state(evening) is State.MINUTES_DRAFT
    assert told["opening"].values["chairs"] == ["Wati Kartika"]
    assert told["opening"].values["noted_by"] == ["Nina Putri"]
    assert told["attendance"].values["present"] == 2
    assert "14" in told[f"item:{evening.item.ref}"].values["text"]["id"]
    assert told[f"notes:{evening.item.ref}"].words["text"].startswith("Kepala dinas")
    assert told[f"outcome:{evening.item.ref}"].words["sentence"] == OUTCOME
    assert "Budi" not in json.dumps([one.values for one in told.values()], default=str)


async def test_the_note_taker_rewrites_a_paragraph_and_the_log_keeps_what_was_said(evening):
    key = f"outcome:{evening.item.ref}"
    await edit_paragraph(
        evening.nina,
        evening.session.ref,
        new_words(key, sentence="Lima hari kerja sejak berkas lengkap."),
    )
    outcome = (await paragraphs(evening))[key]

    assert outcome.words["sentence"] == "Lima hari kerja sejak berkas lengkap."
    assert outcome.words["problem"] == PROBLEM
    assert outcome.values["said"]["sentence"] == OUTCOME
    assert (await minutes_of(evening.session)).revision == 2


async def test_two_note_takers_at_once_lose_nothing(evening):
    key = f"notes:{evening.item.ref}"
    await edit_paragraph(evening.nina, evening.session.ref, new_words(key, text="Versi Nina."))

    with pytest.raises(Stale) as refused:
        await edit_paragraph(evening.chair, evening.session.ref, new_words(key, text="Versi Wati."))

    assert refused.value.theirs.words["text"] == "Versi Nina."
    assert (await paragraphs(evening))[key].words["text"] == "Versi Nina."


async def test_another_paragraph_may_be_changed_at_the_same_time(evening):
    await edit_paragraph(evening.nina, evening.session.ref, new_words("opening", text="Doa."))
    await edit_paragraph(evening.chair, evening.session.ref, new_words("closing", text="Salam."))
    told = await paragraphs(evening)

    assert (told["opening"].words["text"], told["closing"].words["text"]) == ("Doa.", "Salam.")


@pytest.mark.parametrize(
    "words", [{"sentence": ""}, {"sentence": "a" * 1_001}, {"term": "b" * 201}]
)
async def test_an_outcome_keeps_a_sentence_that_can_be_read_out(evening, words):
    with pytest.raises(Invalid) as refused:
        await edit_paragraph(
            evening.nina,
            evening.session.ref,
            new_words(f"outcome:{evening.item.ref}", **words),
        )

    assert list(refused.value.fields) == list(words)


async def test_there_is_no_writing_into_a_paragraph_that_does_not_exist(evening):
    with pytest.raises(NotFound):
        await edit_paragraph(evening.nina, evening.session.ref, new_words("item:nothing", text="x"))


async def test_a_citizen_writes_no_minutes_and_adopts_none(evening):
    for act in (
        edit_paragraph(evening.sari, evening.session.ref, new_words("opening", text="Saya.")),
        open_correction(evening.sari, evening.session.ref),
        adopt_minutes(evening.sari, evening.session.ref),
    ):
        with pytest.raises(NotAllowed):
            await act


async def test_the_note_taker_does_not_adopt(evening):
    with pytest.raises(NotAllowed):
        await open_correction(evening.nina, evening.session.ref)


async def test_those_present_have_a_week_unless_the_chair_says_otherwise(evening):
    minutes = await open_correction(evening.chair, evening.session.ref)

    left = minutes.correct_until - clock.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    assert await state(evening) is State.CORRECTION
    [*_, last] = await log_of(evening.session.id)
    assert last.data == {"state": "correction"}


async def test_the_time_for_corrections_grows_and_never_shrinks(evening):
    now = clock.now()
    await open_correction(evening.chair, evening.session.ref, now + timedelta(days=3))
    await open_correction(evening.chair, evening.session.ref, now + timedelta(days=5))

    for until in (now + timedelta(days=4), now - timedelta(hours=1)):
        with pytest.raises(Invalid):
            await open_correction(evening.chair, evening.session.ref, until)

    assert (await minutes_of(evening.session)).correct_until == now + timedelta(days=5)
    assert await SessionEvent.filter(session_id=evening.session.id, k="minutes").count() == 2


async def test_budi_who_was_there_proposes_a_correction_once(evening):
    await open_correction(evening.chair, evening.session.ref)
    first = await propose(evening, evening.budi, once="kunci-sekali-pakai")
    again = await propose(evening, evening.budi, once="kunci-sekali-pakai")

    assert first.id == again.id
    assert await Correction.all().count() == 1


async def test_a_second_correction_of_the_same_paragraph_waits_for_the_first(evening):
    await open_correction(evening.chair, evening.session.ref)
    await propose(evening, evening.budi)

    with pytest.raises(Refused):
        await propose(evening, evening.budi, "Dan satu lagi.")

    await propose(evening, evening.budi, "Jumlahnya salah.", paragraph="attendance")
    await propose(evening, evening.sari, "Saya setuju dengan Budi.")
    assert await Correction.all().count() == 3


async def test_whoever_was_not_there_corrects_nothing(evening, maya):
    await open_correction(evening.chair, evening.session.ref)

    with pytest.raises(Refused) as refused:
        await propose(evening, maya)

    assert refused.value.code == "minutes.not-present"


async def test_no_correction_comes_before_it_is_asked_for_or_after_the_last_day(evening):
    with pytest.raises(Refused):
        await propose(evening, evening.budi)
    await open_correction(evening.chair, evening.session.ref)
    with later(days=8), pytest.raises(Refused):
        await propose(evening, evening.budi)

    assert not await Correction.exists()


@pytest.mark.parametrize("text", ["", "  ", "…", "a" * 2_001])
async def test_a_correction_says_something_and_not_too_much(evening, text):
    await open_correction(evening.chair, evening.session.ref)

    with pytest.raises(Invalid):
        await propose(evening, evening.budi, text)


@pytest.mark.parametrize("once", ["", "a b", "kurang"])
async def test_a_form_without_its_key_is_sent_again(evening, once):
    await open_correction(evening.chair, evening.session.ref)
    correcting = Correcting(paragraph="opening", text="Salah.", once=once)

    with pytest.raises(Refused):
        await propose_correction(evening.budi, evening.session.ref, correcting)


async def test_the_key_of_somebody_elses_form_brings_nothing(evening):
    await open_correction(evening.chair, evening.session.ref)
    await propose(evening, evening.budi, once="kunci-sekali-pakai")

    with pytest.raises(Refused):
        await propose(evening, evening.sari, once="kunci-sekali-pakai")


async def test_a_correction_that_is_taken_changes_the_paragraph(evening):
    await open_correction(evening.chair, evening.session.ref)
    correction = await propose(evening, evening.budi)
    key = f"outcome:{evening.item.ref}"
    words = new_words(key, sentence="Paling lama tiga hari kerja.")
    await decide_correction(
        evening.nina,
        correction.ref,
        Deciding(verdict=Verdict.TAKEN, reason="Benar.", rewriting=words),
    )

    assert (await paragraphs(evening))[key].words["sentence"] == "Paling lama tiga hari kerja."
    assert (await Correction.get()).decision == "taken"


async def test_taking_a_correction_does_not_undo_what_somebody_wrote_meanwhile(evening):
    await open_correction(evening.chair, evening.session.ref)
    correction = await propose(evening, evening.budi, paragraph="opening")
    await edit_paragraph(evening.chair, evening.session.ref, new_words("opening", text="Doa."))
    deciding = Deciding(
        verdict=Verdict.TAKEN, reason="Benar.", rewriting=new_words("opening", text="Salam.")
    )

    with pytest.raises(Stale):
        await decide_correction(evening.nina, correction.ref, deciding)

    assert (await Correction.get()).decision == ""
    assert (await paragraphs(evening))["opening"].words["text"] == "Doa."


async def test_a_correction_is_declined_with_a_reason_and_only_once(evening):
    await open_correction(evening.chair, evening.session.ref)
    correction = await propose(evening, evening.budi)
    with pytest.raises(Invalid):
        await decide_correction(
            evening.nina, correction.ref, Deciding(verdict=Verdict.DECLINED, reason=" ")
        )
    declined = Deciding(verdict=Verdict.DECLINED, reason="Rekaman berkata lima.")
    await decide_correction(evening.nina, correction.ref, declined)

    with pytest.raises(Refused):
        await decide_correction(evening.chair, correction.ref, declined)
    with pytest.raises(NotAllowed):
        await decide_correction(evening.sari, correction.ref, declined)


async def adopted(evening: Evening) -> Minutes:
    await open_correction(evening.chair, evening.session.ref)
    with later(days=8):
        return await adopt_minutes(evening.chair, evening.session.ref)


@both_databases
async def test_adopted_minutes_are_frozen_and_their_fingerprint_stands_in_the_record(evening):
    minutes = await adopted(evening)
    entry = json.loads((await LogEntry.get(type="minutes.adopted")).entry)
    content = json.loads(minutes.document)

    assert await state(evening) is State.ADOPTED
    assert hashlib.sha256(minutes.document.encode()).hexdigest() == minutes.sha256
    assert entry["d"] == {"sha256": minutes.sha256}
    assert entry["id"] == evening.session.record_id
    assert content["paragraphs"][0]["key"] == "opening"
    assert [one.code for one in await sessions_with_minutes(evening.session.consultation_id)] == [
        evening.session.code
    ]


async def test_nobody_adopts_while_those_present_may_still_speak(evening):
    with pytest.raises(Refused):
        await adopt_minutes(evening.chair, evening.session.ref)
    await open_correction(evening.chair, evening.session.ref)
    await propose(evening, evening.budi)

    with pytest.raises(Refused) as refused:
        await adopt_minutes(evening.chair, evening.session.ref)

    assert len(refused.value.missing) == 2
    assert await state(evening) is State.CORRECTION


async def test_every_correction_is_decided_before_the_minutes_are_adopted(evening):
    await open_correction(evening.chair, evening.session.ref)
    correction = await propose(evening, evening.budi)
    with later(days=8):
        with speaking("en"), pytest.raises(Refused) as refused:
            await adopt_minutes(evening.chair, evening.session.ref)
        assert refused.value.missing == ("1 correction is not decided.",)

        declined = Deciding(verdict=Verdict.DECLINED, reason="Rekaman berkata lima.")
        await decide_correction(evening.nina, correction.ref, declined)
        minutes = await adopt_minutes(evening.chair, evening.session.ref)

    [told] = json.loads(minutes.document)["corrections"]
    assert told == {
        "paragraph": f"outcome:{evening.item.ref}",
        "decision": "declined",
        "reason": "Rekaman berkata lima.",
    }


async def test_after_adoption_nothing_changes_any_more(evening):
    minutes = await adopted(evening)
    with later(days=9):
        for act in (
            edit_paragraph(evening.nina, evening.session.ref, new_words("opening", text="Ubah.")),
            open_correction(evening.chair, evening.session.ref),
            propose(evening, evening.budi),
            adopt_minutes(evening.chair, evening.session.ref),
        ):
            with pytest.raises(Refused) as refused:
                await act
            assert refused.value.code == "minutes.adopted"

    assert await Minutes.get() == minutes
    assert await LogEntry.filter(type="minutes.adopted").count() == 1


async def test_no_entry_of_the_record_names_anybody(evening):
    await adopted(evening)
    names = await Person.all().values_list("name", flat=True)

    for row in await LogEntry.all():
        assert [name for name in names if name in row.entry] == []


async def test_words_that_a_moderator_hid_after_the_session_leave_the_minutes(evening):
    key = f"questions:{evening.item.ref}"
    [asked] = (await paragraphs(evening))[key].values["listed"]
    await hide(evening.question)
    told = list((await paragraphs(evening)).values())
    now = as_of_now(told, await since(evening.session.id, told))
    shown = {one.key: one for one in now}
    minutes = await adopted(evening)

    assert "Mengapa 14 hari?" in asked["html"]
    assert shown[key].values["listed"][0]["html"] == ""
    assert shown[key].values["listed"][0]["covered"]
    assert "Mengapa 14 hari?" not in minutes.document


async def test_a_contribution_that_a_moderator_hides_leaves_the_minutes_too(evening):
    await Contribution.all().update(showing=Showing.HIDDEN)
    minutes = await adopted(evening)

    assert "Mengapa 14 hari?" not in minutes.document
    assert (await Contribution.get()).ref in minutes.document


async def test_a_poll_annulled_after_the_session_counts_for_nothing_in_the_minutes(evening):
    told = list((await paragraphs(evening)).values())
    straw = next(one for one in told if one.values.get("kind") == "straw")
    await annul(evening, straw.values["poll"], "Pertanyaannya keliru dibacakan.")
    now = as_of_now(told, await since(evening.session.id, told))
    [shown] = [one.values["annulled"] for one in now if one.key == straw.key]
    minutes = await adopted(evening)

    assert straw.values["annulled"] == ""
    assert shown == "Pertanyaannya keliru dibacakan."
    assert "keliru dibacakan" in minutes.document


async def test_what_the_session_concluded_can_be_read_by_consultation(evening):
    [outcome] = await outcomes_on(evening.session.consultation_id)

    assert (outcome.sentence, outcome.label) == (OUTCOME, "3.1")
    assert outcome.session.ref == evening.session.ref


@both_databases
@pytest.mark.parametrize(
    "by_hand",
    [
        "UPDATE minutes SET document = 'lain'",
        "UPDATE minutes SET paragraphs = '[]'",
        "UPDATE minutes SET adopted_at = NULL",
        "DELETE FROM minutes",
    ],
)
async def test_not_even_by_hand_are_adopted_minutes_changed_or_removed(evening, by_hand):
    await adopted(evening)

    with pytest.raises(Exception, match="adopted minutes are final"):
        await get_connection("default").execute_query(by_hand)


async def test_nobody_decides_the_correction_they_proposed(evening):
    await open_correction(evening.chair, evening.session.ref)
    takes_notes = replace(evening.sari, grants=evening.nina.grants)
    proposed = await propose(evening, takes_notes)
    taken = Deciding(verdict=Verdict.TAKEN, reason="Saya yakin.")
    with pytest.raises(NotAllowed, match=r"proposed this yourself|mengusulkan"):
        await decide_correction(takes_notes, proposed.ref, taken)

    assert (await decide_correction(evening.nina, proposed.ref, taken)).decision == "taken"


async def test_whoever_is_suspended_corrects_no_minutes(evening, maya):
    await open_correction(evening.chair, evening.session.ref)
    now = clock.now()
    await Suspension.create(
        person_id=evening.budi.person_id,
        agency_id=evening.session.agency_id,
        decision_ref="k7m2q9x4ab",
        rule="insult",
        since=now,
        until=now + timedelta(days=3),
    )

    with pytest.raises(NotAllowed):
        await propose(evening, evening.budi)
