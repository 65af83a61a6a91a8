"""Maya keeps the forum fair: with a rule, a reason, and never about her own clause."""

import pytest

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.audit.queries import entries_about
from forum.core.errors import Invalid, NotAllowed, Refused, Stale
from forum.core.text import render
from forum.drafts.actions import note_hands
from forum.drafts.models import HandPart
from forum.moderation.actions import Judgement, agree, decide
from forum.moderation.models import Decision, Flag
from forum.moderation.queries import queue
from forum.moderation.rules import COVER, Measure
from forum.notices.models import Mail, Notice
from forum.participation.actions import edit_comment, withdraw_comment
from forum.participation.models import Showing
from forum.participation.queries import find_contribution
from forum.participation.rules import mark_of
from tests.databases import both_databases
from tests.judging import second_moderator
from tests.people import person
from tests.world import comment, open_consultation

pytestmark = [pytest.mark.anyio, both_databases]

PHONE = "Hubungi saya di 0812-0000-1111 soal loket dua."


def covering(*words, showing=Showing.SHOWN):
    return Judgement(
        Measure.REDACT,
        showing,
        rule="personal_data",
        reason="Nomor telepon tidak perlu diketahui umum.",
        words=words,
    )


async def test_a_telephone_number_is_shown_first_and_waits_in_the_queue(
    app, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)

    assert said.showing is Showing.SHOWN
    assert await Flag.filter(contribution_id=said.id, held=False).exists()
    waiting = await queue(maya)
    assert waiting.counts == {"held": 0, "reported": 0, "flagged": 1, "new": 0}
    [row] = waiting.rows
    assert [said.text[start:end] for start, end in row.spans] == ["0812-0000-1111"]
    assert row.suggestion is not None


async def test_maya_covers_the_number_and_the_rest_stays(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)

    await decide(maya, said.ref, covering("0812-0000-1111"))

    shown = await find_contribution(said.ref)
    assert shown.showing is Showing.REDACTED
    assert shown.shown_text == f"Hubungi saya di {COVER} soal loket dua."
    assert "0812" not in shown.html
    assert shown.text == PHONE
    assert not (await queue(maya)).rows


async def test_sari_is_told_the_rule_and_the_reason_in_her_language(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await decide(maya, said.ref, covering("0812-0000-1111"))

    notice = await Notice.get(person_id=sari.person_id)
    assert "Nomor telepon tidak perlu diketahui umum." in notice.body
    assert f"/comments/{said.ref}" in notice.body
    letter = await Mail.get(address="sari@example.id")
    assert letter.body.startswith(notice.body)


async def test_the_record_says_what_was_done_and_names_nobody(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await decide(maya, said.ref, covering("0812-0000-1111"))

    lines = await entries_about(said.record_id)
    assert [line.type for line in lines] == [
        "comment.received",
        "comment.published",
        "moderation.decided",
        "comment.redacted",
    ]
    decided = lines[2].data
    assert (decided["action"], decided["rule"]) == ("redact", "personal_data")
    raw = " ".join(line.raw for line in lines)
    for secret in ("0812", "loket dua", "Nomor telepon", "Sari", "Maya", maya.record_id):
        assert secret not in raw


async def test_an_insult_is_hidden_and_can_be_restored(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas loket bodoh semua.")
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina orang.")
    await decide(maya, said.ref, hide)
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN

    again = await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.HIDDEN))
    await agree(await second_moderator(agency), again.ref)
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert [line.type for line in await entries_about(said.record_id)][-1] == "comment.restored"


async def test_maya_decides_only_about_the_words_that_she_has_read(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), "Sudah bagus.")
    seen = mark_of(said.text)
    await edit_comment(sari, said.ref, "Petugas ini bodoh.", seen)

    with pytest.raises(Stale) as stale:
        await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.SHOWN, seen=seen))
    assert stale.value.theirs.text == "Petugas ini bodoh."
    assert not await Decision.exists()


async def test_the_author_is_told_that_words_are_shown_again(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas ini bodoh.")
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina orang.")
    await decide(maya, said.ref, hide)
    again = await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.HIDDEN))
    await agree(await second_moderator(agency), again.ref)

    hidden, shown = await Notice.filter(person_id=sari.person_id).order_by("id")
    assert "disembunyikan" in hidden.subject
    assert "sudah tampil" in shown.subject


async def test_what_a_listed_pattern_holds_becomes_public_by_a_person(
    app, maya, omar, sari, agency
):
    said = await comment(
        sari, await open_consultation(omar, agency), "NIK saya 3201234567890123, tolong dicek."
    )
    assert said.showing is Showing.HELD
    assert (await queue(maya)).counts["held"] == 1
    assert "24" in (await Notice.get(person_id=sari.person_id)).body

    await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.HELD))
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert await Notice.filter(person_id=sari.person_id).count() == 2


async def test_who_drafted_a_clause_does_not_judge_what_is_said_about_it(app, omar, sari, agency):
    both = await person("Dewi Lestari", agency, Role.MODERATOR, Role.RESPONDER)
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, PHONE)
    other = await comment(sari, consultation, "Mohon diperjelas.", label="1.1")
    whole = await comment(sari, consultation, "Bahasanya sudah jelas.", label=None)
    await note_hands(consultation.standard_id, [said.lineage], both, HandPart.ANSWERS)

    assert [row.contribution.ref for row in (await queue(both)).rows] == [other.ref]
    for ref in (said.ref, whole.ref):
        with pytest.raises(NotAllowed):
            await decide(both, ref, Judgement(Measure.KEEP, Showing.SHOWN))
    await decide(both, other.ref, Judgement(Measure.KEEP, Showing.SHOWN))


async def test_nobody_else_decides(app, maya, omar, rina, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    before = await LogEntry.all().count()
    stranger = await person("Moderator Lain")
    for other in (sari, budi, omar, rina, stranger):
        with pytest.raises(NotAllowed):
            await decide(other, said.ref, covering("0812-0000-1111"))
    assert await LogEntry.all().count() == before
    assert not await Decision.exists()


async def test_a_decision_about_what_has_changed_meanwhile_is_refused(
    app, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await decide(maya, said.ref, covering("0812-0000-1111"))
    with pytest.raises(Stale):
        await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.SHOWN))
    assert await Decision.all().count() == 1


async def test_what_its_author_withdrew_needs_no_decision(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await withdraw_comment(sari, said.ref)
    assert not (await queue(maya)).rows
    with pytest.raises(Refused):
        await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.WITHDRAWN))


async def test_a_refused_decision_changes_nothing(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    with pytest.raises(Invalid):
        await decide(maya, said.ref, Judgement(Measure.HIDE, Showing.SHOWN))
    unchanged = await find_contribution(said.ref)
    assert unchanged.showing is Showing.SHOWN
    assert unchanged.html == str(render(PHONE))
    assert not await Notice.exists()
