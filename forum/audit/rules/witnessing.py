"""Asking a witness to sign what the log signed, and what a witness looks at (C2SP tlog-witness)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from forum.audit.rules.checkpoints import NUMBER, Checkpoint, read_checkpoint, read_hash
from forum.audit.rules.notes import NotANote, Verifier, read_note, read_verifier
from forum.audit.rules.proofs import MOST_HASHES
from forum.audit.rules.tree import EMPTY, grew

LOOPBACK = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
"""The only witnesses that are asked without encryption: those of a demonstration, beside it."""


@dataclass(frozen=True)
class Witness:
    """Somebody who signs too: by which key, and where they are asked."""

    verifier: Verifier
    address: str


@dataclass(frozen=True)
class Asked:
    """What a log asks of a witness: from how many entries it grew, the proof, its checkpoint."""

    old: int
    hashes: Sequence[bytes]
    note: str


class NotSeen(Exception):
    """A witness does not sign this: the status of its answer, and a sentence for the log's keeper.

    `size` is how much of the log it has signed, where the log only seems not to know.
    """

    def __init__(self, status: int, sentence: str, size: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.size = size


def read_witnesses(lines: Sequence[str]) -> tuple[Witness, ...]:
    """Return the witnesses in lines like `name+id+key https://…`, or raise NotANote."""
    found = []
    for line in lines:
        key, _gap, address = line.strip().partition(" ")
        address = address.strip().rstrip("/")
        if not address.startswith(("https://", *LOOPBACK)):
            raise NotANote(f"A witness needs its key and an https address: {line[:100]}")
        found.append(Witness(read_verifier(key), address))
    if len({one.verifier.key for one in found}) < len(found):
        raise NotANote("One key stands for two witnesses.")
    return tuple(found)


def request(asked: Asked) -> str:
    """Return it as it is sent."""
    hashes = [base64.b64encode(one).decode() for one in asked.hashes]
    return "\n".join([f"old {asked.old}", *hashes]) + f"\n\n{asked.note}"


def read_request(text: str) -> Asked:
    """Return what was asked, or raise NotANote."""
    above, gap, note = text.partition("\n\n")
    first, *hashes = above.split("\n")
    old = first.removeprefix("old ")
    if not gap or not first.startswith("old ") or not NUMBER.fullmatch(old):
        raise NotANote("This does not ask a witness for anything.")
    if len(hashes) > MOST_HASHES:
        raise NotANote("This proof is longer than any can be.")
    return Asked(int(old), [read_hash(one) for one in hashes], note)


def look_at(asked: Asked, logs: Sequence[Verifier], last: Checkpoint | None) -> Checkpoint:
    """Return the checkpoint that may be signed, or raise NotSeen.

    `logs` are the keys of the logs that this witness knows, `last` what it signed of this one last:
    whatever grew out of that may be signed, and nothing else ever.
    """
    try:
        told = read_checkpoint(asked.note.rpartition("\n\n")[0] + "\n")
    except NotANote as wrong:
        raise NotSeen(400, str(wrong)) from None
    keys = [one for one in logs if one.name == told.origin]
    if not keys:
        raise NotSeen(404, f"This witness does not know the log {told.origin}.")
    try:
        read_note(asked.note, keys)
    except NotANote as wrong:
        raise NotSeen(403, str(wrong)) from None
    if asked.old > told.size:
        raise NotSeen(400, f"A log does not grow from {asked.old} entries to {told.size}.")
    known = last or Checkpoint(told.origin, 0, EMPTY)
    if asked.old != known.size:
        raise NotSeen(409, f"This witness has signed {known.size} entries.", known.size)
    if told.size == known.size and told.root != known.root:
        raise NotSeen(
            409,
            f"{told.origin} was forked: it signed other {told.size} entries before, and this "
            "witness has kept them.",
        )
    if not grew(known.root, known.size, told.root, told.size, asked.hashes):
        raise NotSeen(
            422,
            f"{told.origin} does not show that its {told.size} entries begin with the "
            f"{known.size} that this witness has signed. It may have been rewritten.",
        )
    return told
