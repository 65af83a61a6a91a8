"""One clause cut in two, or two made one: looked at first, then done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, NotFound, Refused, Stale
from forum.core.i18n import _
from forum.drafts.actions import merge_clauses, split_clause
from forum.drafts.anchoring import Span, sentences
from forum.drafts.models import Clause, Version
from forum.drafts.pieces import Piece, Pieces, find, merge, renumber, split
from forum.drafts.queries import clauses_of, find_draft, piece_of
from forum.drafts.rules import check_editing
from forum.profiles.load import Profile, profile
from forum.site.desk.draft_clauses import RevisionForm, back_to_draft
from forum.site.desk.drafts import AREA
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.routes import Act, Page

MARK = "||"
"""What is typed where a clause is to be cut inside a sentence."""

SECOND = ""
"""The key of a clause that is only looked at."""


class MergerForm(RevisionForm):
    """The clause that is joined to this one, and which state of it somebody was looking at."""

    other: str
    other_revision: int | None = Field(default=None)


@dataclass(frozen=True)
class Halving:
    """One language of a clause: where it may be cut, and its sentences from there on."""

    language: str
    text: str
    first: str
    rest: list[tuple[str, str]]


async def halves(
    request: Request,
    wrong: ForumError | None = None,
    cuts: Mapping[str, int] | None = None,
    filled: Typed | None = None,
) -> Response:
    """Show where a clause can be cut, and once a place was chosen, what becomes of it."""
    version, country, clauses, clause = await _at(request)
    halvings = [_halving(language, text) for language, text in clause.text.items()]
    made: Pieces = []
    try:
        if cuts is None and wrong is None:
            cuts = _chosen(dict(request.query_params), clause)
        if cuts:
            pieces = [piece_of(one) for one in clauses]
            made = _numbered(
                split(pieces, clause.lineage, cuts, SECOND, country.default_language), country
            )
    except Invalid as again:
        wrong = again
    return desk_page(
        request,
        "desk/drafts/halves.html",
        area=AREA,
        wrong=wrong,
        version=version,
        country=country,
        clause=clause,
        halvings=halvings,
        cuts=cuts or {},
        parts=[find(made, clause.lineage), find(made, SECOND)] if made else [],
        mark=MARK,
        filled=filled or {},
    )


async def cut(request: Request) -> Response:
    """Cut the clause in two; where a mark was typed, show first what becomes of it."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    _version, _country, _clauses, clause = await _at(request)
    try:
        if not any(f"at.{language}" in data for language in clause.text):
            return await halves(request, cuts=_marked(data, clause), filled=data)
        form = read(RevisionForm, data)
        cuts = _chosen(data, clause)
        if not cuts:
            raise Invalid({"at": _("Choose where the second clause begins.")})
        await split_clause(actor_of(request), ref, lineage, form.revision, cuts)
    except (Invalid, Refused) as again:
        return await halves(request, wrong=_in_words(again), filled=data)
    return back_to_draft(request, data, lineage)


async def joining(
    request: Request, wrong: ForumError | None = None, other: str | None = None
) -> Response:
    """Show what becomes of two clauses that are made one."""
    version, country, clauses, clause = await _at(request)
    lineage = request.query_params.get("other", "") if other is None else other
    beside = next((one for one in clauses if one.lineage == lineage), None)
    if beside is None:
        raise NotFound("clause.gone", _("This clause is not in this version any more."))
    made: Pieces = []
    try:
        pieces = [piece_of(one) for one in clauses]
        made = _numbered(merge(pieces, clause.lineage, beside.lineage), country)
    except Refused as again:
        wrong = wrong or again
    return desk_page(
        request,
        "desk/drafts/joining.html",
        area=AREA,
        wrong=wrong,
        version=version,
        country=country,
        clause=clause,
        other=beside,
        joined=find(made, clause.lineage) if made else None,
    )


