"""Nothing is written while the forum is for reading only."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.core.errors import ForumError
from forum.core.i18n import _
from forum.web.csrf import SAFE
from forum.web.problems import show_refusal

TRY_AGAIN = "600"


class ForReadingOnly(ForumError):
    """Nothing can be changed just now, whoever asks."""

    status = 503


class ReadOnly:
    """Let reads through; answer writes with a sentence while `app.state.read_only` says so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request."""
        open_ = scope["type"] != "http" or scope["method"] in SAFE
        if open_ or not getattr(scope["app"].state, "read_only", False):
            await self.app(scope, receive, send)
            return
        refused = ForReadingOnly(
            "web.read-only",
            _("The forum can only be read just now. Copy what you wrote, and send it again later."),
        )
        response = await show_refusal(Request(scope, receive), refused)
        response.headers["retry-after"] = TRY_AGAIN
        await response(scope, receive, send)
