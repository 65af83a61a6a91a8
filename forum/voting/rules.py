"""What a poll is, the table of its moves, and who may not vote and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from forum.core.errors import ForumError, Invalid, NotAllowed, Refused
from forum.core.format import hour
from forum.core.i18n import N_, _
from forum.core.ids import is_once


class Kind(StrEnum):
    """A straw poll is a temperature; a formal vote is a decision. They are never mixed."""

    STRAW = "straw"
    FORMAL = "formal"


class Method(StrEnum):
    """How a ballot is marked and how the marks are counted (docs/counting.md)."""

    SINGLE = "single"
    APPROVAL = "approval"
    SCORE = "score"
    RANKED = "ranked"
    CONSENT = "consent"


class Ranking(StrEnum):
    """How ranked ballots are counted."""

    SCHULZE = "schulze"
    IRV = "irv"


class Secrecy(StrEnum):
    """Who can know how somebody voted."""

    OPEN = "open"
    PSEUDONYMOUS = "pseudonymous"
    SECRET = "secret"  # noqa: S105 - a kind of poll


class Electorate(StrEnum):
    """Who may vote: whoever was checked in when it opened, or anybody with an account."""

    PRESENT = "present"
    EVERYONE = "everyone"


class Majority(StrEnum):
    """What it takes."""

    PLURALITY = "plurality"
    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    CONSENSUS = "consensus"


class Results(StrEnum):
    """When the numbers show."""

    LIVE = "live"
    AT_CLOSE = "at_close"


class Stance(StrEnum):
    """How an option is drawn, and whether it abstains; a plain option has none."""

    AGREE = "agree"
    ABSTAIN = "abstain"
    DISAGREE = "disagree"
    NONE = ""


class PollState(StrEnum):
    """Where a poll stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CERTIFIED = "certified"
    ANNULLED = "annulled"


STATE_WORDS: dict[PollState, str] = {
    PollState.DRAFT: N_("Not opened yet"),
    PollState.OPEN: N_("Open for voting"),
    PollState.CLOSED: N_("Closed"),
    PollState.CERTIFIED: N_("Counted and certified"),
    PollState.ANNULLED: N_("Annulled"),
}

MOVES: dict[PollState, frozenset[PollState]] = {
    PollState.DRAFT: frozenset({PollState.OPEN}),
    PollState.OPEN: frozenset({PollState.CLOSED, PollState.ANNULLED}),
    PollState.CLOSED: frozenset({PollState.CERTIFIED, PollState.ANNULLED}),
    PollState.CERTIFIED: frozenset({PollState.ANNULLED}),
    PollState.ANNULLED: frozenset(),
}


def check_move(now: PollState, to: PollState) -> None:
    """Refuse a move that the life of a poll does not have, with a sentence."""
    if to not in MOVES[now]:
        raise Refused(
            "poll.move",
            _("This poll is “%(now)s” and cannot become “%(to)s”.")
            % {"now": _(STATE_WORDS[now]), "to": _(STATE_WORDS[to])},
        )


CANNOT_BE_SECRET = 20
"""With fewer people than this, whoever knows them can guess who voted how."""

MOST_HANDS = 100_000
LONGEST_MARKS = 200
LONGEST_REASON = 1_000
OBJECTS = "2"
CONCERNED = "1"
"""Marks of a consent ballot that may carry a reason; an objection must."""


class NotStored(ForumError):
    """The ballots could not be written. Sending the same form again is harmless and helps."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "ballot.not-stored", _("Your vote could not be stored just now. Please send it again.")
        )


class Standing(NamedTuple):
    """What stands between one person and one ballot."""

    state: PollState
    electorate: Electorate
    secrecy: Secrecy
    closed_at: datetime | None = None
    zone: str = ""
    chairs: bool = False
    entitled: bool = True
    voted: bool = False


def why_not_vote(standing: Standing) -> ForumError | None:
    """Return the sentence for somebody who may not vote, or nothing."""
    if standing.state is not PollState.OPEN:
        return _not_open(standing)
    if standing.chairs:
        return NotAllowed("ballot.chair", _("Whoever chairs does not vote."))
    if not standing.entitled:
        words = {
            Electorate.PRESENT: _(
                "Only people who had checked in when this poll opened can vote in it."
            ),
            Electorate.EVERYONE: _("You are not among those who can vote in this poll."),
        }
        return NotAllowed("ballot.not-entitled", words[standing.electorate])
    if standing.voted and standing.secrecy is Secrecy.SECRET:
        return Refused(
            "ballot.secret",
            _("Your vote is counted. A secret vote cannot be found again, so it cannot change."),
        )
    return None


def _not_open(standing: Standing) -> Refused:
    if standing.state is PollState.DRAFT:
        return Refused("ballot.early", _("Voting has not begun yet."))
    if standing.state is PollState.ANNULLED:
        return Refused("ballot.annulled", _("This poll was annulled. Nothing more is counted."))
    if standing.voted:
        sentence = _("This poll closed at %(hour)s. Your last vote was counted.")
    else:
        sentence = _("This poll closed at %(hour)s. Your vote came too late to be counted.")
    return Refused("ballot.late", sentence % {"hour": hour(standing.closed_at, standing.zone)})


def wrong_marks(method: Method) -> Invalid:
    """Return the sentence for a ballot that cannot be read."""
    words = {
        Method.SINGLE: _("Choose one of the answers."),
        Method.APPROVAL: _("Choose among the answers of this poll."),
        Method.SCORE: _("Give each answer 0 to 5 points, or no points at all."),
        Method.RANKED: _("Give each answer its own place, or leave it out."),
        Method.CONSENT: _("Choose one of the answers."),
    }
    return Invalid({"choice": words[method]})


def with_reason(method: Method, marks: str) -> bool:
    """Tell whether a ballot with these marks can carry a reason: concerns and objections do."""
    return method is Method.CONSENT and marks in (CONCERNED, OBJECTS)


def reason_is_wrong(method: Method, marks: str, reason: str) -> bool:
    """Tell whether an objection lacks its reason, or a reason is too long."""
    lacks = with_reason(method, marks) and marks == OBJECTS and not _has_words(reason)
    return lacks or len(reason) > LONGEST_REASON


def wrong_reason(reason: str) -> Invalid:
    """Return the sentence for a reason that does not do."""
    if _has_words(reason):
        return Invalid(
            {"reason": _("Write at most %(most)s characters.") % {"most": LONGEST_REASON}}
        )
    return Invalid({"reason": _("Say what stands in the way: an objection counts by its reason.")})


def _has_words(reason: str) -> bool:
    return any(letter.isalnum() for letter in reason)


def check_once(once: str) -> None:
    """Refuse a vote without the key that makes sending it twice harmless."""
    if not is_once(once):
        raise Refused("ballot.no-key", _("This form was incomplete. Please vote again."))


def check_hands(
    method: Method, secrecy: Secrecy, state: PollState, options: int, hands: Sequence[int]
) -> None:
    """Refuse a show of hands that does not fit the poll."""
    if state is not PollState.OPEN:
        raise Refused("poll.hands", _("Hands are entered while the poll is open."))
    if secrecy is Secrecy.SECRET or method not in (Method.SINGLE, Method.CONSENT):
        raise Refused("poll.hands", _("This poll cannot be answered by a show of hands."))
    if len(hands) != options or not all(0 <= number <= MOST_HANDS for number in hands):
        raise Invalid({"hands": _("Enter a number of hands for each answer, 0 if there are none.")})
