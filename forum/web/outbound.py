"""Sending a text to an address that the operator has set: never to what a user gave."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

LONGEST_ANSWER = 16 * 1024
PATIENCE = 10.0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer, not a way."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())


async def post_text(address: str, text: str) -> tuple[int, str]:
    """Return status and text of the answer; raise OSError if none comes within ten seconds."""
    return await asyncio.to_thread(_post, address, text)


def _post(address: str, text: str) -> tuple[int, str]:
    if not address.startswith(("https://", "http://")):
        raise OSError(f"not an address of the web: {address}")
    asked = urllib.request.Request(  # noqa: S310 - its scheme was looked at just now
        address, text.encode(), {"content-type": "text/plain; charset=utf-8"}, method="POST"
    )
    try:
        with _opener.open(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read(LONGEST_ANSWER).decode(errors="replace")
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(LONGEST_ANSWER).decode(errors="replace")
    except HTTPException as broken:
        raise OSError(f"no answer that can be read: {broken}") from None
