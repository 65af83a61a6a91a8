"""The form of one poll: what stands in it, and how it is read.

Its fields carry a prefix, so that one page can ask for a straw poll and for a formal vote.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Literal

from pydantic import Field

from forum.catalogue.models import Words
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.voting.plans import Option, PollPlan, check_plan, consent_options, stance_options
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
from forum.web.forms import Form, Typed, read

Way = Literal["single", "approval", "score", "schulze", "irv", "consent"]
"""How ballots are marked and counted, as one choice: two of them rank."""

RANKED = {"schulze": Ranking.SCHULZE, "irv": Ranking.IRV}
STANCES: Literal["stances"] = "stances"
OWN: Literal["own"] = "own"
ABSTAIN = Option(words={"id": "Abstain", "en": "I abstain"}, stance=Stance.ABSTAIN)
WHERE = {"question": "question_id", "options": "own_id", "method": "way", "seconds": "minutes"}
"""Where the page shows what the rules say about a part of the plan."""


class PollForm(Form):
    """A poll as typed; options of one's own stand one a line, the languages side by side."""

    question_id: str = ""
    question_en: str = ""
    way: Way = "single"
    answers: Literal["stances", "own"] = STANCES
    own_id: str = ""
    own_en: str = ""
    abstain: str = ""
    secrecy: Secrecy = Secrecy.PSEUDONYMOUS
    electorate: Electorate = Electorate.PRESENT
    majority: Majority = Majority.SIMPLE
    quorum: int = Field(default=0, ge=0, le=1_000_000)
    results: Results = Results.LIVE
    minutes: int = Field(default=0, ge=0, le=600)

    def plan(self, kind: Kind) -> PollPlan:
        """Return what it says; a straw poll has no majority and no quorum."""
        formal = kind is Kind.FORMAL
        return PollPlan(
            kind=kind,
            method=Method.RANKED if self.way in RANKED else Method(self.way),
            ranking=RANKED.get(self.way, Ranking.SCHULZE),
            question=words(self.question_id, self.question_en),
            options=self._options(),
            secrecy=self.secrecy,
            electorate=self.electorate,
            majority=self._majority() if formal else Majority.PLURALITY,
            quorum=self.quorum if formal else 0,
            results=self.results,
            seconds=self.minutes * 60 or None,
        )

    def _majority(self) -> Majority:
        """Some ways of voting leave no choice."""
        if self.way == "consent":
            return Majority.CONSENSUS
        return Majority.PLURALITY if self.way in RANKED or self.way == "score" else self.majority

    def _options(self) -> tuple[Option, ...]:
        if self.way == "consent":
            return consent_options()
        if self.answers == STANCES:
            return stance_options()
        lines = zip_longest(_lines(self.own_id), _lines(self.own_en), fillvalue="")
        own = [Option(words=words(*line), stance=Stance.NONE) for line in lines if any(line)]
        return (*own, ABSTAIN) if self.abstain == "yes" and self.way == "single" else (*own,)


def read_poll(data: Typed, prefix: str, kind: Kind) -> PollPlan:
    """Return the poll typed under a prefix, or `Invalid` with the names of the page's fields."""
    mine = {
        name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix)
    }
    try:
        form = read(PollForm, mine)
        if form.answers == STANCES and form.way not in ("single", "consent"):
            raise Invalid({"answers": _("This way of voting needs answers of your own.")})
        plan = form.plan(kind)
        check_plan(plan)
    except Invalid as wrong:
        raise Invalid(
            {prefix + WHERE.get(name, name): sentence for name, sentence in wrong.fields.items()}
        ) from None
    return plan


def written(plan: PollPlan, prefix: str) -> dict[str, str]:
    """Return what stands in the form of this poll."""
    ready = plan.options in (stance_options(), consent_options())
    filled = {
        "question_id": plan.question.get("id", ""),
        "question_en": plan.question.get("en", ""),
        "way": plan.ranking.value if plan.method is Method.RANKED else plan.method.value,
        "answers": STANCES if ready else OWN,
        "own_id": "" if ready else _column(plan, "id"),
        "own_en": "" if ready else _column(plan, "en"),
        "abstain": "yes" if ABSTAIN in plan.options else "",
        "secrecy": plan.secrecy.value,
        "electorate": plan.electorate.value,
        "majority": plan.majority.value,
        "quorum": str(plan.quorum),
        "results": plan.results.value,
        "minutes": str((plan.seconds or 0) // 60),
    }
    return {prefix + name: value for name, value in filled.items()}


def words(id_: str, en: str) -> Words:
    """Return what was typed in the two languages, without those left empty."""
    return {name: text for name, text in (("id", id_), ("en", en)) if text}


def begun(kind: Kind, prefix: str) -> dict[str, str]:
    """Return what stands in the form of a poll that nobody has planned yet."""
    formal = kind is Kind.FORMAL
    blank = PollForm(results=Results.AT_CLOSE if formal else Results.LIVE)
    return {prefix + name: str(value) for name, value in blank.model_dump(mode="json").items()}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _column(plan: PollPlan, language: str) -> str:
    own = [option for option in plan.options if option != ABSTAIN]
    return "\n".join(option["words"].get(language, "") for option in own)
