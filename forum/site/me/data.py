"""All that is kept about a person, as a file to keep: made when it is asked for, never stored."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.accounts.queries import person_behind
from forum.core import clock
from forum.core.format import moment
from forum.core.i18n import _, language, local
from forum.core.templating import environment
from forum.privacy.queries.own_data import PARTS, own_data
from forum.site.me.data_words import VALUE_WORDS, word_of
from forum.site.me.frame import own, own_page
from forum.web.routes import Page

Told = list[tuple[str, Any]]
"""Names and what stands under them: a text, or lists of the same."""


async def show(request: Request) -> Response:
    """Say what is kept, and offer it."""
    own(request)
    return own_page(request, "me/data.html", "me-data", parts=[_(part.title) for part in PARTS])


async def file(request: Request) -> Response:
    """Give everything as one zip: a page to read, and the same for programs."""
    person = await person_behind(own(request))
    data, at = await own_data(person), clock.now()
    zone: str = request.app.state.settings.time_zone
    readable = (
        environment()
        .get_template("me/data_file.html")
        .render(
            language=language.get(),
            at=moment(at, zone),
            parts=[
                (_(part.title), [_told(row, zone) for row in data[part.name]]) for part in PARTS
            ],
        )
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("data.html", readable)
        told = {"made_at": at, **data}
        made.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, default=_plain))
    return Response(
        packed.getvalue(),
        media_type="application/zip",
        headers={
            "content-disposition": f'attachment; filename="{at:%Y-%m-%d}-{person.ref}.zip"',
            "cache-control": "private, no-store",
        },
    )


routes = [
    Page("/me/data", show, name="me-data", reads=Permission.ACCOUNT_KEEP),
    Page("/me/data.zip", file, name="me-data-file", reads=Permission.ACCOUNT_KEEP),
]


def _plain(value: object) -> str:
    """Return a moment as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _told(row: Mapping[str, Any], zone: str) -> Told:
    """Return a row as its owner reads it, without what is empty."""
    return [
        (word_of(name), _read(name, value, zone))
        for name, value in row.items()
        if value not in (None, "", [], False)
    ]


def _read(name: str, value: Any, zone: str) -> Any:
    match value:
        case list():
            return [_told(one, zone) for one in value]
        case dict():
            return local(value)
        case True:
            return _("Yes")
        case datetime():
            return moment(value, zone)
    words = VALUE_WORDS.get(name, {})
    return _(words[value]) if value in words else str(value)
