"""The addresses of the live layer among those of pages; sockets have a way of their own."""

from __future__ import annotations

from starlette.routing import BaseRoute

from forum.live.long_poll import news
from forum.web.routes import Page

routes: list[BaseRoute] = [Page("/sessions/{code:code6}/news", news, name="session-news")]
