"""The frozen numbers of a consultation as a reader meets them: every number says of how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forum.core.format import number
from forum.core.i18n import N_, _, ngettext
from forum.drafts.lineage import Fate
from forum.moderation.rules import MEASURE_WORDS, Measure
from forum.responses.rules import DISPOSITION_WORDS, Disposition
from forum.site.wording import FATE_WORDS

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Share:
    """One row with a bar: a verdict in words, how many of how many, and the bar in hundredths."""

    name: str
    told: str
    width: int


CAUSE_WORDS = {
    "contribution": N_("Caused by contributions"),
    "session": N_("Caused by a session"),
    "agency": N_("By the agency itself"),
}
"""Summaries frozen before there were sessions do not count these."""


def figures(numbers: dict[str, Any], *, verdicts: bool = True) -> list[tuple[str, Facts]]:
    """Return the numbers in titled groups of (name, value); verdicts where no bars show them."""
    all_ = numbers["contributions"]
    answered = numbers["answered"]
    return [
        (
            _("Who took part"),
            [
                (_("Contributions"), number(all_)),
                (_("People who wrote"), number(numbers["people"])),
                (_("Questions among them"), _of(numbers["kinds"].get("question", 0), all_)),
                (_("Times somebody supported another"), number(numbers["supports"])),
            ],
        ),
        (
            _("What became of it"),
            [
                *(
                    (_(DISPOSITION_WORDS[Disposition(code)]), _of(count, answered))
                    for code, count in numbers["dispositions"].items()
                    if verdicts
                ),
                (_("Answered in time"), _of(numbers["in_time"], answered)),
                (_("Time to the answer (median)"), _days(numbers["median_days"])),
            ],
        ),
        (
            _("What changed"),
            [
                (_(FATE_WORDS[Fate(code)]), _clauses(count, numbers["clauses"]))
                for code, count in numbers["changes"].items()
            ]
            + [
                (_(CAUSE_WORDS[code]), _of(count, sum(numbers["changes"].values())))
                for code, count in numbers.get("causes", {}).items()
            ],
        ),
        (
            _("Moderation"),
            [
                (_(MEASURE_WORDS[Measure(code)]), _of(count, all_))
                for code, count in numbers["decisions"].items()
            ],
        ),
    ]


def shares(numbers: dict[str, Any]) -> list[Share]:
    """Return what became of the contributions, verdict by verdict, on one scale of all of them."""
    answered = numbers["answered"]
    return [
        Share(
            _(DISPOSITION_WORDS[Disposition(code)]),
            _of(count, answered),
            round(100 * count / answered),
        )
        for code, count in numbers["dispositions"].items()
        if answered
    ]


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}


def _clauses(count: int, all_: int) -> str:
    sentence = ngettext("%(num)s of %(all)s clause", "%(num)s of %(all)s clauses", all_)
    return sentence % {"num": number(count), "all": number(all_)}


def _days(count: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", count) % {"num": number(count)}
