"""A browser without scripts: forms, cookies and redirects."""

from __future__ import annotations

import httpx2
from starlette.applications import Starlette


def visitor(app: Starlette, *, language: str = "en") -> httpx2.AsyncClient:
    """Return a browser on the forum's own pages; it does not follow redirects by itself."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url="http://forum.test",
        headers={
            "accept": "text/html",
            "accept-language": language,
            "sec-fetch-site": "same-origin",
        },
    )
