"""All addresses of the site, area by area."""

from __future__ import annotations

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
