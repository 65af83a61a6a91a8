"""What the form of a poll offers to choose from, and a poll in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.i18n import N_, _, local
from forum.stage.words import MAJORITY_WORDS
from forum.voting.plans import PollPlan
from forum.voting.rules import Electorate, Kind, Majority, Method, Ranking, Results, Secrecy

Choice = tuple[str, str, str]
"""A value, its word, and what it means."""

WAYS = {
    "single": (N_("One answer"), N_("Everybody marks one answer.")),
    "approval": (N_("Several answers"), N_("Everybody ticks each answer they can live with.")),
    "score": (N_("Giving points"), N_("Everybody gives each answer 0 to 5 points.")),
    "schulze": (
        N_("Order of preference, in pairs"),
        N_("The answer that wins against every other wins (Schulze)."),
    ),
    "irv": (
        N_("Order of preference, in rounds"),
        N_("The weakest answer drops out until one has a majority (instant run-off)."),
    ),
    "consent": (
        N_("Consent"),
        N_("Agree, agree with concerns, or object. Whoever objects says why."),
    ),
}
SECRECIES = {
    Secrecy.PSEUDONYMOUS: (
        N_("Pseudonymous"),
        N_("The public does not know. Whoever runs the forum could look it up."),
    ),
    Secrecy.OPEN: (
        N_("With names"),
        N_("Everybody's name stands beside their vote when the poll has closed."),
    ),
    Secrecy.SECRET: (
        N_("Secret"),
        N_("Nobody knows, the operator neither. A secret vote cannot be changed afterwards."),
    ),
}
ELECTORATES = {
    Electorate.PRESENT: (N_("Whoever is checked in when it opens"), ""),
    Electorate.EVERYONE: (N_("Everybody with an account"), ""),
}
MAJORITIES = {
    Majority.PLURALITY: N_("The most votes"),
    Majority.SIMPLE: N_("More than half"),
    Majority.ABSOLUTE: N_("More than half of all ballots, abstentions included"),
    Majority.TWO_THIRDS: N_("Two thirds"),
}
WHEN_SHOWN = {
    Results.LIVE: (N_("At once, while people vote"), ""),
    Results.AT_CLOSE: (N_("When it closes"), ""),
}
ANSWERS = {
    "stances": (N_("Agree, unsure, disagree"), ""),
    "own": (N_("Answers of our own, below"), ""),
}


def poll_choices() -> dict[str, list[Choice]]:
    """Return what each field of the form offers."""
    majorities = {one: (word, MAJORITY_WORDS[one]) for one, word in MAJORITIES.items()}
    return {
        "ways": _offered(WAYS),
        "answers": _offered(ANSWERS),
        "secrecies": _offered(SECRECIES),
        "electorates": _offered(ELECTORATES),
        "majorities": _offered(majorities),
        "results": _offered(WHEN_SHOWN),
    }


def poll_line(plan: PollPlan) -> str:
    """Return a poll in one line: what is asked, and how."""
    way = "irv" if plan.ranking is Ranking.IRV else "schulze"
    words = WAYS[way if plan.method is Method.RANKED else plan.method.value][0]
    kind = _("Formal vote") if plan.kind is Kind.FORMAL else _("Straw poll")
    return f"{kind}: {local(plan.question)} ({_(words).lower()})"


def _offered(words: Mapping[Any, tuple[str, str]]) -> list[Choice]:
    return [
        (str(value), _(word), _(means) if means else "") for value, (word, means) in words.items()
    ]
