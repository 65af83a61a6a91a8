"""What stands in the way of erasing a name, and what is erased of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _


class Kind(StrEnum):
    """What was erased, as the record and the list of erasures say it."""

    TEXT = "text"
    IDENTITY = "identity"
    EVERYTHING = "everything"
    """In the list only: to the record it is words, each, and an identity."""


class Basis(StrEnum):
    """Why: its owner wished it, or an earlier erasure was done again after a restore."""

    OWN = "own"
    AGAIN = "again"


class Choice(StrEnum):
    """What a person asks to have erased."""

    NAME = "name"
    EVERYTHING = "everything"


CHOICE_WORDS: dict[Choice, str] = {
    Choice.NAME: N_("My name and my address"),
    Choice.EVERYTHING: N_("All my words, my name and my address"),
}


@dataclass(frozen=True)
class InTheWay:
    """What keeps a name: roles, organisations that would lose their lead, votes that are open.

    `leads` and `polls` are named as their owner reads them.
    """

    works: bool = False
    leads: Sequence[str] = ()
    polls: Sequence[str] = ()

    @property
    def sentences(self) -> list[str]:
        """Return what must be done first, a sentence for each."""
        told = []
        if self.works:
            told.append(_("You work for an office here. Ask it to take your roles away first."))
        told += [
            _("You lead “%(name)s”. Hand the lead over to another member first.") % {"name": name}
            for name in self.leads
        ]
        told += [
            _(
                "You voted in “%(question)s”, which is still open. Until it is counted your "
                "account shows that you have voted once."
            )
            % {"question": question}
            for question in self.polls
        ]
        return told


def check_way(in_the_way: InTheWay) -> None:
    """Refuse to erase a name while something hangs on it, with all that must be done first."""
    if missing := in_the_way.sentences:
        raise Refused("erasure.in-the-way", _("Your name cannot be erased yet."), missing)


def check_own_words(organisation: str) -> None:
    """Refuse to erase what was said for an organisation: those words are its own."""
    if organisation:
        raise Refused(
            "erasure.organisation",
            _("This was handed in for “%(name)s” and is its word. You can withdraw it.")
            % {"name": organisation},
        )


def check_sure(sure: str) -> None:
    """Refuse what cannot be undone until it was confirmed."""
    if sure != "yes":
        raise Invalid({"sure": _("Tick this to confirm. It cannot be undone.")})
