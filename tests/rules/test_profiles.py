"""What a profile must hold before a country may rely on it, and what its triggers catch."""

from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from forum.profiles.load import CODES, Measure, OfficialRecord, Pattern, Profile, profile

PHASES = {
    "drafting", "announced", "open", "paused", "closed", "answering", "second_look", "reconsult",
    "published", "withdrawn",
}  # fmt: skip
DISPOSITIONS = {
    "accepted", "accepted_in_part", "already_covered", "answered", "deferred", "referred",
    "not_accepted", "out_of_scope", "merged",
}  # fmt: skip
GROUNDS = {"law", "cost", "evidence", "rights_of_others", "conflict", "policy"}


@pytest.fixture(params=CODES)
def each(request: pytest.FixtureRequest) -> Profile:
    return profile(request.param)


def test_everything_has_its_words_in_both_languages(each):
    lacking = [
        path
        for path, words in words_in(each.model_dump(mode="json"))
        if set(words) != {"id", "en"} or not all(text.strip() for text in words.values())
    ]

    assert lacking == []


def test_components_are_numbered_from_one_without_gaps_and_named_once(each):
    assert [part.order for part in each.components] == list(range(1, len(each.components) + 1))
    assert len({part.code for part in each.components}) == len(each.components)
    assert {part.group for part in each.components} == {part.code for part in each.component_groups}


def test_every_standard_says_in_numbers_how_long_it_takes(each):
    required = {f.code for part in each.components for f in part.fields if f.required}

    assert required == {"maximum"}


def test_indonesia_has_its_fourteen_components_and_publishes_six():
    parts = profile("id").components

    assert len(parts) == 14
    assert [part.order for part in parts if part.must_publish] == [1, 2, 3, 4, 5, 6]


def test_people_get_at_least_as_long_as_the_minimum(each):
    assert each.periods.minimum_open_days.days <= each.periods.recommended_open_days.days


def test_every_phase_disposition_and_ground_has_a_name(each):
    assert set(each.words.phases) == PHASES
    assert set(each.dispositions) == DISPOSITIONS
    assert set(each.grounds) == GROUNDS


def test_time_zones_and_the_default_language_exist(each):
    assert all(ZoneInfo(name) for name in each.time_zones.values())
    assert each.default_language in each.languages


def test_rules_are_numbered_and_off_topic_is_never_a_reason_to_hide(each):
    assert [rule.number for rule in each.moderation_rules] == list(
        range(1, len(each.moderation_rules) + 1)
    )
    assert each.rule("off_topic").measures == ()
    assert each.rule("threat").measures == (Measure.HIDE, Measure.SUSPEND)


def test_every_trigger_names_a_rule_that_allows_a_measure(each):
    triggers = [*each.hold_triggers.patterns, each.hold_triggers.repeat, *each.flag_triggers]

    assert all(each.rule(trigger.rule).measures for trigger in triggers)


def test_the_official_record_of_indonesia_has_the_columns_of_a_signed_one():
    form = profile("id").official_record

    assert [column.name["id"] for column in form.columns] == [
        "No",
        "Identifikasi Masalah",
        "Usulan Rekomendasi Perbaikan",
        "Jangka Waktu Penyelesaian",
    ]
    assert "HP" not in {word for one in form.signatures for word in one.name["id"].split()}
    assert form.asks == {"problem", "term"}


def test_a_plain_organisation_asks_its_chair_for_one_sentence(each):
    assert each.code == "id" or each.official_record.asks == frozenset()


def test_a_form_that_names_something_unknown_is_found_when_it_is_read(each):
    form = each.official_record.model_dump()

    with pytest.raises(KeyError, match="telephone"):
        OfficialRecord.model_validate(form | {"closing": {"id": "{telephone}", "en": "."}})


def test_there_is_no_profile_of_another_name():
    with pytest.raises(KeyError):
        profile("../id")


@pytest.mark.parametrize(
    "text",
    [
        "NIK saya 7300010101900001, kenapa ditolak?",
        "nomor KK: 7300 0101 0190 0001",
        "7300-0101-0190-0001",
    ],
)
def test_a_sixteen_digit_number_waits_for_a_moderator(text):
    assert codes(profile("id").holds(text)) == ["national_id"]


@pytest.mark.parametrize(
    "text",
    [
        "Biayanya Rp1.000.000 ditambah Rp650.000",
        "Perpres 25/2008, PP 37/2007, UU 24/2013, PP 40/2019",
        "Buka 08.00-12.00 dan 13.00-16.00 setiap hari kerja",
        "Nomor tujuh belas angka: 12345678901234567",
        "Lihat https://contoh.go.id dan www.lapor.go.id",
    ],
)
def test_ordinary_numbers_and_two_links_are_shown_at_once(text):
    assert profile("id").holds(text) == ()
    assert profile("id").flags(text) == ()


def test_three_links_wait_for_a_moderator():
    text = "http://a.example http://b.example www.c.example"

    assert codes(profile("id").holds(text)) == ["links"]


@pytest.mark.parametrize(
    "number",
    ["0812-0000-1234", "+62 812 0000 1234", "081200001234", "62812 0000 123", "(0411) 555-0100"],
)
def test_a_telephone_number_is_shown_and_queued_and_can_be_covered_exactly(number):
    text = f"Hubungi {number}, terima kasih."

    [trigger] = profile("id").flags(text)

    assert trigger.code == "telephone"
    assert [text[start:end] for start, end in trigger.spans(text)] == [number]
    assert profile("id").holds(text) == ()


def test_an_address_is_shown_and_queued():
    assert codes(profile("id").flags("Surel saya warga.biasa@contoh.example.")) == ["email"]
    assert profile("id").flags("Petugas @loket dan harga @ 2.000") == ()


def test_the_generic_profile_finds_long_numbers_and_telephones_abroad():
    generic = profile("generic")

    assert codes(generic.holds("card 4000 0012 3456 7899")) == ["long_number"]
    assert codes(generic.flags("Call +44 20 7946 0000 or (030) 555 0100")) == ["telephone"]
    assert generic.flags("From 2026-11-24 09:00 to 2026-11-30 16:00, fee 1,250.00") == ()


@pytest.mark.parametrize("text", ["0" * 10_000, "0812 " * 2_000, "a@" + "b." * 5_000, "a" * 10_000])
def test_no_text_of_full_length_keeps_its_author_waiting(each, text):
    began = perf_counter()

    each.holds(text)
    each.flags(text)

    assert perf_counter() - began < 0.5


def words_in(value, path=""):
    """Every place that speaks to people: a mapping whose keys are languages."""
    if isinstance(value, dict):
        if {"id", "en"} & set(value) and all(isinstance(text, str) for text in value.values()):
            yield path, value
        else:
            for key, inner in value.items():
                yield from words_in(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from words_in(inner, f"{path}[{number}]")


def codes(triggers: tuple[Pattern, ...]) -> list[str]:
    return [trigger.code for trigger in triggers]
