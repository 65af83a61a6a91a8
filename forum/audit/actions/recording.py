"""Writing to the record."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Literal

from forum.audit.bulk import Prepared, record_all
from forum.audit.models import LogEntry
from forum.audit.rules import canonical, commit, leaf_hash, new_nonce, new_salt
from forum.core import clock

By = Literal["system", "agency", "moderator", "reviewer", "citizen", "operator"]


async def record(
    type_: str,
    *,
    by: By,
    ctx: str = "",
    subject: str = "",
    d: Mapping[str, Any] | None = None,
    c: Mapping[str, str] | None = None,
    ref: LogEntry | None = None,
) -> LogEntry:
    """Add one entry inside the caller's transaction and keep the openings of its commitments.

    What is returned has no number: the database gives it one that nobody has asked for yet.
    `d` is public and never personal; each value in `c` enters as a salted commitment only. Where
    there is none to tell two equal acts of one second apart, a nonce does.
    """
    salts = {kind: new_salt() for kind in c or {}}
    entry: dict[str, Any] = {
        "v": 1,
        "type": type_,
        "at": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": by,
    }
    if ctx:
        entry["ctx"] = ctx
    if subject:
        entry["id"] = subject
    if ref is not None:
        entry["ref"] = leaf_in_base64(ref)
    if c:
        entry["c"] = {kind: commit(kind, salts[kind], value) for kind, value in c.items()}
    public = dict(d or {}) if c else {**(d or {}), "nonce": new_nonce()}
    if public:
        entry["d"] = public
    data = canonical(entry)
    leaf = leaf_hash(data).hex()
    openings = tuple((kind, salts[kind], value) for kind, value in (c or {}).items())
    await record_all([Prepared(leaf, data.decode(), type_, ctx, subject, openings)])
    return LogEntry(leaf=leaf, entry=data.decode(), type=type_, ctx=ctx, subject=subject)


def leaf_in_base64(entry: LogEntry) -> str:
    """Return the leaf hash as other entries refer to it."""
    return base64.b64encode(bytes.fromhex(entry.leaf)).decode()
