"""A witness signs what only grew, and says in a sentence why it does not sign anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.audit.rules.checkpoints import Checkpoint
from forum.audit.rules.notes import NotANote, Signer, note
from forum.audit.rules.tree import EMPTY, Run, consistency, root_of
from forum.audit.rules.witnessing import (
    Asked,
    NotSeen,
    look_at,
    read_request,
    read_witnesses,
    request,
)

LOG = Signer("forum.test/log/1", bytes(range(32)))
OTHER = Signer("forum.test/log/1", bytes(range(32, 64)))
LEAVES = [bytes([number]) * 32 for number in range(9)]
FORKED = [*LEAVES[:3], b"x" * 32, *LEAVES[4:]]


def grown(old: int, size: int, leaves=LEAVES, signer: Signer = LOG) -> Asked:
    """What the log asks when it has come from so many entries to so many."""
    text = str(Checkpoint(signer.name, size, root_of(leaves[:size])))
    hashes = [root_of(leaves[start:end]) for start, end in consistency(old, size)] if old else []
    return Asked(old, hashes, note(text, signer.sign(text)))


def seen(size: int, leaves=LEAVES) -> Checkpoint:
    return Checkpoint(LOG.name, size, root_of(leaves[:size]) if size else EMPTY)


def refused(asked: Asked, last: Checkpoint | None, logs=(LOG.verifier,)) -> NotSeen:
    with pytest.raises(NotSeen) as told:
        look_at(asked, logs, last)
    return told.value


@pytest.mark.parametrize(("old", "size"), [(0, 1), (0, 9), (3, 3), (3, 7), (4, 8), (8, 9)])
def test_whatever_grew_out_of_what_was_seen_may_be_signed(old, size):
    asked = read_request(request(grown(old, size)))

    assert look_at(asked, [LOG.verifier], seen(old) if old else None) == seen(size)


@pytest.mark.parametrize("size", [4, 5, 7, 9])
def test_a_log_that_was_rewritten_is_never_signed(size):
    told = (
        refused(grown(4, size, FORKED), seen(4))
        if size > 4
        else refused(grown(4, 4, FORKED), seen(4))
    )

    assert told.status == (409 if size == 4 else 422)
    assert "forked" in told.sentence or "It may have been rewritten" in told.sentence
    assert told.size is None


def test_a_log_that_does_not_know_how_far_the_witness_is_hears_it():
    told = refused(grown(0, 7), seen(5))

    assert (told.status, told.size) == (409, 5)


def test_a_log_never_becomes_shorter():
    assert refused(replace(grown(0, 3), old=5), seen(5)).status == 400
    assert refused(grown(0, 3), seen(5)).size == 5


def test_an_unknown_log_and_a_foreign_key_are_told_apart():
    assert refused(grown(0, 3), None, ()).status == 404
    told = refused(grown(0, 3, signer=OTHER), None)
    assert (told.status, told.sentence) == (403, "No key that is known signed this text.")


@pytest.mark.parametrize("spoil", ["drop", "flip", "more"])
def test_a_proof_with_anything_wrong_is_none(spoil):
    asked = grown(3, 7)
    hashes = {
        "drop": asked.hashes[1:],
        "flip": [b"z" * 32, *asked.hashes[1:]],
        "more": [*asked.hashes, b"z" * 32],
    }[spoil]

    assert refused(replace(asked, hashes=hashes), seen(3)).status == 422


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 3",
        "old 03\n\nx",
        "old -1\n\nx",
        "new 3\n\nx",
        "old 3\nnothash\n\nx",
        "old 1\n" + "A" * 44 + "\n\n",
    ],
)
def test_what_asks_for_nothing_is_said_to(text):
    with pytest.raises(NotANote):
        read_request(text)


def test_only_addresses_that_the_operator_could_mean_are_asked():
    key = str(Signer("w.example/1", bytes(range(64, 96)), LOG.kind).verifier)

    assert read_witnesses([f"{key} https://w.example/"])[0].address == "https://w.example"
    assert read_witnesses([f"{key} http://127.0.0.1:8100"])
    for wrong in ("http://w.example", "file:///etc/passwd", "http://127.0.0.1.evil.example:80", ""):
        with pytest.raises(NotANote):
            read_witnesses([f"{key} {wrong}"])
    with pytest.raises(NotANote, match="One key stands for two"):
        read_witnesses([f"{key} https://a.example", f"{key} https://b.example"])


def test_runs_are_what_consistency_says():
    assert consistency(3, 7)[0] == Run(2, 3)
