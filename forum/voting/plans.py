"""What is planned before a poll opens: the question, the answers, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.profiles.load import Words
from forum.voting.rules import (
    Electorate,
    Kind,
    Majority,
    Method,
    Ranking,
    Results,
    Secrecy,
    Stance,
)

LONGEST_QUESTION = 300
LONGEST_ANSWER = 200
MOST_OPTIONS = 20
MOST_QUORUM = 1_000_000
SECONDS = range(10, 24 * 3600 + 1)


class Option(TypedDict):
    """One answer: its words, and how it is drawn (`Stance`)."""

    words: Words
    stance: str


@dataclass(frozen=True, kw_only=True)
class PollPlan:
    """A question with all that is fixed when it opens; `seconds` is how long, if that is known."""

    question: Words
    options: tuple[Option, ...]
    kind: Kind = Kind.STRAW
    method: Method = Method.SINGLE
    ranking: Ranking = Ranking.SCHULZE
    secrecy: Secrecy = Secrecy.PSEUDONYMOUS
    electorate: Electorate = Electorate.EVERYONE
    majority: Majority = Majority.PLURALITY
    quorum: int = 0
    results: Results = Results.LIVE
    seconds: int | None = None


def stance_options() -> tuple[Option, ...]:
    """Return the three answers of a temperature: agree, unsure, disagree."""
    return (
        Option(words={"id": "Setuju", "en": "Agree"}, stance=Stance.AGREE),
        Option(words={"id": "Ragu-ragu", "en": "Unsure"}, stance=Stance.ABSTAIN),
        Option(words={"id": "Tidak setuju", "en": "Disagree"}, stance=Stance.DISAGREE),
    )


def consent_options() -> tuple[Option, ...]:
    """Return the three answers of a consent poll, in the order in which they are counted."""
    return (
        Option(words={"id": "Setuju", "en": "I agree"}, stance=Stance.AGREE),
        Option(
            words={"id": "Setuju dengan catatan", "en": "I have concerns, but go on"},
            stance=Stance.NONE,
        ),
        Option(words={"id": "Keberatan", "en": "I object"}, stance=Stance.DISAGREE),
    )


def abstaining(options: tuple[Option, ...] | list[Option]) -> int | None:
    """Return which answer means "I abstain", if one does."""
    return next((n for n, one in enumerate(options) if one["stance"] == Stance.ABSTAIN), None)


def as_data(plan: PollPlan) -> dict[str, Any]:
    """Return the plan as JSON keeps it, and as the certificate publishes it."""
    return {
        "kind": plan.kind.value,
        "method": plan.method.value,
        "ranking": plan.ranking.value,
        "question": dict(plan.question),
        "options": [{"words": dict(o["words"]), "stance": str(o["stance"])} for o in plan.options],
        "secrecy": plan.secrecy.value,
        "electorate": plan.electorate.value,
        "majority": plan.majority.value,
        "quorum": plan.quorum,
        "results": plan.results.value,
        "seconds": plan.seconds,
    }


def from_data(data: Mapping[str, Any]) -> PollPlan:
    """Return the plan that was kept so."""
    return PollPlan(
        kind=Kind(data["kind"]),
        method=Method(data["method"]),
        ranking=Ranking(data["ranking"]),
        question=dict(data["question"]),
        options=tuple(
            Option(words=dict(one["words"]), stance=str(one["stance"])) for one in data["options"]
        ),
        secrecy=Secrecy(data["secrecy"]),
        electorate=Electorate(data["electorate"]),
        majority=Majority(data["majority"]),
        quorum=int(data["quorum"]),
        results=Results(data["results"]),
        seconds=data.get("seconds"),
    )


def check_plan(plan: PollPlan) -> None:
    """Refuse a plan that cannot be counted or would promise too much.

    All complaints come at once, each under the name of the plan's field.
    """
    wrong = {**_question(plan), **_options(plan), **_rules(plan), **_secrecy(plan)}
    if wrong:
        raise Invalid(wrong)


def _question(plan: PollPlan) -> dict[str, str]:
    if not any(plan.question.values()):
        return {"question": _("Write the question.")}
    if any(len(words) > LONGEST_QUESTION for words in plan.question.values()):
        return {"question": _("Write at most %(most)s characters.") % {"most": LONGEST_QUESTION}}
    return {}


def _options(plan: PollPlan) -> dict[str, str]:
    stances = [one["stance"] for one in plan.options]
    if plan.method is Method.CONSENT:
        if stances != [one["stance"] for one in consent_options()]:
            return {"options": _("A consent poll has its own three answers.")}
        return {}
    if not 2 <= len(plan.options) <= MOST_OPTIONS:
        return {"options": _("Write 2 to %(most)s answers.") % {"most": MOST_OPTIONS}}
    if any(not any(one["words"].values()) for one in plan.options):
        return {"options": _("Write words for each answer.")}
    if any(len(w) > LONGEST_ANSWER for one in plan.options for w in one["words"].values()):
        return {"options": _("Write at most %(most)s characters.") % {"most": LONGEST_ANSWER}}
    for language in {name for one in plan.options for name in one["words"]}:
        told = [one["words"].get(language, "").casefold() for one in plan.options]
        if len(set(filter(None, told))) < len(list(filter(None, told))):
            return {"options": _("Two answers have the same words.")}
    if stances.count(Stance.ABSTAIN) > 1 or (
        Stance.ABSTAIN in stances and plan.method is not Method.SINGLE
    ):
        return {"options": _("Only one answer, in a single choice, can mean “I abstain”.")}
    return {}


def _rules(plan: PollPlan) -> dict[str, str]:
    wrong = {}
    if plan.kind is Kind.STRAW:
        if plan.majority is not Majority.PLURALITY:
            wrong["majority"] = _("A straw poll decides nothing, so it has no majority.")
        if plan.quorum:
            wrong["quorum"] = _("A straw poll decides nothing, so it has no quorum.")
    elif (plan.majority is Majority.CONSENSUS) is not (plan.method is Method.CONSENT):
        wrong["majority"] = _("Consensus belongs to a consent poll, and to nothing else.")
    if not 0 <= plan.quorum <= MOST_QUORUM:
        wrong["quorum"] = _("A quorum is a number of ballots, or 0 for any number.")
    if plan.seconds is not None and plan.seconds not in SECONDS:
        wrong["seconds"] = _("A poll is open for 10 seconds to 24 hours, or until it is closed.")
    return wrong


def _secrecy(plan: PollPlan) -> dict[str, str]:
    wrong = {}
    if plan.secrecy is Secrecy.SECRET:
        if plan.results is not Results.AT_CLOSE:
            wrong["results"] = _("Results of a secret poll are shown when it closes.")
        if plan.method is Method.CONSENT:
            wrong["secrecy"] = _("Whoever objects says why, so a consent poll cannot be secret.")
    return wrong
