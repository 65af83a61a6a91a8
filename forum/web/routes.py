"""Routes that change something say which permission they will ask for."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.access.policy import Permission

Handler = Callable[[Request], Awaitable[Response]]


class Act(Route):
    """A POST. The action behind it enforces the permission, and a test proves that it does."""

    def __init__(self, path: str, handler: Handler, permission: Permission, *, name: str) -> None:
        super().__init__(path, _closing(handler), methods=["POST"], name=name)
        self.permission = permission


class Page(Route):
    """A GET. `reads` is the permission it asks for; without one, everyone may read it."""

    def __init__(
        self, path: str, handler: Handler, *, name: str, reads: Permission | None = None
    ) -> None:
        super().__init__(path, handler, methods=["GET"], name=name)
        self.reads = reads


def _closing(handler: Handler) -> Handler:
    """Give back the files that came with the form, whatever becomes of it."""

    @functools.wraps(handler)
    async def closing(request: Request) -> Response:
        try:
            return await handler(request)
        finally:
            await request.close()

    return closing
