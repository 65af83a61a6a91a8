"""When a person would say that two texts say the same, and when not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.participation.likeness import ALIKE, Weights, likeness, words_in

SAME = [
    (
        "Antrean di loket terlalu panjang, tolong tambah loket.",
        "Tambahkan loket karena antriannya panjang sekali",
    ),
    ("Mohon loket khusus lansia dan difabel", "Lansia serta difabel butuh loket khusus"),
    (
        "Lima hari kerja cukup, jangan empat belas.",
        "Empat belas hari kerja kelamaan, lima hari cukup",
    ),
    ("Alat perekam sidik jari sering rusak", "Perekaman sidik jari rusak terus"),
    (
        "The fingerprint scanner is often broken",
        "Fingerprint scanners break; ours was broken twice",
    ),
    ("Please open the counter on Saturday", "Counters should open on Saturdays too"),
    ("Waiting times should be published online", "Publish online how long the wating time is"),
]
OTHER = [
    ("Pelayanan lambat", "Pelayanan petugas ramah"),
    ("Pelayanan di loket kurang ramah", "Pelayanan daring sering gagal"),
    ("Lima hari kerja cukup.", "Petugas harus jujur setiap hari kerja"),
    ("Loket buka hari Sabtu", "Blangko habis sejak hari Senin"),
    ("The service is slow", "The service is friendly and cheap"),
    ("Five working days are too long", "Working days should include Saturday"),
]
PLAIN = Weights()


def alike(one: str, other: str, weigh: Weights = PLAIN) -> float:
    return likeness(words_in(one), words_in(other), weigh)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_says_the_same_in_other_words_is_alike(one, other):
    assert alike(one, other) >= ALIKE
    assert alike(other, one) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_everyday_words_make_nothing_alike(one, other):
    assert alike(one, other) < ALIKE
    assert alike(other, one) < ALIKE


def test_the_words_of_the_clause_make_nothing_alike():
    clause = Weights(words_in("Perekaman sidik jari dan foto paling lama satu hari."))

    assert alike("Sidik jari difabel", "Sidik jari gratis", clause) < ALIKE


@given(st.lists(st.sampled_from(["loket", "difabel", "sabtu", "calo", "parkir"]), min_size=2))
def test_the_order_of_words_is_nothing(words):
    assert alike(" ".join(words), " ".join(reversed(words))) == 1
