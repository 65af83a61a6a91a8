"""Services: finding one, and reading what its agency promises about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.queries import find_service, services
from forum.consultations.queries import consultations_about
from forum.drafts.models import Version
from forum.drafts.queries import compared, pieces_of, versions_of
from forum.drafts.rules import VersionState
from forum.drafts.wording import FieldRow
from forum.notices.models import Thing
from forum.profiles.load import Component, Kind, Profile, profile
from forum.site.asked import page_asked, words_asked
from forum.site.follows import following
from forum.site.reading import Draft, Line, Part, View, parts_of
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.routes import Page

AT_ONCE = 100

SHORT = frozenset({Kind.DURATION, Kind.MONEY})
"""Values that are the heart of a promise: how long it takes, and what it costs."""

LONG = frozenset({Kind.STEPS, Kind.CHANNELS})
"""Lists that are opened by whoever needs them. Other lists are clauses of their own already."""


@dataclass(frozen=True)
class Card:
    """One component at a glance: the values that matter, the clauses, and the other values."""

    component: Component
    lines: Sequence[Line]
    headline: list[FieldRow]
    remarks: list[FieldRow]
    details: list[FieldRow]


async def index(request: Request) -> Response:
    """List the services, or those that have the words looked for."""
    words = words_asked(request.query_params.get("q"))
    found = await services(words)
    pages = max(1, -(-len(found) // AT_ONCE))
    number = min(page_asked(request.query_params.get("page")), pages)
    return page(
        request,
        "services/index.html",
        services=found[(number - 1) * AT_ONCE : number * AT_ONCE],
        found=len(found),
        page=number,
        pages=pages,
        address=f"?{urlencode({'q': words, 'page': ''} if words else {'page': ''})}",
        words=words,
    )


async def show(request: Request) -> Response:
    """Show the standard in force as cards, what else it holds, and its versions."""
    service = await find_service(request.path_params["slug"])
    standard = service.standard
    versions = [one for one in await versions_of(standard) if one.state is not VersionState.EDITING]
    in_force = next((one for one in versions if one.number == standard.in_force), None)
    country = profile(standard.profile)
    cards = [_card(part, country) for part in await _parts(in_force, country)]
    return page(
        request,
        "services/show.html",
        service=service,
        standard=standard,
        country=country,
        versions=versions,
        in_force=in_force,
        promised=sorted(
            (card for card in cards if card.component.must_publish),
            key=lambda card: not card.headline,
        ),
        others=[card for card in cards if not card.component.must_publish],
        consultations=await consultations_about(standard),
        following=following(actor_of(request), Thing.SERVICE, service.slug),
    )


routes = [
    Page("/services", index, name="services"),
    Page("/services/{slug:slug}", show, name="service"),
]


async def _parts(version: Version | None, country: Profile) -> list[Part]:
    if version is None:
        return []
    pieces = await pieces_of(version)
    draft = Draft(None, compared(pieces, pieces, country.code))
    return parts_of(draft, View.NEW, country.code)


def _card(part: Part, country: Profile) -> Card:
    component = country.component(part.lines[0].changed.component)
    assert component is not None  # noqa: S101 - comparing looked it up
    kinds = {asked.code: asked.kind for asked in component.fields}
    rows = [row for line in part.lines for row in line.changed.rows]
    return Card(
        component=component,
        lines=part.lines,
        headline=[row for row in rows if kinds[row.code] in SHORT],
        remarks=[row for row in rows if kinds[row.code] is Kind.CHOICE],
        details=[row for row in rows if kinds[row.code] in LONG],
    )
