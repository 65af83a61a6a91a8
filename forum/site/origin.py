"""Where a request comes from: which network, and what kind of device."""

from __future__ import annotations

from starlette.requests import Request

from forum.accounts.rules.throttle import network_of

# The first that fits: each browser also names those it descends from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def network(request: Request) -> str:
    """Return the network that counts as one origin; a proxy of ours has been seen through."""
    return network_of(request.client.host if request.client else "")


def device(request: Request) -> str:
    """Return what a person recognises a device by, such as "Firefox, Android", or nothing."""
    says = request.headers.get("user-agent", "")
    found = (
        next((name for sign, name in signs if sign in says), "") for signs in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
