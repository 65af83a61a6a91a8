"""What the chair, moderators and the note-taker send, from a page or a socket, and what it does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from forum.access.policy import Actor
from forum.core.errors import Invalid
from forum.core.ids import is_once
from forum.sessions.actions import (
    Details,
    hide_entry,
    mute,
    note,
    press,
    press_next,
    show_entry,
    take_chair,
    unmute,
)
from forum.sessions.models import QueueEntry
from forum.sessions.rules import LONGEST_NOTE, LONGEST_REASON, LONGEST_SENTENCE, LONGEST_TERM, Step
from forum.sessions.run_sheet import Press
from forum.web.forms import Form, Typed, listed, read

MOST = 10**15


class NextForm(Form):
    """The one button and the kind of move it names; the words are those of an outcome."""

    seen: int = Field(default=0, ge=0, le=MOST)
    does: str = Field(default="", max_length=20)
    sentence: str = Field(default="", max_length=LONGEST_SENTENCE)
    problem: str = Field(default="", max_length=LONGEST_SENTENCE)
    term: str = Field(default="", max_length=LONGEST_TERM)


class MoveForm(Form):
    """Every other button; each kind reads its own fields."""

    kind: Press
    seen: int = Field(default=0, ge=0, le=MOST)
    item: str = Field(default="", max_length=10)
    step: Step | None = None
    entry: str = Field(default="", max_length=10)
    poll: str = Field(default="", max_length=10)
    seconds: int | None = Field(default=None, ge=0, le=86_400)
    minutes: int | None = Field(default=None, ge=1, le=1_440)
    on: Literal["yes", "no"] = "no"
    hands: tuple[int, ...] = ()
    reason: str = Field(default="", max_length=LONGEST_REASON)

    def details(self) -> Details:
        """Return what the press needs."""
        return Details(
            item=self.item,
            step=self.step,
            entry=self.entry,
            poll=self.poll,
            seconds=self.seconds,
            minutes=self.minutes,
            on=self.on == "yes",
            hands=self.hands,
            reason=self.reason,
        )


class NoteForm(Form):
    """A remark of the note-taker."""

    text: str = Field(max_length=LONGEST_NOTE)
    once: str = ""


class DecisionForm(Form):
    """Words shown to everybody, or hidden under a rule with a reason."""

    decision: Literal["show", "hide"]
    rule: str = ""
    reason: str = Field(default="", max_length=LONGEST_REASON)


class MuteForm(Form):
    """Somebody may not speak for the rest of the session, or may again."""

    person: str
    muted: Literal["yes", "no"]
    why: str = Field(default="", max_length=LONGEST_REASON)


async def next_move_of(actor: Actor, code: str, data: Typed) -> None:
    """Press the one button as the form says."""
    form = read(NextForm, data)
    await press_next(
        actor,
        code,
        seen=form.seen,
        does=form.does,
        sentence=form.sentence,
        problem=form.problem,
        term=form.term,
    )


async def move_of(actor: Actor, code: str, data: Typed) -> None:
    """Press another button as the form says."""
    form = read(MoveForm, listed(data, "hands") if "hands" in data else data)
    await press(actor, code, form.kind, seen=form.seen, details=form.details())


async def note_of(actor: Actor, code: str, data: Typed) -> None:
    """Keep a remark for the minutes."""
    form = read(NoteForm, data)
    await note(actor, code, form.text, form.once if is_once(form.once) else "")


async def chair_of(actor: Actor, code: str, _data: Typed) -> None:
    """Take the chair."""
    await take_chair(actor, code)


async def decision_of(actor: Actor, entry: str, data: Typed) -> QueueEntry:
    """Show or hide what somebody said."""
    form = read(DecisionForm, data)
    if form.decision == "show":
        return await show_entry(actor, entry)
    return await hide_entry(actor, entry, rule=form.rule, reason=form.reason)


async def mute_of(actor: Actor, code: str, data: Typed) -> None:
    """Take the word from somebody, or give it back."""
    form = read(MuteForm, data)
    if form.muted == "no":
        await unmute(actor, code, form.person)
        return
    try:
        await mute(actor, code, form.person, reason=form.why)
    except Invalid as wrong:
        raise Invalid({"why": next(iter(wrong.fields.values()))}) from None
