"""The list of all contributions of one consultation, with filters: nothing is left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from forum.consultations.queries import find_public
from forum.core.format import number
from forum.core.i18n import _
from forum.drafts.models import Clause
from forum.drafts.queries import clauses_of
from forum.participation.queries import Narrowed, Tally, contributions_of, tally_of
from forum.participation.rules import KIND_WORDS, SHOWING_WORDS, Kind, Showing
from forum.responses.queries import answered_as, not_answered
from forum.responses.rules import DISPOSITION_WORDS, Disposition
from forum.site.asked import page_asked, words_asked
from forum.site.voices import voices
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.routes import Page

WHOLE = "whole"
E = TypeVar("E", bound=StrEnum)
Options = list[tuple[str, str]]


async def show(request: Request) -> Response:
    """List what matches, newest first, and say of how many."""
    consultation = await find_public(request.path_params["slug"])
    asked = request.query_params
    clauses = await clauses_of(consultation.version)
    clause = _clause_asked(asked.get("clause", ""), clauses)
    kind = _one_of(Kind, asked.get("kind", ""))
    showing = _one_of(Showing, asked.get("showing", ""))
    answer = asked.get("answer", "")
    words = words_asked(asked.get("q"))
    field = _field_asked(asked.get("field", ""), clause, clauses)
    narrowed = Narrowed(
        field_code=field,
        lineage=_lineage(clause, clauses),
        kind=kind,
        showing=showing,
        words=words,
        among=_among(answer),
    )
    found = await contributions_of(consultation.id, narrowed, page=page_asked(asked.get("page")))
    tally = await tally_of(consultation.id)
    kept = {
        "clause": clause,
        "kind": kind or "",
        "showing": showing or "",
        "answer": answer if _among(answer) != Q() else "",
        "field": field,
        "q": words,
    }
    return page(
        request,
        "contributions/show.html",
        consultation=consultation,
        found=found,
        all_of_them=tally.total,
        voices=await voices(actor_of(request), consultation, found.rows),
        kept=kept,
        narrowed=any(kept.values()),
        address="?" + urlencode({name: value for name, value in kept.items() if value}),
        clauses=_clause_options(clauses, tally),
        kinds=_options(KIND_WORDS, tally.kinds),
        showings=_options(SHOWING_WORDS, tally.showings),
        answers=[
            ("", _("All")),
            ("none", _("Not answered yet")),
            ("any", _("Answered")),
            *((code.value, _(word)) for code, word in DISPOSITION_WORDS.items()),
        ],
        verdicts=DISPOSITION_WORDS,
    )


routes = [Page("/consultations/{slug:slug}/contributions", show, name="contributions")]


def _one_of(words: type[E], text: str) -> E | None:
    return words(text) if text in set(words) else None


def _clause_asked(text: str, clauses: Iterable[Clause]) -> str:
    return text if text == WHOLE or any(clause.label == text for clause in clauses) else ""


def _field_asked(text: str, label: str, clauses: Iterable[Clause]) -> str:
    """Return the code of a typed field of the clause that is asked for, or nothing."""
    typed = next((clause.typed for clause in clauses if clause.label == label), {})
    return text if text in typed else ""


def _lineage(label: str, clauses: Iterable[Clause]) -> str | None:
    if label == WHOLE:
        return ""
    return next((clause.lineage for clause in clauses if clause.label == label), None)


def _among(answer: str) -> Q:
    if answer == "none":
        return not_answered()
    if answer == "any":
        return answered_as(None)
    disposition = _one_of(Disposition, answer)
    return Q() if disposition is None else answered_as(disposition)


def _clause_options(clauses: Iterable[Clause], tally: Tally) -> Options:
    """Return the clauses that something was said about, with how much."""
    counted = [("", _("All")), (WHOLE, _counted(_("The whole draft"), tally.lineages, ""))]
    return counted + [
        (
            clause.label,
            _counted(
                _("Clause %(label)s") % {"label": clause.label}, tally.lineages, clause.lineage
            ),
        )
        for clause in clauses
        if clause.lineage in tally.lineages
    ]


def _options(words: Mapping[E, str], counts: Mapping[str, int]) -> Options:
    return [
        ("", _("All")),
        *((code.value, _counted(_(word), counts, code)) for code, word in words.items()),
    ]


def _counted(word: str, counts: Mapping[str, int], code: str) -> str:
    return f"{word} ({number(counts.get(code, 0))})"
