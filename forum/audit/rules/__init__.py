"""The formats of the public log: entries, the tree over them, what is signed, how it is served."""

from forum.audit.rules.entries import (
    SALT_BYTES,
    canonical,
    check,
    commit,
    identity,
    leaf_hash,
    leaf_start,
    new_nonce,
    new_salt,
    short_code,
)

__all__ = [
    "SALT_BYTES",
    "canonical",
    "check",
    "commit",
    "identity",
    "leaf_hash",
    "leaf_start",
    "new_nonce",
    "new_salt",
    "short_code",
]
