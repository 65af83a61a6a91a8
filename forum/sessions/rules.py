"""The life of a session and of its agenda: tables of moves, steps, and what is handed in."""

from __future__ import annotations

from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _


class State(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    CHECK_IN = "check_in"
    LIVE = "live"
    BREAK = "break"
    ENDED = "ended"
    MINUTES_DRAFT = "minutes_draft"
    CORRECTION = "correction"
    ADOPTED = "adopted"


STATE_WORDS: dict[State, str] = {
    State.PLANNED: N_("Being planned"),
    State.ANNOUNCED: N_("Announced"),
    State.CHECK_IN: N_("Doors are open"),
    State.LIVE: N_("In progress"),
    State.BREAK: N_("Break"),
    State.ENDED: N_("Ended"),
    State.MINUTES_DRAFT: N_("Minutes being written"),
    State.CORRECTION: N_("Minutes open for correction"),
    State.ADOPTED: N_("Minutes adopted"),
}

MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.ANNOUNCED, State.CHECK_IN}),
    State.ANNOUNCED: frozenset({State.CHECK_IN}),
    State.CHECK_IN: frozenset({State.LIVE, State.ENDED}),
    State.LIVE: frozenset({State.BREAK, State.ENDED}),
    State.BREAK: frozenset({State.LIVE, State.ENDED}),
    State.ENDED: frozenset({State.MINUTES_DRAFT}),
    State.MINUTES_DRAFT: frozenset({State.CORRECTION}),
    State.CORRECTION: frozenset({State.MINUTES_DRAFT, State.ADOPTED}),
    State.ADOPTED: frozenset(),
}
"""Only a rehearsal goes from `planned` straight to open doors: it is never announced. A session
ends from open doors where its consultation was withdrawn before it began.
"""

RUNNING = frozenset({State.CHECK_IN, State.LIVE, State.BREAK})
"""When people can be in the room."""


class Step(StrEnum):
    """What is done with one item of the agenda, in this order; an item may leave some out."""

    READ = "read"
    QUESTIONS = "questions"
    SPEAKERS = "speakers"
    STRAW = "straw"
    VOTE = "vote"
    OUTCOME = "outcome"


STEP_WORDS: dict[Step, str] = {
    Step.READ: N_("Read out"),
    Step.QUESTIONS: N_("Questions"),
    Step.SPEAKERS: N_("Speakers"),
    Step.STRAW: N_("Straw poll"),
    Step.VOTE: N_("Formal vote"),
    Step.OUTCOME: N_("Outcome"),
}


class Ask(StrEnum):
    """What somebody in the room puts into the one queue."""

    QUESTION = "question"
    HAND = "hand"
    REMARK = "remark"


ASK_WORDS: dict[Ask, str] = {
    Ask.QUESTION: N_("Question"),
    Ask.HAND: N_("Raised hand"),
    Ask.REMARK: N_("Remark"),
}


class Standing(StrEnum):
    """What became of an entry of the queue."""

    HELD = "held"
    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


def check_move(now: State, to: State) -> None:
    """Refuse a move that the life of a session does not have, with a sentence."""
    if to not in MOVES[now]:
        raise Refused(
            "session.move",
            _("This session is “%(now)s” and cannot become “%(to)s”.")
            % {"now": _(STATE_WORDS[now]), "to": _(STATE_WORDS[to])},
        )


def withdrawn() -> Refused:
    """Return the sentence for what leads nowhere in a consultation that was withdrawn."""
    return Refused(
        "session.withdrawn",
        _("The consultation was withdrawn, so no session begins and nothing is voted on any more."),
    )


LONGEST_ASKED = 500
MOST_WAITING = 5
"""How much one person may have waiting at once; a raised hand only once."""
SIDES = frozenset({"", "for", "against"})
LONGEST_SENTENCE = 1_000
LONGEST_TERM = 200
LONGEST_NOTE = 2_000
LONGEST_REASON = 2_000


def check_time_to_ask(state: State, ask: Ask) -> None:
    """Refuse what comes too early or too late: hands and remarks belong to what goes on now."""
    if state not in RUNNING:
        raise Refused("session.not-running", _("This session is not in progress just now."))
    if ask is not Ask.QUESTION and state is not State.LIVE:
        raise Refused(
            "session.not-live",
            _("Hands and remarks are taken while the session is in progress. Ask a question now."),
        )


def check_asked(ask: Ask, stance: str, text: str) -> None:
    """Refuse a question or a remark without a word in it, or one too long to be read out."""
    wrong = {}
    if stance not in SIDES:
        wrong["stance"] = _("Choose one of the options offered.")
    if ask is not Ask.HAND:
        wrong.update(wrong_words("text", text, LONGEST_ASKED))
    if wrong:
        raise Invalid(wrong)


def wrong_words(name: str, text: str, most: int) -> dict[str, str]:
    """Return the sentence about a text without a word in it or longer than `most`, if it is one."""
    if not any(letter.isalnum() for letter in text):
        return {name: _("Write at least one word.")}
    if len(text) > most:
        return {name: _("Write at most %(most)s characters.") % {"most": most}}
    return {}
