"""A receipt works without an account and never shows what is not public."""

import hashlib
import json

import pytest

from forum.audit.rules import short_code
from forum.participation.actions import withdraw_comment
from forum.privacy.actions import erase_contribution
from forum.web.qr import qr
from tests.databases import both_databases
from tests.erasing import just_signed_in
from tests.pages import words_of
from tests.voting import cast, opened
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


async def test_a_receipt_has_a_code_for_the_camera_and_says_in_one_sentence_what_it_proves(
    visit, sari, ktp
):
    made = await comment(sari, ktp, "Lima hari cukup.")
    page = await visit.get(f"/r/{made.receipt}")

    assert qr(f"http://forum.test/r/{made.receipt}").path in page.text
    words = words_of(page.text)
    assert "This came in at this time, about this clause, and nobody has changed" in words
    assert f"http://forum.test/r/{made.receipt}" in words


async def test_sari_finds_all_her_receipts_again_and_nobody_elses(signed_in, sari, budi, ktp, omar):
    hers = await comment(sari, ktp, "Lima hari cukup.")
    his = await comment(budi, ktp, "Tujuh hari.")
    poll = await opened(omar, ktp)
    stored = await cast(sari, poll, "0")
    async with signed_in(sari) as browser:
        words = words_of((await browser.get("/me/receipts")).text)

    assert hers.receipt in words
    assert stored.receipt in words
    assert his.receipt not in words
    assert words.index(stored.receipt) < words.index(hers.receipt)


async def test_the_receipt_of_erased_words_still_proves_that_something_came_in(
    signed_in, visit, sari, ktp
):
    made = await comment(sari, ktp, "Lima hari cukup.")
    await erase_contribution(await just_signed_in(sari), made.ref)

    words = words_of((await visit.get(f"/r/{made.receipt}")).text)
    assert "A comment was received" in words
    assert "nobody can open the seal any more" in words
    async with signed_in(sari) as her:
        refused = await her.get(f"/comments/{made.ref}/proof")
    assert refused.status_code == 404
    assert "Its words were erased" in words_of(refused.text)
