"""A receipt works without an account and never shows what is not public."""

import hashlib
import json

import pytest

from forum.audit.rules import short_code
from forum.participation.actions import withdraw_comment
from tests.databases import both_databases
from tests.pages import words_of
from tests.world import comment, open_consultation

pytestmark = both_databases

NIK = "NIK saya 3201234567890123"


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


async def test_anybody_can_check_a_receipt(visit, sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    page = await visit.get(f"/r/{made.receipt}")

    words = words_of(page.text)
    assert page.status_code == 200
    assert f"Receipt {made.receipt}" in words
    assert "A comment was received" in words
    assert "Clause 3.1" in words
    entry = words[words.index('{"') : words.rindex("}") + 1]
    leaf = hashlib.sha256(b"\x00" + entry.encode()).digest()
    assert json.loads(entry)["type"] == "comment.received"
    assert leaf.hex() in words
    assert short_code(leaf) == made.receipt


async def test_a_receipt_shows_neither_words_nor_author(visit, sari, ktp):
    shown = await comment(sari, ktp, "Lima hari cukup.")
    held = await comment(sari, ktp, NIK)
    gone = await comment(sari, ktp, "Salah kirim.", label=None)
    await withdraw_comment(sari, gone.ref)

    for made, fate in ((shown, "Public"), (held, "waits for a moderator"), (gone, "Withdrawn")):
        words = words_of((await visit.get(f"/r/{made.receipt}")).text)
        assert fate in words
        assert made.text not in words
        assert "Sari" not in words


@pytest.mark.parametrize("code", ["AAAAA-AAAAA-AAAAA-AAAAA", "x", "%00", "AAAAA-AAAAA-AAAAA-AAAAI"])
async def test_a_code_that_was_never_given_is_a_page_with_a_sentence(visit, code):
    page = await visit.get(f"/r/{code}")

    assert page.status_code == 404
    assert "<h1>" in page.text


async def test_a_forum_without_keys_offers_no_proofs(visit, sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    words = words_of((await visit.get(f"/r/{made.receipt}")).text)

    assert "signed log" not in words
    assert "signed log" not in words_of((await visit.get("/record")).text)
    assert "For those who check" not in words_of((await visit.get("/record/explained")).text)
    assert (await visit.get(f"/r/{made.receipt}/promise")).status_code == 404
    assert (await visit.get("/log/1/checkpoint")).status_code == 404
