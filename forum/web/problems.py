"""Shows a refusal: a page to people, problem+json to programs."""

from __future__ import annotations

import traceback
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


async def show_refusal(request: Request, error: Exception) -> Response:
    """Answer any ForumError in the form that the client asked for."""
    error = cast("ForumError", error)
    if "json" not in request.headers.get("accept", ""):
        back = here(request) if request.method == "GET" else ""
        return page(request, "errors/refusal.html", wrong=error, back=back)
    body: dict[str, object] = {
        "type": error.code,
        "title": error.message,
        "status": error.status,
    }
    if isinstance(error, Invalid):
        body["fields"] = error.fields
    if isinstance(error, Refused) and error.missing:
        body["missing"] = list(error.missing)
    return JSONResponse(body, error.status, media_type="application/problem+json")


async def show_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework itself refuses: no such address, a body that cannot be read."""
    error = cast("HTTPException", error)
    if error.status_code == NotFound.status:
        return await show_refusal(
            request, NotFound("web.not-found", _("There is no page at this address."))
        )
    sentences = {
        400: _("This form could not be read. Go back, check it and send it again."),
        405: _("This address cannot be used in that way."),
        413: _("This is too large to send. Shorten it or send a smaller file."),
    }
    refused = Unreadable(
        f"web.{error.status_code}",
        sentences.get(error.status_code, _("This request could not be answered.")),
    )
    response = await show_refusal(request, refused)
    response.status_code = error.status_code
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def show_failure(request: Request, error: Exception) -> Response:
    """Answer a fault of our own with what to do next; the log has the rest."""
    log.error("request_failed", number=request.scope.get("request_number"), exc_info=error)
    debug: bool = request.app.state.settings.debug
    details = "".join(traceback.format_exception(error)) if debug else ""
    return page(request, "errors/failure.html", status=500, details=details)
