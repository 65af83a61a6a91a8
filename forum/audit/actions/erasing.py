"""Erasing what commitments open to: the entries stay, and nothing can be read from them."""

from __future__ import annotations

from collections.abc import Collection

from forum.core.db.among import ask_among


async def erase_openings(
    subjects: Collection[str], kinds: Collection[str], *, value: str = ""
) -> None:
    """Delete salt and value of these kinds in all entries about these subjects.

    `value` leaves those alone that open to something else.
    """
    if not subjects or not kinds:
        return
    asked: list[Collection[str]] = [kinds, subjects, *([[value]] if value else [])]
    await ask_among(_OPENINGS + (" AND value {2}" if value else ""), *asked)


async def erase_author(author: str) -> None:
    """Delete what opens to this author, in whatever entry: no row may lead to that entry any more.

    It reads all openings once; an index for it would be paid for with every entry.
    """
    await ask_among("DELETE FROM log_opening WHERE kind {0} AND value {1}", ["author"], [author])


async def erase_said(subjects: Collection[str], entry_type: str) -> None:
    """Delete what opens the words in entries of one type about these subjects."""
    if subjects:
        await ask_among(_SAID, ["body"], subjects, [entry_type])


async def erase_beside(subject: str, kind: str, *, voter: str) -> None:
    """Delete one kind of opening in all ballots of a poll that are this voter's."""
    await ask_among(_BESIDE, [kind], [subject], [voter])


_OPENINGS = """
DELETE FROM log_opening WHERE kind {0}
AND entry_id IN (SELECT seq FROM log_entry WHERE subject {1})"""
_SAID = """
DELETE FROM log_opening WHERE kind {0}
AND entry_id IN (SELECT seq FROM log_entry WHERE subject {1} AND type {2})"""
_BESIDE = """
DELETE FROM log_opening WHERE kind {0} AND entry_id IN (
    SELECT e.seq FROM log_entry e JOIN log_opening o ON o.entry_id = e.seq
    WHERE e.subject {1} AND e.type = 'ballot.cast' AND o.kind = 'voter' AND o.value {2}
)"""
