"""Asking the witnesses to sign what was signed, and keeping their signatures.

The log never waits for them: who reads a checkpoint sees who has signed it so far.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from forum.audit.models import LogCosignature
from forum.audit.queries.log import Signed, hashes_of, newest_log
from forum.audit.rules.checkpoints import NUMBER
from forum.audit.rules.notes import read_note, time_of
from forum.audit.rules.tree import consistency
from forum.audit.rules.witnessing import Asked, Witness, request
from forum.audit.witnesses import witnesses
from forum.core.db import transaction

log = structlog.get_logger(__name__)

Post = Callable[[str, str], Awaitable[tuple[int, str]]]
"""Send a text to an address; return status and text of the answer, or raise OSError."""


async def gather_cosignatures(post: Post) -> int:
    """Ask every witness that has not signed the newest checkpoint; return how many did."""
    signed = await newest_log()
    if signed is None:
        return 0
    done = 0
    for witness in witnesses():
        try:
            done += await _ask(signed, witness, post)
        except (OSError, ValueError, OverflowError) as problem:  # whatever one of them answers
            log.warning("witness_failed", witness=witness.verifier.name, reason=str(problem)[:200])
    return done


async def _ask(signed: Signed, witness: Witness, post: Post) -> bool:
    name, old = witness.verifier.name, await _seen_by(signed, witness)
    if old == signed.size:
        return False
    for _time in range(2):  # once more if it has signed more, or less, than is known here
        hashes = await hashes_of(signed.log, consistency(old, signed.size))
        text = request(Asked(old, hashes, signed.note))
        status, answer = await post(f"{witness.address}/add-checkpoint", text)
        seen = answer.strip()
        if status != 409 or not NUMBER.fullmatch(seen) or int(seen) > signed.size:
            break
        old = int(seen)
    if status != 200:
        log.error("witness_refused", witness=name, status=status, reason=answer[:300])
        return False
    await _keep(signed, witness, answer)
    return True


async def _seen_by(signed: Signed, witness: Witness) -> int:
    theirs = LogCosignature.filter(log=signed.log, witness=witness.verifier.name)
    last = await theirs.order_by("-size").first()
    return last.size if last else 0


async def _keep(signed: Signed, witness: Witness, answer: str) -> None:
    """Keep the line that this witness signed; what others signed is not asked of it."""
    line = next(
        (f"{one}\n" for one in answer.split("\n") if f" {witness.verifier.name} " in one), ""
    )
    read_note(signed.note + line, [witness.verifier])  # raises if it did not sign
    async with transaction():
        await LogCosignature.get_or_create(
            log=signed.log,
            size=signed.size,
            witness=witness.verifier.name,
            defaults={
                "line": line,
                "seen_at": datetime.fromtimestamp(time_of(line.rstrip("\n")), UTC),
            },
        )
