"""The signed log as people and programs read it, and what a receipt proves."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest

from forum.audit.actions import open_log, sequence
from forum.audit.keys import make_keys
from forum.audit.rules import commit, leaf_hash
from forum.audit.rules.checkpoints import read_checkpoint
from forum.audit.rules.notes import read_note, read_verifier
from forum.audit.rules.proofs import read_proof
from forum.audit.rules.tiles import read_bundle, tiles_of
from forum.audit.rules.tree import includes, root_of
from tests.databases import both_databases
from tests.forging import Forged
from tests.pages import words_of
from tests.world import comment, open_consultation

pytestmark = both_databases

ORIGIN = "forum.test/log/1"
WORDS = "Lima hari cukup."


@pytest.fixture
def settings(settings, tmp_path):
    return replace(settings, keys_folder=str(tmp_path / "keys"))


@pytest.fixture
async def keys(db, settings):
    keys = make_keys(settings.keys_path, ORIGIN)
    await open_log(keys)
    return keys


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


async def test_whoever_reads_the_log_finds_every_entry_under_what_was_signed(
    visit, keys, sari, ktp
):
    await comment(sari, ktp, WORDS)
    await sequence(keys)

    policy = (await visit.get("/log/1/policy")).text
    key = read_verifier(policy.split("log ")[-1].split(" ")[0])
    answer = await visit.get("/log/1/checkpoint")
    signed = read_checkpoint(read_note(answer.text, [key]).text)
    told = {one: await visit.get(f"/log/1/tile/{one.path}") for one in tiles_of(signed.size)}
    entries = [
        entry
        for tile, got in told.items()
        if tile.level is None
        for entry in read_bundle(got.content)
    ]

    assert signed.origin == ORIGIN
    assert answer.headers["cache-control"] == "public, max-age=2"
    assert len(entries) == signed.size
    assert root_of([leaf_hash(entry) for entry in entries]) == signed.root
    assert {got.headers["content-type"] for got in told.values()} == {"application/octet-stream"}
    assert all("immutable" in got.headers["cache-control"] for got in told.values())


@pytest.mark.parametrize(
    "place",
    ["2/checkpoint", "1/tile/0/001", "1/tile/0/000.p/255", "1/tile/9/000", "1/tile/x", "1/tile/"],
)
async def test_what_the_log_does_not_have_is_a_page_with_a_sentence(visit, keys, place):
    page = await visit.get(f"/log/{place}")

    assert page.status_code == 404
    assert "<h1>" in page.text


async def test_saris_receipt_is_promised_a_place_and_then_proves_it(
    visit, signed_in, keys, sari, budi, ktp
):
    made = await comment(sari, ktp, WORDS)
    waiting = words_of((await visit.get(f"/r/{made.receipt}")).text)
    promise = (await visit.get(f"/r/{made.receipt}/promise")).text
    early = await visit.get(f"/r/{made.receipt}/proof")
    await sequence(keys)
    placed = words_of((await visit.get(f"/r/{made.receipt}")).text)
    public = read_proof((await visit.get(f"/r/{made.receipt}/proof")).text)

    assert "It waits for its place" in waiting
    leaf = leaf_hash(public.entry)
    assert b64decode(read_note(promise, [keys.promise.verifier]).text.split("\n")[1]) == leaf
    assert early.status_code == 404
    assert "Come back in a minute" in words_of(early.text)
    assert f"It is entry {public.index + 1} of the" in placed
    signed = read_checkpoint(read_note(public.checkpoint, [keys.log.verifier]).text)
    assert includes(signed.root, signed.size, public.index, leaf, public.hashes)
    assert public.openings == {}


async def test_only_sari_has_the_proof_with_her_words(visit, signed_in, keys, sari, budi, ktp):
    made = await comment(sari, ktp, WORDS)
    await sequence(keys)
    for other in (None, budi):
        if other is None:
            refused = await visit.get(f"/comments/{made.ref}/proof")
        else:
            async with signed_in(other) as his:
                refused = await his.get(f"/comments/{made.ref}/proof")
        assert refused.status_code == 404
        assert WORDS not in refused.text
    async with signed_in(sari) as hers:
        page = await hers.get(f"/r/{made.receipt}")
        answer = await hers.get(f"/comments/{made.ref}/proof")

    assert "Proof with your words" in words_of(page.text)
    assert f"{made.receipt}.private.tlog-proof" in answer.headers["content-disposition"]
    proof = read_proof(answer.text)
    body = proof.openings["body"]
    assert body.value == WORDS
    assert f'"body":"{commit("body", body.salt, WORDS)}"'.encode() in proof.entry


async def test_the_record_says_what_is_signed_and_how_to_check_it(visit, keys, sari, ktp):
    await comment(sari, ktp, WORDS)
    await sequence(keys)
    record = words_of((await visit.get("/record")).text)
    explained = words_of((await visit.get("/record/explained")).text)

    assert "entries have their place in a signed log" in record
    assert "You need not trust us" in explained.replace("So you", "You")
    assert "The keys by which it is checked" in explained


async def test_anybody_takes_the_bundle_of_a_consultation_home(visit, keys, sari, ktp):
    await comment(sari, ktp, WORDS)
    await sequence(keys)
    page = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    answer = await visit.get(f"/consultations/{ktp.slug}/bundle.zip")

    assert "Everything to check this record without us" in page
    assert answer.headers["content-type"] == "application/zip"
    assert f"{ktp.slug}-record.zip" in answer.headers["content-disposition"]
    assert Forged(answer.content, keys).found() == []
