"""What a ballot says: its marks, the pseudonym it bears, and its entry in the record."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from typing import NamedTuple

from forum.audit.bulk import Prepared
from forum.audit.rules import SALT_BYTES, commit, identity, leaf_hash
from forum.voting.recount import canonical, valid
from forum.voting.rules import Method, Ranking, Secrecy

NONCE_BYTES = 16
TIER = "email"


class Spoken(NamedTuple):
    """What one ballot commits to; a secret one has neither a voter nor a reason."""

    marks: str
    voter: str = ""
    reason: str = ""


def read_marks(method: Method, ranking: Ranking, options: int, marks: str) -> str | None:
    """Return the marks in the one way in which they are kept, or None if they are no ballot."""
    one_way = canonical(method, options, marks)
    if one_way is None or not valid(method, options, one_way, ranking=ranking):
        return None
    return one_way


def voter_of(secrecy: Secrecy, secret: bytes, record_id: str) -> str:
    """Return how a ballot names its voter: a pseudonym of this poll, or the identity."""
    return identity(record_id) if secrecy is Secrecy.OPEN else pseudonym(secret, record_id)


def pseudonym(secret: bytes, record_id: str) -> str:
    """Return the line under which a voter finds the own ballot; another one in every poll."""
    return hmac.digest(secret, record_id.encode(), hashlib.sha256).hex()


def entries_of(ctx: str, subject: str, spoken: list[Spoken]) -> Iterator[Prepared]:
    """Return the entry of each ballot, byte for byte as `audit.rules.canonical` writes it.

    It is written from a template because thousands come at once. Nothing in it needs escaping: ids
    are hex, commitments and nonces base64.
    """
    kinds = 4
    each = NONCE_BYTES + kinds * SALT_BYTES
    chance = memoryview(secrets.token_bytes(each * len(spoken)))
    for start, ballot in zip(range(0, len(chance), each), spoken, strict=True):
        nonce = base64.b64encode(chance[start : start + NONCE_BYTES]).decode()
        salts = [
            bytes(chance[at : at + SALT_BYTES])
            for at in range(start + NONCE_BYTES, start + each, SALT_BYTES)
        ]
        values = {"choice": ballot.marks, "reason": ballot.reason, "tier": TIER}
        values["voter"] = ballot.voter
        openings = tuple(
            (kind, salt, value)
            for (kind, value), salt in zip(values.items(), salts, strict=True)
            if value or kind == "choice"
        )
        c = ",".join(f'"{kind}":"{commit(kind, salt, value)}"' for kind, salt, value in openings)
        entry = (
            f'{{"by":"citizen","c":{{{c}}},"ctx":"{ctx}","d":{{"nonce":"{nonce}"}},'
            f'"id":"{subject}","type":"ballot.cast","v":1}}'
        )
        leaf = leaf_hash(entry.encode()).hex()
        yield Prepared(leaf, entry, "ballot.cast", ctx, subject, openings)
