"""The final summary of a consultation, as frozen at publication."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.consultations.queries import find_public
from forum.core.i18n import lang_of
from forum.core.text import render_in_thread
from forum.drafts.models import Version
from forum.publication.queries import published_summary
from forum.publication.rules import LONGEST_SUMMARY
from forum.sessions.queries.minutes import sessions_with_minutes
from forum.site.figures import figures
from forum.web.pages import page
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show the words, the numbers and the fingerprint of the frozen summary."""
    consultation = await find_public(request.path_params["slug"])
    summary = await published_summary(consultation)
    words_lang = lang_of(summary.words)
    return page(
        request,
        "summaries/show.html",
        consultation=consultation,
        summary=summary,
        words_lang=words_lang,
        words=await render_in_thread(summary.words[words_lang], LONGEST_SUMMARY),
        figures=figures(summary.numbers),
        version=await Version.get(id=consultation.next_version_id),
        discussed=await Version.get(id=consultation.version_id),
        sessions=await sessions_with_minutes(consultation.id),
    )


async def document(request: Request) -> Response:
    """Return the exact bytes whose fingerprint stands in the record."""
    consultation = await find_public(request.path_params["slug"])
    summary = await published_summary(consultation)
    return Response(
        summary.document.encode(),
        media_type="application/json",
        headers={"cache-control": "max-age=31536000, immutable"},
    )


routes = [
    Page("/consultations/{slug:slug}/summary", show, name="summary"),
    Page("/consultations/{slug:slug}/summary.json", document, name="summary-document"),
]
