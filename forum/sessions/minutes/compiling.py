"""Minutes out of a log: who was there, and item by item what was said, counted and concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from forum.sessions.floor import Entry, Event, Result
from forum.sessions.minutes.pieces import Meeting, Paragraph, ParagraphKind, Point
from forum.sessions.minutes.telling import Told, told
from forum.sessions.rules import Ask, Standing

P = ParagraphKind
MOST_LISTED = 40
"""Questions of one item that are written out; of the others those that have a page of their own, as
contributions, are only counted."""

NOT_SHOWN = frozenset({Standing.HELD, Standing.HIDDEN})


def compile_minutes(meeting: Meeting, events: Sequence[Event]) -> list[Paragraph]:
    """Return the minutes of a session whose log is complete.

    Items stand in the order of the agenda, and each break after the item that it interrupted.
    """
    log = told(events)
    paragraphs = [_opening(meeting, log), _attendance(meeting)]
    paragraphs += _without_item(meeting, log)
    for point in meeting.agenda:
        paragraphs += _item(meeting, log, point)
    return [*paragraphs, _closing(log)]


def _opening(meeting: Meeting, log: Told) -> Paragraph:
    values = {
        "planned": _iso(meeting.starts_at),
        "began": _iso(log.floor.began_at),
        "place": meeting.place,
        "link": meeting.link,
        "chairs": _officials(meeting, log.chairs),
        "noted_by": _officials(meeting, log.noted_by),
    }
    return Paragraph("opening", P.OPENING, "", values, _FREE)


def _attendance(meeting: Meeting) -> Paragraph:
    everybody = list(meeting.attendance.values())
    in_hall = sum(one.in_hall for one in everybody)
    elements = Counter(one.element for one in everybody)
    names = [
        {"name": one.name, "organisation": one.organisation, "element": one.element}
        for one in everybody
        if one.agreed
    ]
    values = {
        "present": len(everybody),
        "in_hall": in_hall,
        "online": len(everybody) - in_hall,
        "elements": dict(elements),
        "names": sorted(names, key=lambda one: one["name"].casefold()),
    }
    return Paragraph("attendance", P.ATTENDANCE, "", values, _FREE)


def _without_item(meeting: Meeting, log: Told) -> Iterator[Paragraph]:
    """What happened before the first item was taken up, or belongs to none."""
    yield from _breaks(log, "")
    yield from _said(meeting, log, "")
    yield from (_poll(one, "") for one in log.floor.results if not one.poll.item)


def _item(meeting: Meeting, log: Told, point: Point) -> Iterator[Paragraph]:
    ref = point.ref
    taken_up = log.taken_up.get(ref)
    values = {
        "title": dict(point.title),
        "label": point.label,
        "lineage": point.lineage,
        "text": dict(point.text),
        "taken_up": _iso(taken_up.at if taken_up else None),
    }
    yield Paragraph(f"item:{ref}", P.ITEM, ref, values, _FREE)
    yield from _said(meeting, log, ref)
    yield from (_poll(one, ref) for one in log.floor.results if one.poll.item == ref)
    if (outcome := log.floor.outcomes.get(ref)) is not None:
        words = {
            "sentence": outcome.sentence,
            "problem": outcome.problem,
            "term": outcome.term,
        }
        # What the chair said stays beside what the minutes will say in the end.
        values = {"said": words, "title": dict(point.title), "label": point.label}
        values["lineage"] = point.lineage
        yield Paragraph(f"outcome:{ref}", P.OUTCOME, ref, values, words)
    yield from _breaks(log, ref)


def _said(meeting: Meeting, log: Told, item: str) -> Iterator[Paragraph]:
    """Notes, speakers, questions and remarks of one item, as far as there are any."""
    notes = [note.text for note in log.floor.notes if note.item == item]
    if notes:
        yield Paragraph(f"notes:{item}", P.NOTES, item, {}, {"text": "\n\n".join(notes)})
    called = [(log.floor.entries[one.data["entry"]], one.at) for one in log.turns[item]]
    turns = [
        {**_who(meeting, entry.who), "at": _iso(at), "stance": entry.stance} for entry, at in called
    ]
    if turns:
        yield Paragraph(f"speakers:{item}", P.SPEAKERS, item, {"turns": turns}, _FREE)
    for ask, kind in ((Ask.QUESTION, P.QUESTIONS), (Ask.REMARK, P.REMARKS)):
        entries = [e for e in log.floor.entries.values() if e.ask is ask and e.item == item]
        values = _written(meeting, entries)
        if values["number"] or values["not_shown"]:
            yield Paragraph(f"{kind}:{item}", kind, item, values, _FREE)


def _written(meeting: Meeting, entries: Sequence[Entry]) -> dict[str, Any]:
    """What was handed in in words: what was answered first, then what most people wanted."""
    shown = [e for e in entries if e.standing not in NOT_SHOWN | {Standing.WITHDRAWN}]
    shown.sort(key=lambda e: (not e.answered, -meeting.supports.get(e.ref, 0), e.at, e.ref))
    return {
        "number": len(shown),
        "answered": sum(entry.answered for entry in shown),
        "not_shown": sum(entry.standing in NOT_SHOWN for entry in entries),
        "listed": [
            {
                **_who(meeting, entry.who),
                "entry": entry.ref,
                "html": entry.html,
                "covered": False,
                "language": entry.language,
                "supports": meeting.supports.get(entry.ref, 0),
                "answered": entry.answered,
                "contribution": meeting.written.get(entry.ref, ""),
            }
            for entry in _listed(meeting, shown)
        ],
    }


def _listed(meeting: Meeting, shown: Sequence[Entry]) -> list[Entry]:
    first, others = shown[:MOST_LISTED], shown[MOST_LISTED:]
    return [*first, *(entry for entry in others if not meeting.written.get(entry.ref))]


def _breaks(log: Told, item: str) -> Iterator[Paragraph]:
    for pause in log.pauses_in(item):
        values = {"from": _iso(pause.began), "until": _iso(pause.ended)}
        yield Paragraph(f"break:{pause.s}", P.BREAK, item, values, _FREE)


def _poll(result: Result, item: str) -> Paragraph:
    poll = result.poll
    values = {
        "poll": poll.ref,
        "kind": poll.kind,
        "method": poll.method,
        "question": dict(poll.question),
        "options": [dict(option) for option in poll.options],
        "secrecy": poll.secrecy,
        "electorate": poll.electorate,
        "majority": poll.majority,
        "quorum": poll.quorum,
        "entitled": poll.entitled,
        "present": result.present,
        "cast": result.cast,
        "totals": list(result.totals),
        "hands": list(poll.hands),
        "carried": result.carried,
        "reason": result.reason,
        "annulled": result.annulled,
        "closed": _iso(result.closed_at),
    }
    return Paragraph(f"poll:{poll.ref}", P.POLL, item, values, _FREE)


def _closing(log: Told) -> Paragraph:
    entries = log.floor.entries.values()
    values = {
        "began": _iso(log.floor.began_at),
        "ended": _iso(log.floor.ended_at),
        "hidden": sum(entry.standing is Standing.HIDDEN for entry in entries),
        "muted": len(log.floor.muted),
    }
    return Paragraph("closing", P.CLOSING, "", values, _FREE)


def _who(meeting: Meeting, person: str) -> dict[str, str]:
    """Whoever did not agree to be named is one of an element of the public."""
    one = meeting.attendance.get(person)
    if one is None:
        return {"name": meeting.officials.get(person, ""), "organisation": "", "element": ""}
    if not one.agreed:
        return {"name": "", "organisation": "", "element": one.element}
    return {"name": one.name, "organisation": one.organisation, "element": one.element}


def _officials(meeting: Meeting, refs: Mapping[str, None]) -> list[str]:
    return [meeting.officials[ref] for ref in refs if ref in meeting.officials]


def _iso(when: datetime | None) -> str:
    return when.isoformat() if when else ""


_FREE: Mapping[str, str] = {"text": ""}
"""Room for a remark of the note-taker; every paragraph but an outcome has it."""
