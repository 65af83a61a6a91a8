import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.rules.people import checked_about, checked_email, checked_name
from forum.core.errors import Invalid
from forum.core.i18n import speaking


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sari@example.id", "sari@example.id"),
        ("  Sari@Example.ID ", "sari@example.id"),
        ("sari.wulandari+forum@mail.example.co.id", "sari.wulandari+forum@mail.example.co.id"),
        ("\u200bsari@example.id", "sari@example.id"),
        ("o'neill@example.org", "o'neill@example.org"),
    ],
)
def test_an_address_is_kept_in_lower_case_and_without_spaces(typed, kept):
    assert checked_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sari",
        "sari@",
        "@example.id",
        "sari@example",
        "sari@@example.id",
        "sari@example..id",
        "sari@-example.id",
        "sari@example.id, budi@example.id",
        "sari@example.id\nbcc: budi@example.id",
        "sari@example.id\r\nBcc: budi@example.id",
        "Sari <sari@example.id>",
        "sari budi@example.id",
        "sarí@example.id",
        "sari@exämple.id",
        "sari\x00@example.id\x00 x",
        f"{'s' * 65}@example.id",
        f"sari@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 63}.id",
        f"{'s' * 100_000}@example.id",
    ],
)
def test_what_is_no_address_gets_an_example(typed):
    with speaking("en"), pytest.raises(Invalid) as wrong:
        checked_email(typed)
    assert wrong.value.fields == {"email": "Write an address such as sari@example.id."}


@given(st.text())
def test_an_address_that_is_kept_is_one_line_and_stays_the_same(typed):
    try:
        kept = checked_email(typed)
    except Invalid:
        return
    assert kept.isascii()
    assert kept.isprintable()
    assert checked_email(kept) == kept


def test_a_name_is_one_line():
    assert checked_name("  Sari \n  Wulandari ") == "Sari Wulandari"


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "...", "12345", "\u202e\u202d"])
def test_a_name_has_a_letter(typed):
    with speaking("en"), pytest.raises(Invalid) as wrong:
        checked_name(typed)
    assert wrong.value.fields["name"] == "Write the name under which you want to be read."


@pytest.mark.parametrize("name", ["M", "نور الهدى", "Nguyễn Thị Ánh", "D'Souza", "R. A. Kartini"])
def test_names_come_in_every_script(name):
    assert checked_name(name) == name


def test_a_name_and_the_words_beside_it_have_a_length():
    assert checked_name("S" * 80)
    assert checked_about("") == ""
    with speaking("en"):
        with pytest.raises(Invalid, match="another look") as wrong:
            checked_name("S" * 81)
        assert wrong.value.fields["name"] == "Write a name of at most 80 characters."
        with pytest.raises(Invalid) as wrong:
            checked_about("w" * 121)
        assert wrong.value.fields["about"] == "Write at most 120 characters."
