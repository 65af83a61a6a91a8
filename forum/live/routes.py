"""The addresses of the live layer."""

from __future__ import annotations

from starlette.routing import BaseRoute, WebSocketRoute

from forum.live.long_poll import news
from forum.live.sockets import Socket
from forum.web.routes import Page

routes: list[BaseRoute] = [
    WebSocketRoute("/sessions/{code:code6}/live", Socket(), name="session-live"),
    Page("/sessions/{code:code6}/news", news, name="session-news"),
]
