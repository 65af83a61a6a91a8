"""Going on after the database was put back: in another log, which says what the first one lost.

A log is never signed shorter than it was: whoever kept a receipt or a checkpoint of it would hold
the proof of a forgery. So the entries that are still here stay in it, as they are, and those that
wait, and all that come, get their places in the next.
"""

from __future__ import annotations

import base64

from forum.audit.actions.recording import record
from forum.audit.actions.sequencing import append
from forum.audit.keys import Keys, keep_last, last_kept
from forum.audit.models import LogEntry, LogHead
from forum.audit.queries.log import lacks
from forum.audit.rules.checkpoints import read_checkpoint
from forum.audit.rules.notes import read_note
from forum.core.db import one_at_a_time, transaction
from forum.core.errors import Refused
from forum.core.i18n import _


async def begin_next_log(old: Keys, new: Keys) -> LogHead:
    """Open the next log under new keys; its first entry names what the former one had signed.

    Refused while nothing is missing. `old` are the keys with the checkpoint that was kept.
    """
    async with transaction():
        await one_at_a_time("log")
        if not await lacks(old):
            raise Refused("log.whole", _("Nothing is missing in this log, so it goes on."))
        signed = read_checkpoint(read_note(last_kept(old), [old.log.verifier]).text)
        before = await LogHead.all().order_by("-number").first()
        opened = await record(
            "log.opened",
            by="operator",
            d={
                "origin": new.log.name,
                "previous": {
                    "origin": signed.origin,
                    "size": signed.size,
                    "root": base64.b64encode(signed.root).decode(),
                },
            },
        )
        head = await LogHead.create(
            number=int(new.log.name.rpartition("/")[2]),
            origin=new.log.name,
            start=before.start + before.size if before else 0,
            size=0,
            edge=b"",
            key=str(new.log.verifier),
            promise_key=str(new.promise.verifier),
        )
        written = await LogEntry.get(leaf=opened.leaf)
        note = await append(head, [(written.seq, written.leaf)], new)
    keep_last(new, note)
    return head


async def next_number(old: Keys) -> int:
    """Return the number of the log that comes next: higher than any that was ever signed."""
    newest = await LogHead.all().order_by("-number").first()
    named = int(old.log.name.rpartition("/")[2])
    return max(named, newest.number if newest else 0) + 1
