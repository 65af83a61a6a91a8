import pytest

from forum.accounts.rules.passwords import check_password, common_passwords
from forum.core.errors import Invalid
from forum.core.i18n import speaking

SHORT = "Choose a password of at least 12 characters."
LONG = "Choose a password of at most 128 characters."
TRIED_FIRST = "This password is among those that are tried first. Choose another one."
ONESELF = "This password is little more than your name or address. Choose another one."


def complaint(password: str, name: str = "Sari Wulandari", email: str = "sari@example.id") -> str:
    with speaking("en"):
        try:
            check_password(password, name=name, email=email)
        except Invalid as wrong:
            return wrong.fields["password"]
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "ikan merah terbang",
        "tiga-puluh-kata-sandi-panjang",
        "wulandari makan bakso",  # her name may be in it, if more than her name is
        "🦆 bebek di atas 🦆 atap",
        "Tr0ub4dor&3xyz",
        "x9$kQ2!mZ7@p",
        "kantor pos tutup jam empat " * 4,
        " dua belas ",
    ],
)
def test_sari_may_choose_any_long_password_that_is_her_own(password):
    assert complaint(password.ljust(12, "~")) == ""


def test_a_password_has_at_least_twelve_characters():
    assert complaint("ikan terbang"[:11]) == SHORT
    assert complaint("ikan terbang") == ""


def test_a_password_has_at_most_128_characters():
    assert complaint(("ikan merah " * 20)[:128]) == ""
    assert complaint(("ikan merah " * 20)[:129]) == LONG


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "P@ssw0rd2026!",
        "passwordpassword",
        "katasandi12345",
        "Bismillah1234",
        "indonesia1945!",
        "qwertyuiop12",
        "poiuytrewq12",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "lkjihgfedcba",
        "123456789012",
        "3201011212900001",
        "!@#$%^&*()_+",
        "aaaaaaaaaaaa",
        "121212121212",
        "sayangsayang",
        "kucing-kucing",
        "correct horse battery staple",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert complaint(password) == TRIED_FIRST


@pytest.mark.parametrize(
    "password",
    ["sariwulandari", "Wulandari1990!", "wulandarisari12", "sari@example.id", "sariexample99"],
)
def test_a_password_is_more_than_a_persons_own_name_and_address(password):
    assert complaint(password) == ONESELF


def test_what_is_about_sari_does_not_matter_to_budi():
    assert complaint("Wulandari1990!", "Budi Hartono", "budi@example.id") == ""


def test_there_are_no_rules_about_capitals_digits_and_signs():
    assert complaint("semutsemuthitam") == ""


def test_every_line_of_the_common_list_can_match():
    assert len(common_passwords()) > 500
    assert all(word == word.casefold() and word.isalpha() for word in common_passwords())
