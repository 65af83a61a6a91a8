"""The final summary of a consultation, as frozen at publication."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.consultations.queries import find_public
from forum.core.i18n import lang_of
from forum.core.text import render_in_thread
from forum.drafts.models import Version
from forum.drafts.queries import compare
from forum.publication.queries import published_summary
from forum.publication.rules import LONGEST_SUMMARY
from forum.sessions.queries.minutes import sessions_with_minutes
from forum.site.figures import figures, shares
from forum.site.reading import View, line_of
from forum.web.pages import page
from forum.web.routes import Page

MOST_CHANGES = 5


async def show(request: Request) -> Response:
    """Show the words, the numbers and the fingerprint of the frozen summary."""
    consultation = await find_public(request.path_params["slug"])
    summary = await published_summary(consultation)
    words_lang = lang_of(summary.words)
    version = await Version.get(id=consultation.next_version_id).select_related("standard")
    discussed = await Version.get(id=consultation.version_id).select_related("standard")
    every = await compare(discussed, version)
    lines = [line_of(one, View.CHANGES) for one in every]
    changes = [line for line in lines if line.marked]
    return page(
        request,
        "summaries/show.html",
        consultation=consultation,
        summary=summary,
        words_lang=words_lang,
        words=await render_in_thread(summary.words[words_lang], LONGEST_SUMMARY),
        figures=figures(summary.numbers, verdicts=False),
        shares=shares(summary.numbers),
        version=version,
        discussed=discussed,
        changes=changes[:MOST_CHANGES],
        changed=len(changes),
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
