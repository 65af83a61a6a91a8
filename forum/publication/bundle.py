"""All that somebody needs to check a consultation's record without asking us, as one file."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import AsyncIterator, Sequence
from importlib.resources import files

from forum.audit.models import LogEntry, LogHead, Opening
from forum.audit.queries.log import Signed, newest_checkpoint, newest_log, read_tile
from forum.audit.queries.witnessed import enough_for
from forum.audit.rules.checkpoints import policy
from forum.audit.rules.tiles import tiles_of
from forum.audit.witnesses import quorum, witness_lines
from forum.consultations.models import Consultation
from forum.core.db.among import ask_among
from forum.core.threads import Threads
from forum.drafts.models import Version
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.voting.certificate import poll_json
from forum.voting.models import Poll
from forum.voting.rules import PollState

AT_ONCE = 2_000
_threads = Threads("forum.publication.bundle", most=1)
"""Packing a long log takes seconds, in which nobody else has to wait."""
REASONED = (
    *("disposition.published", "disposition.changed", "consultation.extended"),
    *("consultation.paused", "consultation.resumed", "consultation.put_off"),
    *("consultation.takes_late", "consultation.reconsulted", "consultation.withdrawn"),
    "poll.annulled",
)
"""What gives a reason that everybody can read."""
PUBLIC: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(REASONED, ("reason",)),
    "comment.received": ("body", "proposal"),
    "comment.edited": ("body",),
    "ballot.cast": ("choice", "voter", "tier"),
}
"""The kinds of openings that are handed out; words of a contribution only while they are public."""
PROGRAMS = {
    name: (files("forum") / place / name).read_bytes()
    for place, name in (
        ("publication", "verify.py"),
        ("publication", "verify.html"),
        ("voting", "recount.py"),
    )
}
README = """\
This folder has all that is needed to check the public record of one consultation, without the forum
and without a network:

    python verify.py

says in plain sentences what it found; so does verify.html, opened in a browser. Anything you kept
(a receipt, a promise, an older checkpoint) can be named behind it, or chosen in the page beside the
bundle. docs/record.md of the forum explains every file.
"""


async def bundle_of(consultation: Consultation, base_url: str) -> tuple[Signed, bytes] | None:
    """Return the checkpoint and the zip; None in a forum whose record is not signed."""
    signed = await newest_log()
    if signed is None:
        return None
    address = f"{base_url.rstrip('/')}/log/{signed.log.number}"
    about = {"consultation": consultation.record_id, "title": consultation.title}
    told: list[tuple[str, str | bytes]] = [
        ("README.txt", README),
        ("bundle.json", json.dumps(about, ensure_ascii=False)),
        ("checkpoint", signed.note),
        (
            "policy",
            policy(signed.log.key, address, signed.log.promise_key, witness_lines(), quorum()),
        ),
        *PROGRAMS.items(),
    ]
    if seen := await enough_for(signed.log.number):
        told.append(("witnessed", seen.note))
    for tile in tiles_of(signed.size):
        if tile.level is None:
            told.append((f"entries/{tile.n:07}", await read_tile(signed.log, tile) or b""))
    told += [one async for one in _earlier(signed, base_url)]
    told.append(
        ("openings.jsonl", b"".join([one async for one in _openings(consultation, signed)]))
    )
    told += [one async for one in _files(consultation)]
    return signed, await _threads.run(_packed, told)


def _packed(told: Sequence[tuple[str, str | bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in told:
            packed.writestr(name, data)
    return file.getvalue()


async def _earlier(signed: Signed, base_url: str) -> AsyncIterator[tuple[str, str | bytes]]:
    """Give the logs before this one, as far as they are here: there are some after a loss."""
    for log in await LogHead.filter(number__lt=signed.log.number).order_by("number"):
        last = await newest_checkpoint(log.number)
        if last is None:
            continue
        folder = f"earlier/{log.number}"
        address = f"{base_url.rstrip('/')}/log/{log.number}"
        yield f"{folder}/policy", policy(log.key, address, log.promise_key)
        yield f"{folder}/checkpoint", last.note
        for tile in tiles_of(last.size):
            if tile.level is None:
                yield f"{folder}/entries/{tile.n:07}", await read_tile(log, tile) or b""


async def _files(consultation: Consultation) -> AsyncIterator[tuple[str, str]]:
    """Give the ballots and rules of every counted poll, and every frozen version."""
    counted = Poll.filter(consultation_id=consultation.id, rehearsal=False)
    for poll in await counted.filter(state=PollState.CERTIFIED):
        yield f"polls/{poll.record_id}/poll.json", poll_json(poll.certificate)
        yield f"polls/{poll.record_id}/ballots.csv", poll.ballots_csv
    version = await consultation.version
    for one in await Version.filter(standard_id=version.standard_id).exclude(sha256=""):
        yield f"documents/{one.sha256}.json", one.document


async def _openings(consultation: Consultation, signed: Signed) -> AsyncIterator[bytes]:
    """Give what may be read, as far as its entry has its place: a line of JSON each."""
    end = signed.log.start + signed.size
    words = await _words_of(consultation)
    polls = Poll.filter(consultation_id=consultation.id, state=PollState.CERTIFIED)
    counted = set(await polls.values_list("record_id", flat=True))
    last = -1
    while True:
        rows = await (
            LogEntry.filter(ctx=consultation.record_id, idx__gt=last, idx__lt=end)
            .filter(type__in=list(PUBLIC))
            .order_by("idx")
            .limit(AT_ONCE)
            .values_list("seq", "leaf", "type", "subject", "idx")
        )
        if not rows:
            return
        last = rows[-1][4]
        chosen = {
            seq: (leaf, type_, words.get(subject, seq) == seq)
            for seq, leaf, type_, subject, _ in rows
            if (type_ != "ballot.cast" or subject in counted)
            and (not type_.startswith("comment.") or subject in words)
        }
        opened = Opening.filter(entry_id__in=list(chosen)).order_by("entry_id", "kind")
        for seq, kind, salt, value in await opened.values_list("entry_id", "kind", "salt", "value"):
            leaf, type_, as_it_reads = chosen[seq]
            if kind in PUBLIC[type_] and (kind != "body" or as_it_reads):
                kept = base64.b64encode(bytes(salt)).decode()
                told = {"leaf": leaf, "kind": kind, "salt": kept, "value": value}
                yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


async def _words_of(consultation: Consultation) -> dict[str, int]:
    """Return which entry has the words of each contribution that is read whole, by its id."""
    shown = Contribution.filter(consultation_id=consultation.id, showing=Showing.SHOWN)
    ids = await shown.values_list("record_id", flat=True)
    rows = await ask_among(
        "SELECT subject, max(seq) AS seq FROM log_entry"
        " WHERE type IN ('comment.received', 'comment.edited') AND subject {0} GROUP BY subject",
        [str(one) for one in ids],
    )
    return {row["subject"]: row["seq"] for row in rows}
