"""How far the log has been seen by its witnesses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tortoise.functions import Count

from forum.audit.models import LogCheckpoint, LogCosignature, LogEntry
from forum.audit.queries.log import Signed, log_with, proof_of
from forum.audit.rules.proofs import Proof
from forum.audit.witnesses import quorum, witnesses
from forum.core import clock

SOON = timedelta(minutes=15)
"""So long after something was signed its witnesses should have seen it."""


@dataclass(frozen=True)
class Watch:
    """How many of the witnesses have signed the newest checkpoint, and what is behind.

    `size` is as far as enough of them have signed, `at` when the last of these did.
    """

    by: int
    of: int
    size: int
    at: datetime | None
    late: bool


async def with_cosignatures(signed: Signed) -> str:
    """Return a checkpoint with the signatures of the witnesses that it has so far."""
    theirs = LogCosignature.filter(log_id=signed.log.number, size=signed.size)
    lines = await theirs.order_by("witness").values_list("line", flat=True)
    return signed.note + "".join(str(line) for line in lines)


async def enough_for(log_number: int, above: int = 0) -> Signed | None:
    """Return the newest checkpoint, of more than so many entries, that enough witnesses signed.

    Its note has their signatures. None where there is none, or the log has no witnesses.
    """
    if not witnesses():
        return None
    names = [one.verifier.name for one in witnesses()]
    seen = (
        LogCosignature.filter(log_id=log_number, size__gt=above, witness__in=names)
        .annotate(number=Count("id"))
        .group_by("size")
    )
    sizes = [
        size for size, number in await seen.values_list("size", "number") if number >= quorum()
    ]
    if not sizes:
        return None
    found = (
        await LogCheckpoint.filter(log_id=log_number, size=max(sizes)).select_related("log").first()
    )
    if found is None:
        return None
    one = Signed(found.log, found.size, found.note, found.signed_at)
    return replace(one, note=await with_cosignatures(one))


async def seen_proof_of(entry: LogEntry, *, opened: bool = False) -> Proof | None:
    """Return the receipt of an entry by a checkpoint that enough witnesses signed, if one is."""
    log = await log_with(entry)
    if log is None or entry.idx is None:
        return None
    seen = await enough_for(log.number, above=entry.idx - log.start)
    return await proof_of(entry, opened=opened, signed=seen)


async def watch_of(signed: Signed) -> Watch | None:
    """Return how far the witnesses are; None where the log has none."""
    if not witnesses():
        return None
    names = [one.verifier.name for one in witnesses()]
    number = signed.log.number
    seen = LogCosignature.filter(log_id=number, witness__in=names)
    enough = await enough_for(number)
    size = enough.size if enough else 0
    waiting = LogCheckpoint.filter(log_id=number, size__gt=size).order_by("size")
    first = await waiting.first()
    last = await seen.filter(size=size).order_by("-seen_at").first() if size else None
    return Watch(
        by=await seen.filter(size=signed.size).count(),
        of=len(names),
        size=size,
        at=last.seen_at if last else None,
        late=first is not None and clock.now() - first.signed_at > SOON,
    )
