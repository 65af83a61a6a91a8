"""Sari and Budi read the minutes of their evening, correct them, and print the berita acara."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

import pytest

from forum.access.policy import Actor
from forum.catalogue.models import Agency
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.privacy.actions import erase_contribution, erase_name
from forum.sessions.actions.minutes import adopt_minutes, open_correction
from forum.sessions.actions.minutes_corrections import Deciding, decide_correction
from forum.sessions.minutes.correcting import Verdict
from forum.sessions.models import Attendance, Correction, Minutes
from tests.clocks import later
from tests.erasing import just_signed_in
from tests.evening import OUTCOME, PROBLEM, TERM, Evening, ended_evening
from tests.meeting import announced_session
from tests.pages import Seen, words_of
from tests.people import person
from tests.world import open_consultation


@pytest.fixture
async def evening(app, omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Evening:
    consultation = await open_consultation(omar, agency)
    return await ended_evening(omar, agency, consultation, sari, budi)


def address(evening: Evening, more: str = "") -> str:
    return f"/sessions/{evening.session.code}/minutes{more}"


def correction_of(evening: Evening, **more: str) -> dict[str, str]:
    key = f"outcome:{evening.item.ref}"
    return {"paragraph": key, "text": "Saya minta tiga hari.", "once": "kunci-sekali-pakai", **more}


async def adopted(evening: Evening) -> Minutes:
    await open_correction(evening.chair, evening.session.ref)
    with later(days=8):
        return await adopt_minutes(evening.chair, evening.session.ref)


async def test_before_the_end_there_is_nothing_to_read(visit, omar, agency, app):
    consultation = await open_consultation(omar, agency)
    session = await announced_session(omar, consultation)
    answer = await visit.get(f"/sessions/{session.code}/minutes")

    assert answer.status_code == 404
    assert "compiled when the session has ended" in words_of(answer.text)


async def test_a_draft_is_read_by_those_present_and_the_office_alone(
    visit, signed_in, evening, omar
):
    stranger = await person("Dewi Anggraini")
    for who, status in ((evening.budi, 200), (evening.nina, 200), (omar, 200), (stranger, 404)):
        async with signed_in(who) as browser:
            assert (await browser.get(address(evening))).status_code == status
    answer = await visit.get(address(evening))

    assert answer.status_code == 404
    assert "are being written" in words_of(answer.text)


async def test_everybody_reads_what_was_said_counted_and_concluded(visit, evening):
    await open_correction(evening.chair, evening.session.ref)
    words = words_of((await visit.get(address(evening))).text)
    contribution = await Contribution.get()

    assert "Chair Wati Kartika" in words
    assert "Notes taken by Nina Putri" in words
    assert "2 people checked in: 1 in the hall, 1 from elsewhere." in words
    assert "Kepala dinas menjelaskan antrean cetak." in words
    assert "Sari Wulandari, for it" in words
    assert "Mengapa 14 hari?" in words
    assert f"Answered in writing: contribution {contribution.ref}" in words
    assert "A straw poll does not bind and decides nothing." in words
    assert "Not carried" in words or "Nobody voted" in words
    assert OUTCOME in words
    assert PROBLEM in words
    assert "The session ended on" in words


async def test_nobody_is_named_against_their_will(visit, evening):
    await open_correction(evening.chair, evening.session.ref)
    page = (await visit.get(address(evening))).text

    assert "Budi" not in page
    assert "Radio Contoh" not in page
    assert "Somebody of: Mass media" in words_of(page)


async def test_budi_who_was_there_corrects_a_paragraph_and_waits_for_the_answer(
    visit, signed_in, evening
):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        assert "Propose a correction" in words_of((await browser.get(address(evening))).text)
        sent = await browser.post(address(evening, "/corrections"), data=correction_of(evening))
        assert sent.status_code == 303
        assert sent.headers["location"].endswith(f"#p-outcome-{evening.item.ref}")
        again = await browser.post(address(evening, "/corrections"), data=correction_of(evening))
        assert again.status_code == 303
        words = words_of((await browser.get(address(evening))).text)
        assert "(you): “Saya minta tiga hari.” Not decided yet." in words
    words = words_of((await visit.get(address(evening))).text)

    assert "tiga hari" not in words
    assert "Propose a correction" not in words
    assert "Sign in" in words
    assert await Correction.all().count() == 1


async def test_what_was_typed_comes_back_when_it_is_not_taken(signed_in, evening):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        long = "kata " * 500
        sent = await browser.post(
            address(evening, "/corrections"), data=correction_of(evening, text=long)
        )
    seen = Seen(sent.text)

    assert sent.status_code == 422
    assert "Write at most 2000 characters." in seen.words
    assert long.strip() in sent.text
    assert ("details", {"class": "no-print", "open": ""}) in seen.tags
    assert [tag for tag, has in seen.tags if has.get("id") == "f-text"] == ["textarea"]


async def test_a_form_without_its_key_comes_back_with_one(signed_in, evening):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        path = address(evening, "/corrections")
        sent = await browser.post(path, data=correction_of(evening, once=""))
        [key] = [
            has["value"]
            for (_tag, before), (_also, has) in pairwise(Seen(sent.text).tags)
            if before.get("value") == f"outcome:{evening.item.ref}" and has.get("name") == "once"
        ]
        again = await browser.post(path, data=correction_of(evening, once=key))

    assert sent.status_code == 409
    assert "Saya minta tiga hari.</textarea>" in sent.text
    assert again.status_code == 303


async def test_whoever_was_not_there_gets_a_sentence(signed_in, evening, omar):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(omar) as browser:
        sent = await browser.post(address(evening, "/corrections"), data=correction_of(evening))

    assert sent.status_code == 409
    assert "Corrections come from those who were at the session." in words_of(sent.text)


async def test_everybody_reads_what_became_of_a_correction(visit, signed_in, evening):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        await browser.post(address(evening, "/corrections"), data=correction_of(evening))
    declined = Deciding(verdict=Verdict.DECLINED, reason="Rekaman berkata lima.")
    await decide_correction(evening.nina, (await Correction.get()).ref, declined)
    words = words_of((await visit.get(address(evening))).text)

    assert (
        "Somebody who was there: “Saya minta tiga hari.” Declined: Rekaman berkata lima." in words
    )


async def test_words_that_break_a_rule_are_declined_without_being_shown(visit, signed_in, evening):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        await browser.post(address(evening, "/corrections"), data=correction_of(evening))
    hidden = Deciding(verdict=Verdict.HIDDEN, reason="Memuat nomor telepon.")
    await decide_correction(evening.nina, (await Correction.get()).ref, hidden)
    words = words_of((await visit.get(address(evening))).text)

    assert "tiga hari" not in words
    assert "Memuat nomor telepon." in words


async def test_adopted_minutes_show_their_fingerprint_and_the_frozen_file(
    visit, signed_in, evening
):
    minutes = await adopted(evening)
    words = words_of((await visit.get(address(evening))).text)
    file = await visit.get(address(evening, ".json"))
    async with signed_in(evening.budi) as browser:
        assert "Propose a correction" not in (await browser.get(address(evening))).text

    assert "Nothing in them changes any more." in words
    assert minutes.sha256 in words
    assert sha256(file.content).hexdigest() == minutes.sha256


async def test_there_is_no_frozen_file_before_adoption(visit, evening):
    await open_correction(evening.chair, evening.session.ref)

    assert (await visit.get(address(evening, ".json"))).status_code == 404


async def test_a_file_with_words_that_were_hidden_since_is_not_given_out(visit, evening):
    await adopted(evening)
    await Contribution.all().update(showing=Showing.HIDDEN)
    words = words_of((await visit.get(address(evening))).text)
    file = await visit.get(address(evening, ".json"))

    assert "Mengapa 14 hari?" not in words
    assert "These words are not shown any more." in words
    assert "Mengapa" not in file.text
    assert file.status_code == 409


async def test_a_file_with_words_that_were_erased_since_is_not_given_out(visit, evening):
    await adopted(evening)
    said = await Contribution.get(text="Mengapa 14 hari?").select_related("author")
    author = Actor(said.author.id, said.author.record_id, said.author.name)
    await erase_contribution(await just_signed_in(author), said.ref)
    words = words_of((await visit.get(address(evening))).text)
    file = await visit.get(address(evening, ".json"))

    assert "Mengapa 14 hari?" not in words
    assert "These words are not shown any more." in words
    assert "Mengapa" not in file.text
    assert file.status_code == 409


async def test_whoever_leaves_is_not_named_in_minutes_that_are_still_a_draft(signed_in, evening):
    name = (await Attendance.filter(name_public=True).first().select_related("person")).person
    async with signed_in(evening.chair) as browser:
        before = words_of((await browser.get(address(evening))).text)
        await erase_name(await just_signed_in(Actor(name.id, name.record_id, name.name)))
        after = words_of((await browser.get(address(evening))).text)

    assert name.name in before
    assert name.name not in after


async def test_the_berita_acara_has_its_parts_in_the_order_of_a_signed_one(visit, evening):
    await adopted(evening)
    answer = await visit.get(
        f"/sessions/{evening.session.code}/record", headers={"accept-language": "id"}
    )
    words = words_of(answer.text)
    parts = [
        "Pemerintah Kabupaten Contoh",
        "Berita acara hasil Forum Konsultasi Publik (FKP) tentang Standar Pelayanan",
        "Nomor:",
        "Pada hari ini,",
        "bertempat di Balai Desa Contoh",
        "No Identifikasi Masalah Usulan Rekomendasi Perbaikan Jangka Waktu Penyelesaian",
        f"1 {PROBLEM} {OUTCOME} {TERM}",
        "menerima dan menyetujui usulan rekomendasi",
        "ikut memantau kemajuan",
        "Demikian berita acara ini dibuat",
        "Balai Desa Contoh, ",
        "No Nama Jenis Kelamin (L/P) Jabatan/Organisasi Tanda Tangan",
        "1 Sari Wulandari Masyarakat pengguna layanan",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil",
    ]
    for part in parts:
        _before, found, words = words.partition(part)
        assert found == part
    assert "Budi" not in answer.text


async def test_before_adoption_the_form_is_the_offices_and_says_so(visit, signed_in, evening):
    path = f"/sessions/{evening.session.code}/record"
    await open_correction(evening.chair, evening.session.ref)
    assert (await visit.get(path)).status_code == 404
    async with signed_in(evening.nina) as desk:
        words = words_of((await desk.get(path)).text)

    assert "The minutes are not adopted yet." in words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script> tiga hari", "&lt;script&gt;alert(1)&lt;/script&gt; tiga hari"),
        ("tiga\x00 hari\u202e", "tiga hari"),
        ("**tiga** hari", "**tiga** hari"),
    ],
)
async def test_a_correction_is_shown_as_it_was_typed_and_does_nothing(
    signed_in, evening, text, shown
):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        path = address(evening, "/corrections")
        sent = await browser.post(path, data=correction_of(evening, text=text))
        page = (await browser.get(address(evening))).text

    assert sent.status_code == 303
    assert f"“{shown}”" in page


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"text": ["a", "b"]}, 422),
        ({"paragraph": ["opening", "closing"]}, 422),
        ({"paragraph": "outcome:" + "x" * 5_000}, 404),
        ({"paragraph": ""}, 404),
        ({"once": "x" * 5_000}, 409),
    ],
)
async def test_a_form_that_no_page_sends_is_answered_with_a_sentence(
    signed_in, evening, form, status
):
    await open_correction(evening.chair, evening.session.ref)
    async with signed_in(evening.budi) as browser:
        path = address(evening, "/corrections")
        sent = await browser.post(path, data={**correction_of(evening), **form})

    assert sent.status_code == status
    assert not await Correction.exists()


async def test_the_page_of_the_consultation_leads_to_its_sessions_and_their_minutes(visit, evening):
    page = f"/consultations/{evening.session.consultation.slug}"
    before = Seen((await visit.get(page)).text)
    await open_correction(evening.chair, evening.session.ref)
    after = Seen((await visit.get(page)).text)

    assert "Minutes being written" in before.words
    assert address(evening) not in {has.get("href") for _tag, has in before.tags}
    assert address(evening) in {has.get("href") for _tag, has in after.tags}
