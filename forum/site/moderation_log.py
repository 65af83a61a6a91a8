"""The public log of moderation and its figures, made of entries of the record and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from forum.audit.queries import written
from forum.consultations.models import Consultation
from forum.consultations.queries import every_announced
from forum.core.format import length, number
from forum.core.i18n import N_, _, local
from forum.core.spreadsheet import csv_of
from forum.core.threads import Threads
from forum.moderation.rules import MEASURE_WORDS, Measure
from forum.moderation.rules.figures import (
    TYPES,
    Case,
    Figures,
    Line,
    Times,
    cases_of,
    figures_of,
)
from forum.participation.models import Contribution
from forum.participation.queries import pages_of
from forum.participation.queries.lists import AT_ONCE
from forum.profiles.load import ModerationRule, profile
from forum.site.asked import page_asked
from forum.web.pages import page
from forum.web.routes import Page

SOURCE_WORDS: dict[str, str] = {
    "report": N_("After a report"),
    "own": N_("A moderator's own notice, or a listed pattern"),
    "order": N_("By order of an authority"),
}
APPEAL_WORDS: dict[str, str] = {
    "": N_("No appeal"),
    "filed": N_("Appealed, not decided yet"),
    "upheld": N_("Appealed: it stands"),
    "overturned": N_("Appealed: overturned"),
    "changed": N_("Appealed: changed"),
}
COLUMNS = (
    *("receipt", "decided_at", "agency", "consultation", "comment", "measure", "rule", "ground"),
    *("source", "found_by_pattern", "automatic", "urgent", "second_person", "days", "statement"),
    *("appeal_until", "appeal", "lapsed", "waited_seconds"),
)
Facts = list[tuple[str, str]]

_counting = Threads("figures of moderation", 1)
"""A long record takes a while to count: whoever wants something else does not wait for that."""


@dataclass(frozen=True)
class Row:
    """One decision with what its ids stand for here; what is not known any more is left out."""

    case: Case
    consultation: Consultation | None
    ref: str
    rule: ModerationRule | None

    @property
    def measure(self) -> str:
        """What was done, in words."""
        known = self.case.measure in set(Measure)
        return _(MEASURE_WORDS[Measure(self.case.measure)]) if known else self.case.measure

    @property
    def told(self) -> tuple[object, ...]:
        """Return what a program reads of it, as `COLUMNS` has it."""
        case, held = self.case, self.consultation
        return (
            case.code,
            case.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            held.agency.slug if held else "",
            held.slug if held else "",
            self.ref,
            case.measure,
            case.rule,
            case.ground,
            case.source,
            case.found_by_pattern,
            case.automatic,
            case.urgent,
            case.second,
            case.days,
            case.statement,
            case.appeal_until,
            case.appeal,
            case.lapsed,
            None if case.waited is None else int(case.waited.total_seconds()),
        )


@dataclass(frozen=True)
class Found:
    """What a reader asked for: the decisions, newest first, and the figures of the same entries."""

    kept: Mapping[str, str]
    cases: list[Case]
    figures: Figures
    consultations: list[Consultation]


async def show(request: Request) -> Response:
    """Show the figures, and each decision with its receipt."""
    found = await _asked(request)
    pages = pages_of(len(found.cases))
    at = min(page_asked(request.query_params.get("page")), pages)
    shown = found.cases[(at - 1) * AT_ONCE : at * AT_ONCE]
    query = urlencode({name: value for name, value in found.kept.items() if value})
    agencies = {one.agency.slug: local(one.agency.name) for one in found.consultations}
    return page(
        request,
        "moderation/show.html",
        rows=await _rows(shown, found.consultations),
        at=at,
        pages=pages,
        total=len(found.cases),
        kept=found.kept,
        query=query,
        figures=_in_words(found),
        sources=SOURCE_WORDS,
        appeals=APPEAL_WORDS,
        agencies=[("", _("All")), *sorted(agencies.items(), key=lambda pair: pair[1])],
        consultations=[
            ("", _("All")),
            *((one.slug, local(one.title)) for one in found.consultations),
        ],
        measures=[("", _("All")), *((code.value, _(word)) for code, word in MEASURE_WORDS.items())],
    )


async def as_csv(request: Request) -> Response:
    """Give every decision as a line."""
    found = await _asked(request)
    rows = [row.told for row in await _rows(found.cases, found.consultations)]
    return Response(
        csv_of(COLUMNS, rows),
        media_type="text/csv",
        headers={"content-disposition": 'attachment; filename="moderation.csv"'},
    )


async def as_json(request: Request) -> Response:
    """Give the figures and every decision to programs."""
    found = await _asked(request)
    rows = [
        dict(zip(COLUMNS, row.told, strict=True))
        for row in await _rows(found.cases, found.consultations)
    ]
    return JSONResponse({"figures": found.figures.as_json(), "decisions": rows})


routes = [
    Page("/moderation", show, name="moderation"),
    Page("/moderation.csv", as_csv, name="moderation-csv"),
    Page("/moderation.json", as_json, name="moderation-json"),
]


async def _asked(request: Request) -> Found:
    """Read the entries of what was asked for: of one consultation, of an agency, or all."""
    asked = request.query_params
    known = await every_announced()
    consultation = next((one for one in known if one.slug == asked.get("consultation")), None)
    agency = asked.get("agency", "")
    agency = agency if any(one.agency.slug == agency for one in known) else ""
    measure = asked.get("measure", "")
    measure = measure if measure in set(Measure) else ""
    ctx: list[str] | None = None
    if consultation is not None:
        ctx = [consultation.record_id]
    elif agency:
        ctx = [one.record_id for one in known if one.agency.slug == agency]
    lines = [(one.leaf, one.entry) for one in await written(TYPES, ctx)]
    every, figures = await _counting.run(_counted, lines)
    cases = [one for one in every if measure in ("", one.measure)]
    return Found(
        kept={
            "agency": agency,
            "consultation": consultation.slug if consultation else "",
            "measure": measure,
        },
        cases=cases[::-1],
        figures=figures,
        consultations=known,
    )


def _counted(lines: Sequence[Line]) -> tuple[list[Case], Figures]:
    return cases_of(lines), figures_of(lines)


async def _rows(cases: list[Case], known: list[Consultation]) -> list[Row]:
    about = {one.record_id: one for one in known}
    subjects = {one.subject for one in cases}
    named = Contribution.filter(record_id__in=subjects).values_list("record_id", "ref")
    refs = dict(await named) if subjects else {}
    return [
        Row(one, held, refs.get(one.subject, ""), _rule(held, one.rule))
        for one in cases
        for held in (about.get(one.ctx),)
    ]


def _rule(consultation: Consultation | None, code: str) -> ModerationRule | None:
    return profile(consultation.agency.profile).rule(code) if consultation and code else None


def _in_words(found: Found) -> list[tuple[str, Facts]]:
    """Return the figures in titled groups of (name, value); each says of how many."""
    figures = found.figures
    rules = {
        rule.code: f"{rule.number}. {local(rule.name)}"
        for one in found.consultations
        for rule in profile(one.agency.profile).moderation_rules
    }
    measures = {code.value: _(word) for code, word in MEASURE_WORDS.items()}
    all_ = figures.decisions
    return [
        (
            _("What was decided"),
            [
                (_("Decisions"), number(all_)),
                *((measures.get(code, code), _of(n, all_)) for code, n in figures.measures.items()),
                (_("Taken by a program"), _of(figures.automatic, all_)),
                (_("With a reason to the author"), _of(figures.with_statement, figures.limiting)),
                (_("Hidden without a decision"), number(figures.hidden_without_decision)),
            ],
        ),
        (
            _("By which rule, and what led to it"),
            [
                *((rules.get(code, code), _of(n, all_)) for code, n in figures.rules.items()),
                *(
                    (_(SOURCE_WORDS[code]) if code in SOURCE_WORDS else code, _of(n, all_))
                    for code, n in figures.sources.items()
                ),
                (_("Reports received"), number(figures.reports)),
            ],
        ),
        (
            _("How long people waited"),
            [
                *_waited(figures.first_decision, _("Decided within 24 hours")),
                (_("Held or reported, not decided yet"), number(figures.waiting)),
            ],
        ),
        (
            _("Appeals"),
            [
                (_("Appeals"), number(figures.appeals)),
                (_("Overturned or changed"), _of(figures.overturned, figures.appeals_decided)),
                *_waited(figures.appeal_decision, _("Decided within 7 days")),
            ],
        ),
        (
            _("Judged again by somebody else, without seeing the decision"),
            [(_("Came to the same"), _of(figures.agreed, figures.reviewed))],
        ),
    ]


def _waited(times: Times, in_time: str) -> Facts:
    return [
        (_("Half of them within"), _length(times.median)),
        (_("95 of 100 within"), _length(times.p95)),
        (in_time, _of(times.in_time, times.of)),
    ]


def _length(found: timedelta | None) -> str:
    return _("nothing to count yet") if found is None else length(found)


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}