async def join(request: Request) -> Response:
    """Join another clause to this one."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    try:
        form = read(MergerForm, data)
        await merge_clauses(
            actor_of(request), ref, lineage, form.revision, form.other, form.other_revision
        )
    except (Invalid, Refused) as again:
        return await joining(request, wrong=_in_words(again), other=first(data, "other"))
    return back_to_draft(request, data, lineage)


routes = [
    Page(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/split",
        halves,
        name="desk-clause-halves",
        reads=Permission.DRAFT_EDIT,
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/split",
        cut,
        Permission.DRAFT_EDIT,
        name="desk-clause-split",
    ),
    Page(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/merger",
        joining,
        name="desk-clause-joining",
        reads=Permission.DRAFT_EDIT,
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/merger",
        join,
        Permission.DRAFT_EDIT,
        name="desk-clause-merger",
    ),
]


async def _at(request: Request) -> tuple[Version, Profile, list[Clause], Clause]:
    """Return the draft with its clauses, and the one asked about, if they may be edited."""
    actor = enter(request)
    version = await find_draft(request.path_params["ref"])
    require(actor, Permission.DRAFT_EDIT, on=version)
    check_editing(version.state)
    clauses = await clauses_of(version)
    lineage = request.path_params["lineage"]
    clause = next((one for one in clauses if one.lineage == lineage), None)
    if clause is None:
        raise NotFound("clause.gone", _("This clause is not in this version any more."))
    return version, profile(version.standard.profile), clauses, clause


def _numbered(pieces: list[Piece], country: Profile) -> Pieces:
    return renumber(pieces, {part.code: part.order for part in country.components})


def _halving(language: str, text: str) -> Halving:
    spans = sentences(text)
    rest = [(str(span.start), text[slice(*span)]) for span in spans[1:]]
    return Halving(language, text, text[slice(*spans[0])] if spans else "", rest)


def _chosen(data: Typed, clause: Clause) -> dict[str, int]:
    """Return by language where a form cuts; empty as long as nothing was chosen.

    Where only one language was answered, the others are cut before the same sentence if they have
    as many; "0" says that one is not cut.
    """
    told = {
        language: first(data, f"at.{language}")
        for language in clause.text
        if first(data, f"at.{language}")
    }
    if not all(place.isascii() and place.isdigit() for place in told.values()):
        raise Invalid({"at": _("Choose where the second clause begins.")})
    cuts = {language: int(place[:6]) for language, place in told.items() if int(place[:6])}
    if not cuts:
        return {}
    lead = next(iter(cuts))
    spans = sentences(clause.text[lead])
    which = _which(spans, cuts[lead])
    for language, text in clause.text.items():
        theirs = sentences(text)
        if language not in told and which and len(theirs) == len(spans):
            cuts[language] = theirs[which].start
    return cuts


def _which(spans: list[Span], place: int) -> int:
    """Return which sentence begins here; 0 if none does, or it is the first."""
    return next((number for number, one in enumerate(spans) if one.start == place), 0)


def _in_words(again: Invalid | Refused) -> ForumError:
    """Say what to do where somebody was faster: nothing but a place had been chosen."""
    if isinstance(again, Stale):
        return Refused(
            again.code, _("Somebody changed this clause meanwhile. Read it again before you go on.")
        )
    return again


def _marked(data: Typed, clause: Clause) -> dict[str, int]:
    """Return for each language with a mark how many letters come before it."""
    cuts = {}
    for language, text in clause.text.items():
        before, mark, behind = first(data, f"cut.{language}").partition(MARK)
        if not mark:
            continue
        if _ink(before + behind) != _ink(text):
            raise Invalid(
                {
                    f"cut.{language}": _(
                        "Change no words here. Only put %(mark)s where the second clause begins."
                    )
                    % {"mark": MARK}
                }
            )
        cuts[language] = _place(text, len(_ink(before)))
    if not cuts:
        raise Invalid(
            {
                f"cut.{next(iter(clause.text))}": _("Put %(mark)s where the second clause begins.")
                % {"mark": MARK}
            }
        )
    return cuts


def _ink(text: str) -> str:
    return "".join(text.split())


def _place(text: str, letters: int) -> int:
    """Return where in the text so many letters have gone by; spaces are not counted."""
    for place, char in enumerate(text):
        if not char.isspace():
            if not letters:
                return place
            letters -= 1
    return len(text)
