"""The berita acara of an evening: filled in from its minutes, in the order of a signed one."""

from __future__ import annotations

import pytest

from forum.core.i18n import speaking
from forum.profiles.load import profile
from forum.sessions.minutes import compile_minutes
from forum.sessions.official_record import LINES_TO_SIGN, FilledRecord, Held, fill_in
from tests.rules.test_minutes import MEETING, evening

HELD = Held(
    agency={"id": "Dinas Kependudukan dan Pencatatan Sipil", "en": "Civil Registration Office"},
    subject={"id": "KTP elektronik", "en": "Identity card"},
    zone="Asia/Makassar",
    binding="id",
)


def filled(language: str = "id", country: str = "id") -> FilledRecord:
    with speaking(language):
        return fill_in(profile(country), HELD, compile_minutes(MEETING, evening().events))


def test_the_title_names_the_standard_and_the_year():
    assert filled().title == (
        "Berita acara hasil Forum Konsultasi Publik (FKP) tentang Standar Pelayanan "
        "KTP elektronik tahun 2026"
    )


def test_the_opening_says_the_day_and_the_date_in_words():
    assert filled().opening.startswith(
        "Pada hari ini, Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh "
        "enam, bertempat di Aula Kantor Dinas,"
    )
    assert "3 (tiga) orang" in filled().opening


def test_each_outcome_is_a_row_of_problem_recommendation_and_term():
    [row] = filled().rows

    assert [cell.text for cell in row] == ["1", "Lama.", "Lima hari kerja.", "2 hari"]
    assert {cell.lang for cell in row[1:]} == {"id"}


def test_only_those_who_agreed_are_named_among_the_signers_and_others_can_sign_by_hand():
    signers = filled().signers
    names = [row[1].text for row in signers]

    assert names == ["Dewi Anggraini", "Sari Wulandari", "", "", "", ""]
    assert [row[0].text for row in signers] == [str(n) for n in range(1, LINES_TO_SIGN + 1)]
    assert {row[4].text for row in signers} == {""}


def test_the_head_of_the_office_signs_too():
    assert filled().offices == ["Kepala Dinas Kependudukan dan Pencatatan Sipil"]


def test_an_english_reader_gets_the_form_in_english_and_the_words_said_in_indonesian():
    record = filled("en")

    assert "Tuesday, the day twenty-four of the month of November" in record.opening
    assert record.rows[0][2] == ("Lima hari kerja.", "id")


def test_a_plain_organisation_has_a_plain_form():
    record = filled("en", "generic")

    assert record.title == "Minutes of the session on “Identity card”, 2026"
    assert [head.word for head in record.heads] == ["No.", "Item", "Outcome"]
    assert [cell.text for cell in record.rows[0]] == ["1", "Jangka waktu", "Lima hari kerja."]
    assert record.statements == []


@pytest.mark.parametrize("country", ["id", "generic"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_placeholder_is_left_in_any_form(country, language):
    record = filled(language, country)
    told = [record.title, record.opening, *record.statements, record.closing, record.dated]

    assert not any("{" in text or "}" in text for text in [*told, *record.offices])
