"""What a telephone shows of the forum once somebody has put it among the apps."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from forum.web.assets import assets
from forum.web.routes import Page

GROUND = "#eff1f6"
"""As `--ground` in tokens.css: what is seen until the first page is there."""


async def show(request: Request) -> Response:
    """Return the web app manifest, <https://www.w3.org/TR/appmanifest/>."""
    settings = request.app.state.settings
    return JSONResponse(
        {
            "id": "/",
            "start_url": "/",
            "name": f"{settings.site_name} {settings.site_place}".strip(),
            "short_name": settings.site_name,
            "display": "minimal-ui",
            "background_color": GROUND,
            "theme_color": GROUND,
            "icons": [
                {
                    "src": assets().path(f"icon-{side}.png"),
                    "sizes": f"{side}x{side}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for side in (192, 512)
            ],
        },
        media_type="application/manifest+json",
        headers={"cache-control": "public, max-age=3600"},
    )


routes = [Page("/manifest.webmanifest", show, name="manifest")]
