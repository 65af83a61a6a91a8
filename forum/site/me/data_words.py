"""What the names in the file of a person's data mean, in words."""

from __future__ import annotations

from collections.abc import Mapping

from forum.access.policy import ROLE_WORDS
from forum.core.i18n import N_, _
from forum.moderation.rules import MEASURE_WORDS
from forum.participation.rules import KIND_WORDS, SHOWING_WORDS
from forum.responses.rules import DISPOSITION_WORDS
from forum.sessions.rules import ASK_WORDS

NAME_WORDS: dict[str, str] = {
    "name": N_("Name"),
    "about": N_("Who you are"),
    "email": N_("E-mail address"),
    "language": N_("Language"),
    "joined_at": N_("Here since"),
    "has_password": N_("There is a password"),
    "second_factor_since": N_("Second factor since"),
    "number": N_("Number"),
    "number_in_the_record": N_("Number behind the sealed name in the record"),
    "device": N_("Device"),
    "began_at": N_("Began"),
    "seen_at": N_("Last seen"),
    "ended_at": N_("Ended"),
    "link_sent_at": N_("Link sent"),
    "link_used_at": N_("Link used"),
    "agency": N_("Agency"),
    "role": N_("Role"),
    "consultation": N_("Consultation"),
    "at": N_("When"),
    "thing": N_("Kind of thing"),
    "what": N_("What"),
    "subject": N_("Subject"),
    "text": N_("Words"),
    "address": N_("Page"),
    "sent_at": N_("Sent"),
    "invited_by": N_("Invited by"),
    "clause": N_("Clause"),
    "kind": N_("Kind"),
    "organisation": N_("Organisation"),
    "reply_to": N_("In reply to"),
    "proposed_words": N_("Words proposed"),
    "marked_words": N_("Words marked"),
    "showing": N_("Shown"),
    "shown_text": N_("What the public reads"),
    "supports": N_("Supported by"),
    "handed_in_at": N_("Received"),
    "edited_at": N_("Changed"),
    "withdrawn_at": N_("Withdrawn"),
    "erased_at": N_("Erased"),
    "receipt": N_("Receipt"),
    "decisions": N_("Decisions of moderators"),
    "measure": N_("Measure"),
    "rule": N_("Rule"),
    "reason": N_("Reason"),
    "facts": N_("What it relies on"),
    "until": N_("Until"),
    "appeal": N_("Your appeal"),
    "answer": N_("Answer"),
    "verdict": N_("Verdict"),
    "objection": N_("Objection"),
    "settled_at": N_("Settled"),
    "record": N_("Entries in the public record"),
    "type": N_("Type"),
    "entry": N_("Entry, byte for byte"),
    "openings": N_("What opens it"),
    "opens": N_("Opens"),
    "salt": N_("Secret number"),
    "value": N_("Value"),
    "question": N_("Question"),
    "marks": N_("What you marked"),
    "secret_vote": N_("You voted in secret; how is not known"),
    "may_vote": N_("You were on the list of those who may vote"),
    "session": N_("Session"),
    "checked_in_at": N_("Checked in"),
    "element": N_("Element of the public"),
    "name_public": N_("Your name may be public"),
    "in_hall": N_("In the hall"),
    "muted_because": N_("Muted because"),
    "asked": N_("In the queue"),
    "stance": N_("For or against"),
    "spoke_at": N_("Had the floor"),
    "hidden_because": N_("Hidden because"),
    "supported_entry": N_("You wanted the same answer"),
    "correction": N_("What you said about the minutes"),
    "did": N_("What happened"),
    "lead": N_("You lead it"),
    "registered": N_("You registered it"),
    "row": N_("Row"),
}
VALUE_WORDS: dict[str, Mapping[str, str]] = {
    "kind": {one.value: word for one, word in KIND_WORDS.items()},
    "showing": {one.value: word for one, word in SHOWING_WORDS.items()},
    "role": {one.value: word for one, word in ROLE_WORDS.items()},
    "measure": {one.value: word for one, word in MEASURE_WORDS.items()},
    "verdict": {one.value: word for one, word in DISPOSITION_WORDS.items()},
    "asked": {one.value: word for one, word in ASK_WORDS.items()},
}
"""For values that are codes."""


def word_of(name: str) -> str:
    """Return what a name means."""
    return _(NAME_WORDS[name])
