"""The entries of the record that tell the life of a poll."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.access.policy import Actor
from forum.audit.actions import record
from forum.audit.models import LogEntry
from forum.audit.rules import identity
from forum.voting.models import Poll


async def enter(
    type_: str,
    poll: Poll,
    actor: Actor,
    *,
    d: Mapping[str, Any],
    c: Mapping[str, str] | None = None,
    ref: LogEntry | None = None,
) -> LogEntry | None:
    """Write one entry about a poll, unless it is only rehearsed."""
    if poll.rehearsal:
        return None
    by_person = {"actor": identity(actor.record_id)} if actor.signed_in else {}
    return await record(
        type_,
        by="agency" if actor.signed_in else "system",
        ctx=poll.consultation.record_id,
        subject=poll.record_id,
        d=d,
        c={**by_person, **(c or {})},
        ref=ref,
    )
