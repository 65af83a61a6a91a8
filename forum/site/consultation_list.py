"""All consultations that were announced, narrowed as somebody likes."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.queries import agencies
from forum.consultations.queries import Narrowed, list_consultations
from forum.consultations.rules import PHASE_WORDS, Phase
from forum.core.i18n import _, local
from forum.core.ids import is_slug
from forum.participation.talk import talk_in
from forum.site.asked import page_asked, words_asked
from forum.site.home import talk_lines
from forum.web.pages import page
from forum.web.routes import Page

OFFERED = (
    Phase.ANNOUNCED,
    Phase.OPEN,
    Phase.PAUSED,
    Phase.CLOSED,
    Phase.ANSWERING,
    Phase.SECOND_LOOK,
    Phase.PUBLISHED,
    Phase.WITHDRAWN,
)


async def show(request: Request) -> Response:
    """List consultations: those that can be taken part in first."""
    asked = request.query_params
    phase = asked.get("phase", "")
    agency = asked.get("agency", "")
    narrowed = Narrowed(
        phase=Phase(phase) if phase in OFFERED else None,
        agency=agency if is_slug(agency) else "",
        words=words_asked(asked.get("q")),
    )
    found = await list_consultations(narrowed, page=page_asked(asked.get("page")))
    talk = await talk_in(found.rows) if found.rows else {}
    kept = {name: asked[name] for name in ("phase", "agency", "q") if asked.get(name)}
    return page(
        request,
        "consultations/index.html",
        found=found,
        narrowed=narrowed,
        phases=[("", _("All phases"))] + [(one.value, _(PHASE_WORDS[one])) for one in OFFERED],
        agencies=[("", _("All agencies"))]
        + [(agency.slug, local(agency.name)) for agency in await agencies()],
        talk={one.id: talk_lines(talk[one.id], one) for one in found.rows},
        address=f"?{urlencode({**kept, 'page': ''})}",
    )


routes = [Page("/consultations", show, name="consultations")]
