"""The formats of the log: another tool's log is read and made byte for byte, and no lie is."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.audit.rules import canonical, commit, leaf_hash, short_code
from forum.audit.rules.checkpoints import WITHIN, Checkpoint, promise, read_checkpoint
from forum.audit.rules.notes import NotANote, Verifier, note, read_note, read_verifier, time_of
from forum.audit.rules.proofs import Opened, Proof, read_proof
from forum.audit.rules.tiles import Tile, bundle, kept_below, read_bundle, read_path, tiles_of
from forum.audit.rules.tree import (
    EMPTY,
    Edge,
    Node,
    consistency,
    grew,
    hash_of,
    includes,
    inclusion,
    node_hash,
    root_of,
)
from tests.rules import log_vectors as known

SEVEN = Checkpoint(known.ORIGIN, 7, known.ROOT_OF_7)
SIGNED = note(str(SEVEN), known.SIGNED_BY_THE_LOG, known.SIGNED_BY_THE_WITNESS)
KEYS = [known.LOG.verifier, known.WITNESS.verifier]
SALT = hashlib.sha256(b"test-salt-1").digest()
WORDS = "Pasal 4: batas waktu layanan harus 3 hari kerja — bukan 14."


def subtree(leaves: list[bytes], node: Node) -> bytes:
    """Return the hash of a complete subtree, the slow way that the standard defines."""
    start = node.number << node.level
    hashes = leaves[start : start + (1 << node.level)]
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(8, "big")) for number in range(size)]


def proof_of(leaves: list[bytes], runs: list) -> list[bytes]:
    return [hash_of(run, lambda node: subtree(leaves, node)) for run in runs]


def test_entries_and_what_they_commit_to_are_written_as_others_write_them() -> None:
    assert commit("body", SALT, WORDS) == "Q1z9BaD6GZ/Z5mjSzqKPACy3tvQhzL91EHEJNAxAPic="
    assert known.LEAVES[2].hex() == (
        "507ec32f1b463b634277c478085fae4df60af565d9eae05ceaca0e439713296e"
    )
    assert short_code(known.LEAVES[2]) == "A1ZC6-BRV8R-XP6GK-QRHW0"
    assert short_code(known.LEAVES[5]) == "Q4BDP-W22NH-DY8M4-KCA5D"


def test_a_salt_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commit("body", SALT[:31], WORDS)


def test_an_entry_with_a_space_after_a_colon_is_not_the_same_entry() -> None:
    for entry in known.ENTRIES:
        assert canonical(json.loads(entry)) == entry
        loose = entry.replace(b'":', b'": ', 1)
        assert canonical(json.loads(loose)) != loose


def test_the_tree_has_the_roots_that_others_find() -> None:
    assert root_of([]) == EMPTY
    assert [EMPTY, *(root_of(known.LEAVES[:size]) for size in range(1, 5))] == known.ROOTS
    assert root_of(known.LEAVES) == known.ROOT_OF_7
    assert root_of(leaves_of(70_000)) == known.ROOT_OF_70_000


def test_the_proofs_are_those_that_others_make() -> None:
    assert proof_of(known.LEAVES, inclusion(2, 7)) == known.INCLUSION_2_OF_7
    assert proof_of(known.LEAVES, consistency(3, 7)) == known.CONSISTENCY_3_TO_7
    assert proof_of(known.LEAVES, consistency(4, 7)) == known.CONSISTENCY_4_TO_7
    assert includes(known.ROOT_OF_7, 7, 2, known.LEAVES[2], known.INCLUSION_2_OF_7)
    root_of_3 = root_of(known.LEAVES[:3])
    assert grew(root_of_3, 3, known.ROOT_OF_7, 7, known.CONSISTENCY_3_TO_7)
    assert grew(known.ROOTS[4], 4, known.ROOT_OF_7, 7, known.CONSISTENCY_4_TO_7)


@given(st.integers(1, 300), st.data())
def test_every_entry_is_proven_to_stand_where_it_stands_and_nowhere_else(size, data) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    root, proof = root_of(leaves), proof_of(leaves, inclusion(index, size))
    assert includes(root, size, index, leaves[index], proof)
    other = data.draw(st.integers(0, size))
    assert not includes(root, size, other, leaves[index], proof) or other == index
    assert not includes(root, size, index, leaf_hash(b"another"), proof)
    assert not includes(root, size, index, leaves[index], [*proof, root])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        flipped = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        assert not includes(
            root, size, index, leaves[index], [*proof[:at], flipped, *proof[at + 1 :]]
        )
        assert not includes(root, size, index, leaves[index], proof[:at] + proof[at + 1 :])


@given(st.integers(0, 200), st.integers(0, 200), st.data())
def test_a_log_that_grew_is_told_from_one_that_was_rewritten(one, other, data) -> None:
    old, size = sorted((one, other))
    leaves = leaves_of(size)
    before, root = root_of(leaves[:old]), root_of(leaves)
    proof = proof_of(leaves, consistency(old, size))
    assert grew(before, old, root, size, proof)
    if not old:
        return
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:changed], leaf_hash(b"rewritten"), *leaves[changed + 1 :]]
    assert not grew(
        before, old, root_of(rewritten), size, proof_of(rewritten, consistency(old, size))
    )
    assert not grew(before, old, root, size, [*proof, root])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not grew(before, old, root, size, proof[:at] + proof[at + 1 :])
        flipped = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        assert not grew(before, old, root, size, [*proof[:at], flipped, *proof[at + 1 :]])


def test_an_inner_hash_cannot_pass_for_an_entry() -> None:
    inner = node_hash(known.LEAVES[0], known.LEAVES[1])
    assert leaf_hash(known.LEAVES[0] + known.LEAVES[1]) != inner
    proof = [node_hash(known.LEAVES[2], known.LEAVES[3])]
    assert includes(root_of(known.LEAVES[:4]), 2, 0, inner, proof)  # of another size: caught there
    assert not includes(root_of(known.LEAVES[:4]), 4, 0, inner, proof)


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_tree_grows_the_same_however_often_it_was_put_away(first, more) -> None:
    leaves = leaves_of(first + more)
    edge = Edge()
    for leaf in leaves[:first]:
        edge.append(leaf)
    edge = Edge(edge.size, list(edge.hashes))
    complete = {}
    for leaf in leaves[first:]:
        complete.update(edge.append(leaf))
    assert edge.root() == root_of(leaves)
    assert all(subtree(leaves, node) == found for node, found in complete.items())


def test_keys_are_written_as_others_write_them() -> None:
    for signer, line in known.KEYS.items():
        assert str(signer.verifier) == line
        assert read_verifier(line) == signer.verifier


@pytest.mark.parametrize(
    "line",
    [
        "",
        "consult.example",
        "consult.example/log/2+e5d03f5f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "consult.example/log/1+e5d03f5f+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "consult.example/log/1+e5d03f5f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTE=",
        "two words+e5d03f5f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    ],
)
def test_a_key_that_does_not_fit_its_name_is_refused(line: str) -> None:
    with pytest.raises(NotANote):
        read_verifier(line)


def test_a_checkpoint_is_signed_as_others_sign_it() -> None:
    assert known.LOG.sign(str(SEVEN)) == known.SIGNED_BY_THE_LOG
    assert known.WITNESS.sign(str(SEVEN), seen_at=known.SEEN_AT) == known.SIGNED_BY_THE_WITNESS
    read = read_note(SIGNED, KEYS)
    assert read_checkpoint(read.text) == SEVEN
    assert set(read.by) == set(KEYS)
    assert time_of(known.SIGNED_BY_THE_WITNESS.rstrip("\n")) == known.SEEN_AT


def test_an_entry_is_promised_its_place_as_others_promise_it() -> None:
    accepted = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
    text = promise(known.PROMISE.name, known.LEAVES[2], accepted, accepted + WITHIN)
    assert text.endswith("2026-03-02T03:04:05Z\n2026-03-02T03:05:05Z\n")
    assert known.PROMISE.sign(text) == known.PROMISED
    assert timedelta(seconds=60) == WITHIN


def test_signatures_of_strangers_are_passed_over() -> None:
    stranger = replace(known.LOG, seed=bytes(32))
    assert read_note(SIGNED + stranger.sign(str(SEVEN)), KEYS).by == tuple(KEYS)
    with pytest.raises(NotANote, match="No key that is known"):
        read_note(SIGNED, [stranger.verifier])


@pytest.mark.parametrize(
    "lie",
    [
        SIGNED.replace("\n7\n", "\n8\n"),
        SIGNED.replace("bcaORD", "bcaORE"),
        SIGNED.replace("5dA/XxTD", "5dA/XxTE"),
        SIGNED.replace("tyurLgAAAABp", "tyurLgAAAABq"),
        SIGNED.replace("\n\n", "\n"),
        SIGNED.rstrip("\n"),
        SIGNED.replace("— consult", "- consult"),
        SIGNED.replace("consult", "cons\tult"),
        str(SEVEN),
        "",
    ],
)
def test_a_changed_checkpoint_is_worth_nothing_whoever_else_signed_it(lie: str) -> None:
    with pytest.raises(NotANote):
        read_note(lie, KEYS)


def test_a_signature_that_could_be_written_in_two_ways_is_refused() -> None:
    text, line = str(SEVEN), known.LOG.sign(str(SEVEN))
    raw = b64decode(line.split(" ")[-1])
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(raw[36:], "little") + order
    second = b64encode(raw[:36] + s.to_bytes(32, "little")).decode()
    with pytest.raises(NotANote, match="does not fit"):
        read_note(note(text, f"— {known.ORIGIN} {second}\n"), KEYS)


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\n01\nx\n", "a\n-1\nx\n", "\n7\nx\n", "a\n7\nAAA=\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        read_checkpoint(text)


def test_tiles_are_those_that_others_make() -> None:
    assert hashlib.sha256(b"".join(known.LEAVES)).hexdigest() == known.TILE_OF_7
    assert hashlib.sha256(bundle(known.ENTRIES)).hexdigest() == known.BUNDLE_OF_7
    assert read_bundle(bundle(known.ENTRIES)) == known.ENTRIES
    with pytest.raises(ValueError, match="cut off"):
        read_bundle(bundle(known.ENTRIES)[:-1])
    assert [tile.path for tile in tiles_of(7)] == ["entries/000.p/7", "0/000.p/7"]


def test_a_log_of_70_000_has_the_tiles_that_the_standard_counts() -> None:
    tiles = list(tiles_of(70_000))
    widths = {level: [one.width for one in tiles if one.level == level] for level in (0, 1, 2)}
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}
    assert all(tile.stands_in(70_000) for tile in tiles)
    assert not any(
        replace(tile, width=tile.width + 1).stands_in(70_000) for tile in tiles if tile.width < 256
    )


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**15), st.integers(1, 256))
def test_a_tile_is_found_again_by_its_path(level, n, width) -> None:
    tile = Tile(level, n, width)
    assert read_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0/1",
        "0/0000",
        "00/000",
        "64/000",
        "0/x000/000",
        "0/000.p/256",
        "0/000.p/0",
        "0/000.p/01",
        "-1/000",
        "entries/000/",
        "0/001/000",
        "x/000",
        "0/\u0660\u0660\u0660",
    ],
)
def test_a_path_that_is_none_asks_for_no_tile(path: str) -> None:
    assert read_path(path) is None


@given(st.integers(0, 40), st.integers(0, 10**6))
def test_a_subtree_is_made_of_hashes_that_are_kept(level, number) -> None:
    kept, first, count = kept_below(Node(level, number))
    assert first << 8 * kept == number << level
    assert count << 8 * kept == 1 << level
    assert count < 256


def test_a_receipt_is_a_file_that_can_be_read_again() -> None:
    private = Proof(
        known.ENTRIES[2], 2, known.INCLUSION_2_OF_7, SIGNED, {"body": Opened(SALT, WORDS)}
    )
    assert read_proof(str(private)) == private
    public = replace(private, openings={})
    assert WORDS not in str(public)
    assert read_proof(str(public)) == public
    lines = str(public).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[2] == "index 2"
    assert str(public).endswith(f"\n\n{SIGNED}")


@given(st.text(max_size=200), st.integers(0, 400))
def test_a_damaged_receipt_is_refused_or_read_as_what_it_says(noise, at) -> None:
    whole = str(Proof(known.ENTRIES[2], 2, known.INCLUSION_2_OF_7, SIGNED))
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    try:
        read = read_proof(damaged)
    except NotANote:
        return
    assert read.index >= 0
    assert all(len(one) == 32 for one in read.hashes)


def test_a_key_is_more_than_its_four_bytes() -> None:
    other = Verifier(known.ORIGIN, bytes(32))
    assert other.id != known.LOG.verifier.id
