"""Join codes: read from a wall, told over the telephone, typed on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.sessions.codes import LENGTH, LETTERS, new_code, read_code, spoken

codes = st.text(alphabet=LETTERS, min_size=LENGTH, max_size=LENGTH)


def test_no_letter_can_be_taken_for_another():
    assert not set("ILOU01") & set(LETTERS)
    assert all(read_code(new_code()) for _ in range(100))


@given(codes, st.sampled_from(["", " ", "-", ". "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(code, between, lower):
    typed = between.join([code[:3], code[3:]])

    assert read_code(f" {typed.lower() if lower else typed} ") == code


@given(codes)
def test_it_is_shown_in_two_halves_and_read_back(code):
    assert read_code(spoken(code)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "KTP48",
        "KTP4822",
        "KTP48O",
        "KTP-48!",
        "  ",
        "K" * 10_000,
        "\uff2b\uff34\uff30482",
        "\0",
    ],
)
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None
