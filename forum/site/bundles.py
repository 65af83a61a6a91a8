"""The bundle: all that is needed to check a consultation's record without asking us."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from forum.consultations.queries import find_public
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.participation.queries.lists import erased_in
from forum.publication.bundle import bundle_of
from forum.web.routes import Page

GOOD_FOR = 600.0
"""Seconds for which one is handed out again: making it reads the whole log. But never one that
still has words that were erased meanwhile."""
MOST_KEPT = 8


class Kept(NamedTuple):
    """A bundle that was made a moment ago."""

    made_at: float
    erased: int
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
        kept, erased = _kept.get(key), await erased_in(consultation.id)
        late = kept is not None and time.monotonic() > kept.made_at + GOOD_FOR
        if kept is None or late or kept.erased != erased:
            made = await bundle_of(consultation, settings.base_url)
            if made is None:
                raise NotFound(
                    "bundle.unsigned",
                    _("The record of this forum is not signed, so there is nothing to check."),
                )
            kept = Kept(time.monotonic(), erased, made[1])
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


routes = [Page("/consultations/{slug:slug}/bundle.zip", bundle, name="consultation-bundle")]
