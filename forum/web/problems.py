"""Shows a refusal: a page to people, problem+json to programs."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import cast

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from forum.core.errors import ForumError, Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.web.pages import here, page

log = structlog.get_logger(__name__)


class Unreadable(ForumError):
    """A request that cannot be read at all."""


async def show_refusal(
    request: Request, error: Exception, status: int | None = None, kept: Sequence[str] = ()
) -> Response:
    """Answer any ForumError in the form that the client asked for.

    `kept` is what somebody typed who gets no form back: it can be read and copied.
    """
    error = cast("ForumError", error)
    status = status or error.status
    if not _wants_json(request):
        back = here(request) if request.method == "GET" else ""
        return page(
            request, "errors/refusal.html", wrong=error, status=status, back=back, kept=kept
        )
    more: dict[str, object] = {}
    if isinstance(error, Invalid):
        more["fields"] = error.fields
    if isinstance(error, Refused) and error.missing:
        more["missing"] = list(error.missing)
    return _problem(error.code, error.message, status, **more)


async def show_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework itself refuses: no such address, a body that cannot be read."""
    error = cast("HTTPException", error)
    status = error.status_code
    if status == NotFound.status:
        return await show_refusal(
            request, NotFound("web.not-found", _("There is no page at this address."))
        )
    if status == 400 and "aximum" in error.detail:
        status = 413  # a part of a form is too large, or it has too many: it was read well enough
    sentences = {
        400: _("This form could not be read. Go back, check it and send it again."),
        405: _("This address cannot be used in that way."),
        413: _("This is too large to send. Shorten it or send a smaller file."),
    }
    refused = Unreadable(
        f"web.{status}", sentences.get(status, _("This request could not be answered."))
    )
    response = await show_refusal(request, refused, status)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def show_failure(request: Request, error: Exception) -> Response:
    """Answer a fault of our own with what to do next; the log has the rest."""
    log.error("request_failed", number=request.scope.get("request_number"), exc_info=error)
    if _wants_json(request):
        return _problem("web.failed", _("Something failed on our side."), 500)
    debug: bool = request.app.state.settings.debug
    details = "".join(traceback.format_exception(error)) if debug else ""
    return page(request, "errors/failure.html", status=500, details=details)


def _wants_json(request: Request) -> bool:
    return "json" in request.headers.get("accept", "")


def _problem(code: str, sentence: str, status: int, **more: object) -> Response:
    body = {"type": code, "title": sentence, "status": status, **more}
    return JSONResponse(body, status, media_type="application/problem+json")
