"""How the words of a clause came about, on one page: wordings, voices, decisions, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.models import Standard
from forum.catalogue.queries import find_standard
from forum.consultations.models import Consultation
from forum.consultations.queries import consultations_about
from forum.core.errors import NotFound
from forum.core.i18n import _, local
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.pieces import Piece
from forum.drafts.queries import ChangedClause, Shelf, all_steps, history, shelf_of
from forum.participation.models import Contribution
from forum.participation.queries import Margin, margins, proposals_about
from forum.profiles.load import profile
from forum.responses.queries import Cause, causes_of, verdicts_by_clause
from forum.responses.rules import DISPOSITION_WORDS, Disposition
from forum.site.reading import lang_shown, note_on
from forum.web.headers import in_frames
from forum.web.pages import page
from forum.web.routes import Page

MOST_PROPOSALS = 3


@dataclass(frozen=True)
class Talk:
    """What one consultation said about the clause, as it was numbered there."""

    consultation: Consultation
    label: str
    beside: Margin
    verdicts: Mapping[Disposition, int]
    proposals: Sequence[Contribution] = ()
    """The most supported words that were proposed for the clause."""


@dataclass(frozen=True)
class Moment:
    """One version: what it made of the clause and why, and what was said about it since."""

    version: Version
    changed: ChangedClause | None
    """Nothing where the version left the clause as it was."""
    first: bool
    causes: list[Cause] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """The language in which its words are shown."""
        return lang_shown(self.changed) if self.changed else ""

    @property
    def note(self) -> str:
        """What became of the clause, where its words alone do not say it."""
        return note_on(self.changed) if self.changed and not self.first else ""


@dataclass(frozen=True)
class Line:
    """The whole way of one clause, the oldest moment first."""

    lineage: str
    label: str
    name: str
    gone: bool
    moments: list[Moment]


async def clause(request: Request) -> Response:
    """Show the way of one clause, under the number it has now or had last."""
    standard, shelf = await _shelf(request)
    label = request.path_params["label"]
    lineage = _lineage(shelf, label)
    beside = await _beside(standard)
    line = await _line(standard, shelf, lineage, beside)
    return _framed(
        request,
        page(
            request,
            "timelines/embed.html" if _embedded(request) else "timelines/clause.html",
            standard=standard,
            lines=[line],
            line=line,
            verdicts=DISPOSITION_WORDS,
            zone=standard.service.agency.time_zone,
            own_address=request.app.url_path_for(
                "clause-history", slug=standard.slug, label=line.label
            ),
        ),
    )


async def whole(request: Request) -> Response:
    """Show the way of every clause of a standard that ever changed or was talked about."""
    standard, shelf = await _shelf(request)
    beside = await _beside(standard)
    ways = await _every(standard, shelf, beside)
    return _framed(
        request,
        page(
            request,
            "timelines/embed.html" if _embedded(request) else "timelines/standard.html",
            standard=standard,
            versions=list(shelf.versions.values()),
            lines=[line for line in ways if len(line.moments) > 1 or line.moments[0].talks],
            still=sum(len(line.moments) == 1 and not line.moments[0].talks for line in ways),
            verdicts=DISPOSITION_WORDS,
            zone=standard.service.agency.time_zone,
            own_address=request.app.url_path_for("standard-history", slug=standard.slug),
        ),
    )


routes = [
    Page("/standards/{slug:slug}/history", whole, name="standard-history"),
    Page("/standards/{slug:slug}/history/embed", whole, name="standard-history-embed"),
    Page(
        "/standards/{slug:slug}/clauses/{label:label}/history",
        clause,
        name="clause-history",
    ),
    Page(
        "/standards/{slug:slug}/clauses/{label:label}/history/embed",
        clause,
        name="clause-history-embed",
    ),
]


def _embedded(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.endswith("/embed")


def _framed(request: Request, response: Response) -> Response:
    return in_frames(response) if _embedded(request) else response


async def _shelf(request: Request) -> tuple[Standard, Shelf]:
    """Return a standard with its public versions, or say that it has none."""
    standard = await find_standard(request.path_params["slug"])
    shelf = await shelf_of(standard)
    if not shelf.versions:
        raise NotFound("standard.no-version", _("No version of this standard is public yet."))
    return standard, shelf


def _lineage(shelf: Shelf, label: str) -> str:
    """Return the clause that has this number in the newest version that has the number at all."""
    for version in shelf.versions:
        for piece in shelf.pieces[version]:
            if piece.label == label:
                return piece.lineage
    raise NotFound(
        "clause.not-found", _("No version of this standard has a clause of this number.")
    )


@dataclass(frozen=True)
class Beside:
    """What was said in one consultation, and how it was answered, by the lineage of the clause."""

    consultation: Consultation
    said: Mapping[str, Margin]
    verdicts: Mapping[str, Mapping[Disposition, int]]


async def _beside(standard: Standard) -> list[Beside]:
    """Return what was said in each consultation about the standard, the oldest first."""
    every = sorted(await consultations_about(standard), key=lambda one: one.id)
    answered = await verdicts_by_clause([one.id for one in every])
    return [Beside(one, await margins(one.id), answered.get(one.id, {})) for one in every]


async def _line(standard: Standard, shelf: Shelf, lineage: str, beside: Sequence[Beside]) -> Line:
    steps = await history(standard, lineage, shelf)
    parents = {one.lineage for step in steps for one in step.changed.change.parents}
    later = [step.version.id for step in steps if step.former is not None]
    causes: defaultdict[tuple[int, str], list[Cause]] = defaultdict(list)
    for cause in await causes_of(standard.id, sorted({lineage, *parents}), later):
        causes[cause.version_id, lineage].append(cause)
    changes = {step.version.id: step.changed for step in steps}
    talked = [one.consultation.id for one in beside if lineage in one.said]
    proposals = await proposals_about(talked, lineage, MOST_PROPOSALS)
    return _drawn(standard, shelf, lineage, changes, causes, beside, proposals)


async def _every(standard: Standard, shelf: Shelf, beside: Sequence[Beside]) -> list[Line]:
    """Return the way of every clause in reading order, those that are gone at the end."""
    order: dict[str, None] = {}
    for version in shelf.versions:
        order.update(dict.fromkeys(piece.lineage for piece in shelf.pieces[version]))
    changes: defaultdict[str, dict[int, ChangedClause]] = defaultdict(dict)
    kin: defaultdict[str, set[str]] = defaultdict(set)
    for step in all_steps(standard, shelf):
        changes[step.changed.lineage][step.version.id] = step.changed
        for parent in step.changed.change.parents:
            kin[parent.lineage].add(step.changed.lineage)
    causes: defaultdict[tuple[int, str], list[Cause]] = defaultdict(list)
    for cause in await causes_of(standard.id, list(order), list(shelf.versions)):
        for lineage in {cause.lineage, *kin[cause.lineage]}:
            causes[cause.version_id, lineage].append(cause)
    return [_drawn(standard, shelf, lineage, changes[lineage], causes, beside) for lineage in order]


def _drawn(
    standard: Standard,
    shelf: Shelf,
    lineage: str,
    changes: Mapping[int, ChangedClause],
    causes: Mapping[tuple[int, str], list[Cause]],
    beside: Sequence[Beside],
    proposals: Mapping[int, Sequence[Contribution]] = MappingProxyType({}),
) -> Line:
    moments, begun = [], False
    newest: Piece | None = None
    for version in reversed(shelf.versions.values()):
        here = next((one for one in shelf.pieces[version.id] if one.lineage == lineage), None)
        newest = here or newest
        talks = [
            Talk(
                one.consultation,
                here.label,
                one.said[lineage],
                one.verdicts.get(lineage, {}),
                proposals.get(one.consultation.id, ()),
            )
            for one in beside
            if here and one.consultation.version_id == version.id and lineage in one.said
        ]
        changed = changes.get(version.id)
        if changed is None and not talks:
            continue
        first = not begun and changed is not None and changed.fate is Fate.NEW
        begun = begun or changed is not None
        moments.append(
            Moment(version, changed, first, list(causes.get((version.id, lineage), [])), talks)
        )
    assert newest is not None  # noqa: S101 - the lineage was found in a version
    component = profile(standard.profile).component(newest.component)
    last = next(iter(shelf.versions))
    return Line(
        lineage,
        newest.label,
        local(component.name) if component else "",
        all(one.lineage != lineage for one in shelf.pieces[last]),
        moments,
    )
