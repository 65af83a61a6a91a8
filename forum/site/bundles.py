"""The bundle: all that is needed to check a consultation's record without asking us."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from forum.audit.models import LogEntry
from forum.consultations.queries import find_public
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.publication.bundle import bundle_of
from forum.web.routes import Page

GOOD_FOR = 600.0
"""Seconds for which one is handed out again: making it reads the whole log. But never one that
still has words that are public no more."""
MOST_KEPT = 8
TAKES_AWAY = (
    *("comment.hidden", "comment.redacted", "comment.withdrawn", "comment.held"),
    "erasure.executed",
)


class Kept(NamedTuple):
    """A bundle that was made a moment ago."""

    made_at: float
    taken: int
    data: bytes


_kept: dict[tuple[str, str], Kept] = {}
_one_at_a_time: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}


async def bundle(request: Request) -> Response:
    """Give the bundle of a consultation."""
    consultation = await find_public(request.path_params["slug"])
    settings = request.app.state.settings
    key = (settings.database_url, consultation.slug)
    lock = _one_at_a_time.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    async with lock:
        kept, taken = _kept.get(key), await _last_taken(consultation.record_id)
        late = kept is not None and time.monotonic() > kept.made_at + GOOD_FOR
        if kept is None or late or kept.taken != taken:
            made = await bundle_of(consultation, settings.base_url)
            if made is None:
                raise NotFound(
                    "bundle.unsigned",
                    _("The record of this forum is not signed, so there is nothing to check."),
                )
            kept = Kept(time.monotonic(), taken, made[1])
            while len(_kept) >= MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = kept
    return Response(
        kept.data,
        media_type="application/zip",
        headers={
            "content-disposition": f'attachment; filename="{consultation.slug}-record.zip"',
            "cache-control": "no-cache",
        },
    )


async def _last_taken(record_id: str) -> int:
    """Return the newest entry of a consultation that took words away from the public."""
    newest = LogEntry.filter(ctx=record_id, type__in=TAKES_AWAY).order_by("-seq")
    found = await newest.first()
    return found.seq if found else 0


routes = [Page("/consultations/{slug:slug}/bundle.zip", bundle, name="consultation-bundle")]
