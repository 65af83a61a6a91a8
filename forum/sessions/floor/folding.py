"""Applying one event after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from forum.sessions.floor.happenings import MOVES, Event, Happening
from forum.sessions.floor.pieces import (
    Asked,
    Entry,
    Floor,
    Note,
    Outcome,
    Place,
    Result,
    Speaking,
    Timer,
)
from forum.sessions.rules import Ask, Standing, State, Step

K = Happening


def floor_after(events: Iterable[Event], floor: Floor | None = None) -> Floor:
    """Return the floor once these events have happened, from nothing or from an earlier floor."""
    floor = floor or Floor()
    for event in events:
        floor = apply(floor, event)
    return floor


def apply(floor: Floor, event: Event) -> Floor:
    """Return the floor after one more event. An event out of turn is an error of the program."""
    if event.s != floor.s + 1:
        raise ValueError(f"event {event.s} cannot follow {floor.s}")
    changed = _changed(floor, event)
    moved = event.s if event.k in MOVES else floor.moved
    return replace(changed, s=event.s, moved=moved)


def _changed(floor: Floor, event: Event) -> Floor:
    data = event.data
    match event.k:
        case K.ANNOUNCED:
            return replace(floor, state=State.ANNOUNCED)
        case K.DOORS:
            return replace(floor, state=State.CHECK_IN)
        case K.BEGAN:
            return replace(floor, state=State.LIVE, began_at=event.at)
        case K.BREAK:
            return replace(floor, state=State.BREAK)
        case K.RESUMED:
            return replace(floor, state=State.LIVE)
        case K.ENDED:
            return replace(
                floor, state=State.ENDED, ended_at=event.at, speaking=None, timer=None, trail=()
            )
        case K.MINUTES:
            return replace(floor, state=State(data["state"]))
        case K.CHAIR:
            return replace(floor, chair=data["who"])
        case K.ITEM | K.STEP:
            place = Place(event.s, floor.item, floor.step)
            step = Step(data["step"]) if data.get("step") else None
            return replace(
                floor,
                item=data.get("item", floor.item),
                step=step,
                trail=(*floor.trail, place),
                timer=None,
            )
        case K.UNDONE:
            back = next(place for place in floor.trail if place.s == data["of"])
            kept = tuple(place for place in floor.trail if place.s < back.s)
            return replace(floor, item=back.item, step=back.step, trail=kept, timer=None)
        case K.TIMER:
            timer = Timer(event.at, data["seconds"]) if data["seconds"] else None
            return replace(floor, timer=timer)
        case K.BALANCE:
            return replace(floor, balance=data["on"])
        case K.NOTE:
            note = Note(event.s, data.get("item", ""), data["text"], event.at)
            return replace(floor, notes=(*floor.notes, note))
        case K.OUTCOME:
            outcome = Outcome(data["sentence"], data.get("problem", ""), data.get("term", ""))
            return replace(floor, outcomes={**floor.outcomes, data["item"]: outcome})
        case K.MUTED:
            return replace(floor, muted=floor.muted | {data["who"]})
        case K.UNMUTED:
            return replace(floor, muted=floor.muted - {data["who"]})
        case K.POLL_OPENED | K.HANDS | K.POLL_CLOSED | K.POLL_ANNULLED:
            return _polled(floor, event)
    return _queued(floor, event)


def _polled(floor: Floor, event: Event) -> Floor:
    data, poll = event.data, floor.poll
    match event.k:
        case K.POLL_OPENED:
            return replace(floor, poll=_asked(event), trail=())
        case K.HANDS if poll is not None:
            return replace(floor, poll=replace(poll, hands=tuple(data["hands"])))
        case K.POLL_CLOSED if poll is not None:
            result = Result(
                poll=poll,
                totals=tuple(data["totals"]),
                cast=data["cast"],
                present=data["present"],
                carried=data.get("carried"),
                reason=data.get("reason", ""),
                closed_at=event.at,
            )
            return replace(floor, poll=None, results=(*floor.results, result), trail=())
    results = tuple(
        replace(one, annulled=data["reason"]) if one.poll.ref == data["poll"] else one
        for one in floor.results
    )
    if poll is not None and poll.ref == data["poll"]:
        gone = Result(poll, (), 0, 0, closed_at=event.at, annulled=data["reason"])
        return replace(floor, poll=None, results=(*results, gone))
    return replace(floor, results=results)


def _asked(event: Event) -> Asked:
    data = event.data
    seconds = data.get("seconds")
    return Asked(
        ref=data["poll"],
        item=data["item"],
        kind=data["kind"],
        method=data["method"],
        question=data["question"],
        options=tuple(data["options"]),
        secrecy=data["secrecy"],
        electorate=data["electorate"],
        majority=data["majority"],
        quorum=data["quorum"],
        results=data["results"],
        entitled=data["entitled"],
        opened_at=event.at,
        closes_at=event.at + timedelta(seconds=seconds) if seconds else None,
    )


def _queued(floor: Floor, event: Event) -> Floor:
    data, ref = event.data, event.data["entry"]
    if event.k is K.ASKED:
        entry = Entry(
            ref=ref,
            ask=Ask(data["ask"]),
            who=event.by,
            item=data.get("item", ""),
            stance=data.get("stance", ""),
            html=data.get("html", ""),
            language=data.get("language", "id"),
            standing=Standing.HELD if data.get("held") else Standing.WAITING,
            at=event.at,
        )
        return replace(floor, entries={**floor.entries, ref: entry})
    entry = floor.entries[ref]
    match event.k:
        case K.SHOWN:
            standing = Standing.DONE if entry.answered else Standing.WAITING
            return _with(floor, replace(entry, standing=standing, hidden_because=""))
        case K.HIDDEN:
            hidden = replace(entry, standing=Standing.HIDDEN, hidden_because=data["because"])
            return _with(_silent(floor, ref), hidden)
        case K.WITHDRAWN:
            return _with(_silent(floor, ref), replace(entry, standing=Standing.WITHDRAWN))
        case K.ANSWERED:
            return _with(floor, replace(entry, answered=True, standing=Standing.DONE))
        case K.FLOOR:
            speaking = Speaking(ref, event.at, data["seconds"])
            seated = _seated(floor)
            return _with(
                replace(seated, speaking=speaking, spoken=(*floor.spoken, entry.who)),
                replace(entry, standing=Standing.SPEAKING),
            )
    return _seated(floor)


def _seated(floor: Floor) -> Floor:
    """Whoever spoke has finished; a question that was only read out may still be unanswered."""
    if floor.speaking is None:
        return floor
    entry = floor.entries[floor.speaking.entry]
    return replace(_with(floor, replace(entry, standing=Standing.DONE)), speaking=None)


def _silent(floor: Floor, ref: str) -> Floor:
    speaking = floor.speaking
    return replace(floor, speaking=None) if speaking and speaking.entry == ref else floor


def _with(floor: Floor, entry: Entry) -> Floor:
    return replace(floor, entries={**floor.entries, entry.ref: entry})
