"""Objecting to an answer in the second look: in which ways, and how an objection is settled."""

from __future__ import annotations

from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _
from forum.core.text import clean

LONGEST_SENTENCE = 1_000


class ObjectionKind(StrEnum):
    """What is wrong with an answer."""

    MISREAD = "misread"
    NOT_ANSWERED = "not_answered"
    WRONG_FACT = "wrong_fact"


OBJECTION_WORDS: dict[ObjectionKind, str] = {
    ObjectionKind.MISREAD: N_("I was misread"),
    ObjectionKind.NOT_ANSWERED: N_("It does not answer what I wrote"),
    ObjectionKind.WRONG_FACT: N_("It says something that is not true"),
}
"""As its author chooses it."""

OBJECTED_WORDS: dict[ObjectionKind, str] = {
    ObjectionKind.MISREAD: N_("Its author says: I was misread."),
    ObjectionKind.NOT_ANSWERED: N_("Its author says: it does not answer what I wrote."),
    ObjectionKind.WRONG_FACT: N_("Its author says: it says something that is not true."),
}
"""As everybody reads it."""


class ObjectionState(StrEnum):
    """Where an objection stands: raised, a reason to keep the answer waits, settled either way."""

    RAISED = "raised"
    PROPOSED = "proposed"
    KEPT = "kept"
    CHANGED = "changed"


OBJECTION_STATE_WORDS: dict[ObjectionState, str] = {
    ObjectionState.RAISED: N_("Waits for the desk"),
    ObjectionState.PROPOSED: N_("Waits for the reviewer"),
    ObjectionState.KEPT: N_("The answer stays"),
    ObjectionState.CHANGED: N_("The answer was changed"),
}


class Fate(StrEnum):
    """How far a contribution has come once it is there to be answered."""

    WAITS = "waits"
    LATE = "late"
    ANSWERED = "answered"
    OBJECTED = "objected"
    SETTLED = "settled"
    FINAL = "final"


FATE_WORDS: dict[Fate, str] = {
    Fate.WAITS: N_("Waits for an answer"),
    Fate.LATE: N_("Came late, need not be answered"),
    Fate.ANSWERED: N_("Answered"),
    Fate.OBJECTED: N_("Its author objects to the answer"),
    Fate.SETTLED: N_("The objection is settled"),
    Fate.FINAL: N_("The answer is final"),
}

UNSETTLED = frozenset({ObjectionState.RAISED, ObjectionState.PROPOSED})

MOVES: dict[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.RAISED: frozenset({ObjectionState.PROPOSED, ObjectionState.CHANGED}),
    ObjectionState.PROPOSED: frozenset(
        {ObjectionState.RAISED, ObjectionState.KEPT, ObjectionState.CHANGED}
    ),
    ObjectionState.KEPT: frozenset(),
    ObjectionState.CHANGED: frozenset(),
}
"""One official says why the answer stays, another agrees or not; an approved change settles it."""


def fate_of(
    *, answered: bool, objection: ObjectionState | None, over: bool, owed: bool = True
) -> Fate:
    """Return how far it has come; `over` says that nobody can object to this answer any more.

    `owed` says that it must be answered: what came late need not be, unless it was admitted.
    """
    if objection in UNSETTLED:
        return Fate.OBJECTED
    if not answered:
        return Fate.WAITS if owed else Fate.LATE
    if over:
        return Fate.FINAL
    return Fate.ANSWERED if objection is None else Fate.SETTLED


def check_sentence(kind: ObjectionKind, sentence: str) -> str:
    """Return the sentence as it is kept; whoever says that a fact is wrong says which."""
    tidy = clean(sentence)
    if kind is ObjectionKind.WRONG_FACT and not any(letter.isalnum() for letter in tidy):
        raise Invalid({"sentence": _("Say in a sentence what is not true, and what is.")})
    return _not_too_long("sentence", tidy)


def check_keeping(reason: str) -> str:
    """Return the reason why an answer stays as it is kept; its author reads it."""
    tidy = clean(reason)
    if not any(letter.isalnum() for letter in tidy):
        raise Invalid({"reason": _("Say why the answer stays. Its author reads it.")})
    return _not_too_long("reason", tidy)


def check_move(now: ObjectionState, to: ObjectionState) -> None:
    """Refuse a step that is offered no more: somebody else was faster."""
    if to not in MOVES[now]:
        raise Refused(
            "objection.move",
            _("Somebody dealt with this objection meanwhile. Look at how it stands now."),
        )


def _not_too_long(name: str, text: str) -> str:
    if len(text) > LONGEST_SENTENCE:
        raise Invalid({name: _("Write at most %(most)s characters.") % {"most": LONGEST_SENTENCE}})
    return text
