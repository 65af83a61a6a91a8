"""What a ballot says: its marks, the pseudonym it bears, and its entry in the record."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import NamedTuple

from forum.audit.bulk import Prepared
from forum.audit.rules import SALT_BYTES, commit, identity, leaf_hash
from forum.voting.recount import canonical, valid
from forum.voting.rules import LONGEST_MARKS, Method, Ranking, Secrecy

NONCE_BYTES = 16
KEY_LENGTH = 24
TIER = "email"


class Spoken(NamedTuple):
    """What one ballot commits to; a secret one has neither a voter nor a reason."""

    marks: str
    voter: str = ""
    reason: str = ""


def read_marks(method: Method, ranking: Ranking, options: int, marks: str) -> str | None:
    """Return the marks in the one way in which they are kept, or None if they are no ballot."""
    return _read(method, ranking, options, marks) if len(marks) <= LONGEST_MARKS else None


@lru_cache(maxsize=4_096)
def _read(method: Method, ranking: Ranking, options: int, marks: str) -> str | None:
    one_way = canonical(method, options, marks)
    if one_way is None or not valid(method, options, one_way, ranking=ranking):
        return None
    return one_way


def form_key(once: str, marks: str, reason: str) -> str:
    """Return the key under which a form is known again.

    Whoever goes back in the browser and marks something else sends the same form, but means another
    vote.
    """
    return hashlib.sha256("\n".join([once, marks, reason]).encode()).hexdigest()[:KEY_LENGTH]


def voter_of(secrecy: Secrecy, secret: bytes, record_id: str) -> str:
    """Return how a ballot names its voter: a pseudonym of this poll, or the identity."""
    return identity(record_id) if secrecy is Secrecy.OPEN else pseudonym(secret, record_id)


def pseudonym(secret: bytes, record_id: str) -> str:
    """Return the line under which a voter finds the own ballot; another one in every poll."""
    return hmac.digest(secret, record_id.encode(), "sha256").hex()


def entry_of(ctx: str, subject: str, spoken: Spoken) -> Prepared:
    """Return the entry of one ballot, byte for byte as `audit.rules.canonical` writes it.

    It is written from a template because thousands come at once. Nothing in it needs escaping: ids
    are hex, commitments and nonces base64.
    """
    kinds = {"choice": spoken.marks, "reason": spoken.reason, "tier": TIER, "voter": spoken.voter}
    told = [(kind, value) for kind, value in kinds.items() if value or kind == "choice"]
    # Asking the system once for all that is drawn at random is a tenth of the work.
    chance = secrets.token_bytes(NONCE_BYTES + SALT_BYTES * len(told))
    places = range(NONCE_BYTES, len(chance), SALT_BYTES)
    openings = tuple(
        (kind, chance[place : place + SALT_BYTES], value)
        for place, (kind, value) in zip(places, told, strict=True)
    )
    nonce = base64.b64encode(chance[:NONCE_BYTES]).decode()
    c = ",".join([f'"{kind}":"{commit(kind, salt, value)}"' for kind, salt, value in openings])
    entry = (
        f'{{"by":"citizen","c":{{{c}}},"ctx":"{ctx}","d":{{"nonce":"{nonce}"}},'
        f'"id":"{subject}","type":"ballot.cast","v":1}}'
    )
    leaf = leaf_hash(entry.encode()).hex()
    return Prepared(leaf, entry, "ballot.cast", ctx, subject, openings)
