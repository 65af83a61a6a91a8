"""What everybody may know about the forum itself: its rules, people's data, accessibility."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.models import Agency
from forum.profiles.load import CODES, Profile, profile
from forum.web.pages import page
from forum.web.routes import Page


async def rules(request: Request) -> Response:
    """Show the rules that a moderator must name, and what each allows."""
    return page(request, "about/rules.html", countries=await _countries())


async def privacy(request: Request) -> Response:
    """Show what happens with people's data."""
    return page(request, "about/privacy.html", countries=await _countries())


async def accessibility(request: Request) -> Response:
    """Show what everybody can rely on, and whom to tell where it fails."""
    return page(request, "about/accessibility.html")


async def _countries() -> list[Profile]:
    """Return the profiles of the agencies here: each brings its own rules."""
    codes = {row["profile"] for row in await Agency.all().distinct().values("profile")}
    return [profile(code) for code in CODES if code in codes] or [profile(CODES[0])]


routes = [
    Page("/rules", rules, name="rules"),
    Page("/privacy", privacy, name="privacy"),
    Page("/accessibility", accessibility, name="accessibility"),
]
