"""Looking for words in everything that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.models import Agency
from forum.consultations.rules import PHASE_WORDS, Phase
from forum.core.format import number
from forum.core.i18n import _, local
from forum.core.ids import is_label, is_slug
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS, Disposition
from forum.search.matching import RANKED
from forum.search.queries import look_for
from forum.search.rules import KIND_WORDS, MOST_WORDS, Kind, Narrowed, read_question
from forum.site.asked import page_asked, words_asked
from forum.site.consultation_list import OFFERED
from forum.site.hits import Hit, hit_of
from forum.web.pages import page
from forum.web.routes import Page


@dataclass(frozen=True)
class Group:
    """The hits of one kind, and how many there are in all."""

    kind: Kind
    name: str
    total: int
    hits: list[Hit]


async def show(request: Request) -> Response:
    """Show what has the words, or what to try where nothing has them."""
    asked = request.query_params
    question = read_question(words_asked(asked.get("q")))
    agencies = await Agency.all().only("id", "slug", "name", "profile")
    narrowed = _narrowed(request)
    countries = [profile(code) for code in sorted({agency.profile for agency in agencies})]
    found = await look_for(question, narrowed, countries, page=page_asked(asked.get("page")))
    kept = {
        "q": question.typed,
        "kind": narrowed.kind or "",
        "agency": narrowed.agency,
        "phase": narrowed.phase or "",
        "clause": narrowed.label,
        "answer": narrowed.disposition or "",
    }
    return page(
        request,
        "search/show.html",
        question=question,
        narrowed=narrowed,
        found=found,
        groups=[
            Group(
                kind,
                _(KIND_WORDS[kind]),
                found.counts[kind],
                [hit_of(thing, question.words) for thing in things],
            )
            for kind, things in found.things.items()
            if things
        ],
        tabs=_tabs(found.counts, narrowed, kept),
        kept=kept,
        address="?" + urlencode({name: value for name, value in kept.items() if value}),
        without_filters="?" + urlencode({"q": question.typed}),
        most=RANKED,
        most_words=MOST_WORDS,
        agencies=[
            ("", _("All agencies")),
            *sorted(((one.slug, local(one.name)) for one in agencies), key=lambda one: one[1]),
        ],
        phases=[("", _("All phases"))] + [(one.value, _(PHASE_WORDS[one])) for one in OFFERED],
        answers=[
            ("", _("All")),
            *((code.value, _(word)) for code, word in DISPOSITION_WORDS.items()),
        ],
    )


routes = [Page("/search", show, name="search")]


def _narrowed(request: Request) -> Narrowed:
    """Return the filters of a link; what none of them can be is no filter."""
    asked = request.query_params
    kind, phase, answer = asked.get("kind"), asked.get("phase"), asked.get("answer")
    agency, label = asked.get("agency", ""), asked.get("clause", "").strip()
    return Narrowed(
        kind=Kind(kind) if kind in set(Kind) else None,
        agency=agency if is_slug(agency) else "",
        phase=Phase(phase) if phase in OFFERED else None,
        label=label if is_label(label) else "",
        disposition=Disposition(answer) if answer in set(Disposition) else None,
    )


def _tabs(
    counts: Mapping[Kind, int], narrowed: Narrowed, kept: Mapping[str, str]
) -> list[dict[str, object]]:
    """Return the ways to one kind of thing, each with how many there are."""
    tabs: list[dict[str, object]] = []
    for kind in [None, *(kind for kind in Kind if counts.get(kind))]:
        query = {**kept, "kind": kind or ""}
        total = counts[kind] if kind else sum(counts.values())
        word = _(KIND_WORDS[kind]) if kind else _("Everything")
        tabs.append(
            {
                "word": f"{word} ({number(total)})",
                "href": "?" + urlencode({name: value for name, value in query.items() if value}),
                "here": narrowed.kind is kind,
            }
        )
    return tabs
