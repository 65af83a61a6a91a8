"""What may be handed in, until when it may be changed, and who reads what of it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from forum.consultations.rules import ANSWERING_STARTS_AFTER, Phase
from forum.core.errors import Invalid, Refused, TooMany
from forum.core.i18n import N_, _, ngettext
from forum.core.ids import is_once
from forum.profiles.load import Profile, Repeat

MOST_LETTERS = 10_000
EDITING_TIME = timedelta(minutes=15)
LONGEST_SIGNATURE = 80
LONGEST_CONTACT = 300
BEYOND = 10
"""So many times what holds is more than anybody writes by hand."""
EARLIEST = timedelta(days=90)
"""People write as soon as they hear that a draft will be discussed."""


class Kind(StrEnum):
    """What somebody hands in."""

    COMMENT = "comment"
    QUESTION = "question"
    REPLY = "reply"
    PROPOSAL = "proposal"


class Showing(StrEnum):
    """What the public sees of a contribution."""

    SHOWN = "shown"
    HELD = "held"
    REDACTED = "redacted"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Channel(StrEnum):
    """How it came in: all but the first were entered by staff for somebody."""

    SITE = "site"
    LETTER = "letter"
    COUNTER = "counter"
    TELEPHONE = "telephone"


CHANNEL_WORDS: dict[Channel, str] = {
    Channel.SITE: N_("On this site"),
    Channel.LETTER: N_("By letter"),
    Channel.COUNTER: N_("At the counter"),
    Channel.TELEPHONE: N_("By telephone"),
}

KIND_WORDS: dict[Kind, str] = {
    Kind.COMMENT: N_("Comment"),
    Kind.QUESTION: N_("Question"),
    Kind.REPLY: N_("Reply"),
    Kind.PROPOSAL: N_("Proposal"),
}

TO_CHOOSE = (Kind.COMMENT, Kind.QUESTION)
"""What somebody chooses between when writing; a reply and a proposal have forms of their own."""

SHOWING_WORDS: dict[Showing, str] = {
    Showing.SHOWN: N_("Public"),
    Showing.HELD: N_("Waits for a moderator"),
    Showing.REDACTED: N_("Public, a part covered"),
    Showing.HIDDEN: N_("Hidden"),
    Showing.WITHDRAWN: N_("Withdrawn by its author"),
    Showing.ERASED: N_("Erased as its author wished"),
}

PUBLIC = frozenset({Showing.SHOWN, Showing.REDACTED})
"""The words are read by everyone, author or not: nobody is shown more reach than there is."""

GONE = frozenset({Showing.WITHDRAWN, Showing.ERASED})
"""Its author took it away: nobody decides about it or answers it any more."""

TAKEN_BACK = frozenset({Showing.SHOWN, Showing.HELD, Showing.REDACTED})
"""What its author may still withdraw."""


class Words(NamedTuple):
    """What one reader gets of a contribution: what all read, and what only its author reads."""

    everyone: str | None
    author_only: str | None


def words_for(showing: Showing, shown: str, written: str, *, author: bool) -> Words:
    """Return what this reader may read; what is said to be public does not depend on the reader."""
    everyone = shown if showing in PUBLIC else None
    return Words(everyone, written if author and written and written != everyone else None)


class Tripped(NamedTuple):
    """The listed patterns that a text sets off: some hold it, others only call a moderator."""

    holding: tuple[str, ...]
    calling: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether it waits for a moderator before it is shown."""
        return bool(self.holding)

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them, those that hold first."""
        return self.holding + self.calling


def tripped(country: Profile, text: str, sent_before: int, of_any_kind: int = 0) -> Tripped:
    """Tell what a text sets off.

    `sent_before` is how often its author sent the same lately, `of_any_kind` how much in all.
    """
    holding = [pattern.code for pattern in country.holds(text)]
    repeat, many = country.hold_triggers.repeat, country.hold_triggers.many
    if sent_before + 1 >= repeat.times:
        holding.append(repeat.code)
    if of_any_kind >= many.times:
        holding.append(many.code)
    return Tripped(tuple(holding), tuple(pattern.code for pattern in country.flags(text)))


def check_text(text: str) -> None:
    """Refuse a text without a word in it, or one that is too long to answer as one thing."""
    if not any(letter.isalnum() for letter in text):
        raise Invalid({"text": _("Write at least one word.")})
    over = len(text) - MOST_LETTERS
    if over > 0:
        raise Invalid(
            {
                "text": ngettext(
                    "This is %(num)s character too long. Split it into two comments.",
                    "This is %(num)s characters too long. Split it into two comments.",
                    over,
                )
                % {"num": over}
            }
        )


def check_pace(many: Repeat, sent: int) -> None:
    """Refuse what no person writes: ten times as much as waits for a moderator.

    `sent` is how much somebody handed in within the hours that `many` names.
    """
    if sent < BEYOND * many.times:
        return
    raise TooMany(
        "comment.too-many",
        ngettext(
            "You sent %(sent)s contributions within %(num)s hour. Send the text below later.",
            "You sent %(sent)s contributions within %(num)s hours. Send the text below later.",
            many.within_hours,
        )
        % {"sent": sent, "num": many.within_hours},
    )


def check_once(once: str) -> None:
    """Refuse a form without the key that makes sending it twice harmless."""
    if not is_once(once):
        raise Refused(
            "comment.no-key", _("This form was incomplete. Your text is below: send it again.")
        )


def sent_in_grace(
    phase: Phase, closes_at: datetime | None, opened_at: datetime | None, now: datetime
) -> bool:
    """Tell whether a form came just after closing, from a page that was opened before.

    When the page was opened is what the forum itself wrote into the form, under its seal; without
    one there is no grace.
    """
    return (
        phase is Phase.CLOSED
        and closes_at is not None
        and opened_at is not None
        and opened_at <= closes_at
        and now < closes_at + ANSWERING_STARTS_AFTER
    )


def check_received(
    received_on: date | None, opens_on: date | None, closes_on: date | None, today: date
) -> date:
    """Return the day on which a letter or a call came in, or say why it cannot count.

    The day decides, not when it is typed: what came by the last day is heard however full the desk
    was. `opens_on` and `closes_on` are days in the zone of the consultation.
    """
    if received_on is None:
        raise Invalid({"received": _("Write the day on which it was received.")})
    if received_on > today:
        raise Invalid({"received": _("This day is still to come. Write when it was received.")})
    if opens_on is not None and received_on < opens_on - EARLIEST:
        raise Invalid(
            {"received": _("This is long before the consultation opened. Check the day.")}
        )
    if closes_on is not None and received_on > closes_on:
        raise Refused(
            "comment.received-late",
            _("It was received after the consultation closed, so it cannot be entered any more."),
        )
    return received_on


def checked_signature(text: str) -> str:
    """Return the name that may be shown with an entered contribution, on one line; it may lack."""
    name = " ".join(text.split())
    if len(name) > LONGEST_SIGNATURE:
        raise Invalid(
            {
                "signed": _("Write a name of at most %(most)s characters.")
                % {"most": LONGEST_SIGNATURE}
            }
        )
    return name


def checked_contact(text: str) -> str:
    """Return where an answer is to be sent, in one or a few lines; it may lack."""
    contact = text.strip()
    if len(contact) > LONGEST_CONTACT:
        raise Invalid(
            {"contact": _("Write at most %(most)s characters.") % {"most": LONGEST_CONTACT}}
        )
    return contact


def mark_of(text: str) -> str:
    """Return a short mark by which a form says which words it was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def why_not_edit(
    showing: Showing, handed_in_at: datetime, reacted_at: datetime | None, now: datetime
) -> Refused | None:
    """Return why its author can no longer change a contribution, or nothing if that is possible."""
    if showing not in (Showing.SHOWN, Showing.HELD):
        return Refused("comment.settled", _("This comment can no longer be changed."))
    if reacted_at is not None:
        return Refused(
            "comment.reacted",
            _("Somebody has already reacted to this comment, so its words stay as they are."),
        )
    if now - handed_in_at >= EDITING_TIME:
        return Refused(
            "comment.too-old",
            _("A comment can be changed for 15 minutes. Write another one to add something."),
        )
    return None


def check_withdraw(showing: Showing) -> None:
    """Refuse to withdraw what a moderator has hidden: the stub must keep saying so."""
    if showing not in TAKEN_BACK:
        raise Refused(
            "comment.not-shown", _("This comment is hidden already. There is nothing to withdraw.")
        )
