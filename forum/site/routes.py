"""All addresses of the site, area by area."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from forum.core.settings import Settings
from forum.web.assets import assets


def routes_for(settings: Settings) -> list[BaseRoute]:
    """Return every address; those of the demonstration only where it runs."""
    areas: list[list[BaseRoute]] = []
    routes = [route for area in areas for route in area]
    if settings.demo:
        routes += []
    return [*routes, Mount("/static", assets(), name="static")]
