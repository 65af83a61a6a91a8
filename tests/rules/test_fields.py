"""Typed fields are read, compared and edited without losing what the standard promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.core.i18n import speaking
from forum.drafts.field_forms import channel_type, read_form, write_form
from forum.drafts.fields import (
    ChannelType,
    Duration,
    Money,
    Shift,
    Unit,
    one_line,
    read_fields,
    shifts,
    write_fields,
)
from forum.profiles.load import profile

ASKED = [field for component in profile("id").components for field in component.fields]
LANGUAGES = ("id", "en")
FORTNIGHT = Duration(value=14, unit=Unit.WORKING_DAY)
WEEK = Duration(value=5, unit=Unit.WORKING_DAY)


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def form(typed):
    return read_form(typed, ASKED, LANGUAGES, "IDR")


def complaint(typed):
    with pytest.raises(Invalid) as refused:
        form(typed)
    return refused.value.fields


def outcome(read, raw):
    """Return what was read, or the sentences of the refusal; any other exception is a fault."""
    try:
        return read(raw), []
    except Invalid as refused:
        return {}, list(refused.fields.values())


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
nearly_fields = st.dictionaries(
    st.text(st.characters(), max_size=6) | st.sampled_from(["maximum", "fee"]),
    json
    | st.fixed_dictionaries(
        {"kind": st.sampled_from(["duration", "money", "documents", "channels", "steps"])},
        optional={"value": json, "unit": json, "amount": json, "items": json, "free": json},
    ),
    max_size=3,
)
line = st.text("abc ,.é5", min_size=1, max_size=20).map(one_line).filter(bool)
words = st.fixed_dictionaries({}, optional={"id": line, "en": line}).filter(bool)
texts = st.lists(words, min_size=1, max_size=5)
fields = st.fixed_dictionaries(
    {},
    optional={
        "maximum": st.fixed_dictionaries(
            {
                "kind": st.just("duration"),
                "value": st.integers(0, 9_999),
                "unit": st.sampled_from([unit.value for unit in Unit]),
            }
        ),
        "fee": st.integers(0, 10**9).map(
            lambda n: {"kind": "money", "amount": n, "currency": "IDR", "free": n == 0}
        ),
        "documents": texts.map(lambda items: {"kind": "documents", "items": items}),
        "legal_basis": texts.map(lambda items: {"kind": "legal_basis", "items": items}),
        "channels": st.lists(line, min_size=1, max_size=4).map(
            lambda values: {
                "kind": "channels",
                "items": [{"type": channel_type(value).value, "value": value} for value in values],
            }
        ),
        "steps": st.lists(
            st.fixed_dictionaries(
                {"action": words, "minutes": st.none() | st.integers(0, 999)},
                optional={"actor": line},
            ),
            min_size=1,
            max_size=4,
        ).map(lambda items: {"kind": "steps", "items": items}),
        "clock_starts": st.just({"kind": "choice", "value": "complete_file"}),
    },
).map(read_fields)


@given(fields)
def test_fields_are_kept_as_json_and_read_back(kept):
    assert read_fields(write_fields(kept)) == kept


@given(fields)
def test_omar_opens_the_form_and_sends_it_back_and_nothing_has_changed(kept):
    assert shifts(kept, form(write_form(kept, LANGUAGES))) == []


@given(nearly_fields)
def test_json_that_is_not_a_field_is_answered_with_a_sentence(raw):
    kept, sentences = outcome(read_fields, raw)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert read_fields(write_fields(kept)) == kept


@given(
    st.dictionaries(
        st.sampled_from(
            [f"{one.code}.{part}" for one in ASKED for part in ("value", "unit", "id", "en")]
            + ["fee.amount", "fee.free", "channels.items"]
        ),
        st.text(st.characters(), max_size=30)
        | st.lists(st.text(max_size=5), max_size=2)
        | st.none(),
    )
)
def test_whatever_is_typed_into_the_form_gives_fields_or_a_sentence(typed):
    kept, sentences = outcome(form, typed)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert form(write_form(kept, LANGUAGES)) == kept


def test_omar_shortens_the_time_from_14_to_5_working_days():
    old = {"maximum": FORTNIGHT, "target": Duration(value=1, unit=Unit.DAY)}
    new = form(
        {"maximum.value": "5", "maximum.unit": "working_day", "target.value": "1"}
        | {"target.unit": "day"}
    )
    assert shifts(old, new) == [Shift("maximum", FORTNIGHT, WEEK)]


def test_a_field_that_came_and_one_that_went_are_both_told():
    free = Money(currency="IDR", free=True)
    assert shifts({"maximum": FORTNIGHT}, {"fee": free}) == [
        Shift("fee", None, free),
        Shift("maximum", FORTNIGHT, None),
    ]


def test_an_empty_form_promises_nothing():
    assert form({"maximum.value": " ", "maximum.unit": "day", "documents.id": "\n\n"}) == {}


@pytest.mark.parametrize(
    "typed", ["350000", "350.000", "Rp350.000", "IDR 350,000", "Rp 350.000,00", "Rp350.000,-"]
)
def test_an_amount_is_read_as_people_write_it(typed):
    assert form({"fee.amount": typed})["fee"] == Money(amount=350_000, currency="IDR")


@pytest.mark.parametrize("typed", ["tiga", "3.5", "-1", "1e9", "Rp", "0", "\uff19", "9" * 40])
def test_an_amount_that_is_none_is_explained(typed):
    assert complaint({"fee.amount": typed}) == {
        "fee": "Write the amount in whole numbers, such as 350.000, or mark it as free."
    }


def test_what_is_free_costs_nothing():
    assert form({"fee.free": "yes", "fee.amount": ""})["fee"] == Money(currency="IDR", free=True)
    assert complaint({"fee.free": "yes", "fee.amount": "5"}) == {
        "fee": "It cannot be free and cost something."
    }


@pytest.mark.parametrize("value", ["1.5", "-1", "lima", "10000", "9" * 30])
def test_a_duration_is_a_whole_number(value):
    assert complaint({"maximum.value": value, "maximum.unit": "day"}) == {
        "maximum": "Write a whole number up to 9,999 and choose a unit."
    }


def test_documents_stand_one_a_line_beside_their_translation():
    typed = {"documents.id": "KK\n\nKTP lama\n", "documents.en": "-\nOld card"}
    assert write_fields(form(typed))["documents"]["items"] == [
        {"id": "KK"},
        {"id": "KTP lama", "en": "Old card"},
    ]


def test_a_translation_without_an_original_is_noticed():
    assert complaint({"documents.id": "KK", "documents.en": "Family card\nOld card"}) == {
        "documents": "A translation has 2 lines, the original has 1."
    }


def test_steps_are_written_as_who_what_and_how_long():
    typed = {"steps.id": "operator | Cetak kartu | 5\nTerima kartu", "steps.en": "Print the card"}
    assert write_fields(form(typed))["steps"]["items"] == [
        {
            "actor": "operator",
            "action": {"id": "Cetak kartu", "en": "Print the card"},
            "minutes": 5,
        },
        {"actor": "", "action": {"id": "Terima kartu"}, "minutes": None},
    ]


def test_a_step_that_lasts_some_time_is_asked_for_minutes():
    assert "steps" in complaint({"steps.id": "operator | Cetak kartu | sebentar"})


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Loket Pengaduan Disdukcapil", ChannelType.COUNTER),
        ("(021) 555-0100", ChannelType.PHONE),
        ("pengaduan@contoh.go.id", ChannelType.EMAIL),
        ("https://www.lapor.go.id/", ChannelType.URL),
    ],
)
def test_a_way_to_complain_is_known_by_its_look(value, kind):
    assert channel_type(value) is kind


def test_only_what_the_profile_offers_can_be_chosen():
    assert complaint({"clock_starts.value": "tomorrow"}) == {
        "clock_starts": "Choose one of the values offered."
    }


def test_every_wrong_field_gets_its_own_sentence():
    assert set(complaint({"maximum.value": "x", "fee.amount": "x"})) == {"maximum", "fee"}


def test_a_list_may_be_long_but_not_endless():
    assert "documents" in complaint({"documents.id": "KK\n" * 61})
    assert "documents" in complaint({"documents.id": "K" * 501})


def test_a_reader_of_indonesian_reads_why_in_indonesian():
    with speaking("id"):
        assert complaint({"fee.free": "yes", "fee.amount": "5"})["fee"]
