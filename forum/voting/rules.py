"""What a poll is, what fixes it when it opens, and the table of its moves."""

from __future__ import annotations

from enum import StrEnum

from forum.core.errors import Refused
from forum.core.i18n import N_, _


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
