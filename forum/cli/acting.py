"""What the commands of the operator share: an act in the open database, or why it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from forum.core.errors import ForumError, Invalid
from forum.core.i18n import speaking
from forum.core.settings import Settings
from forum.database.config import open_database


def done(settings: Settings, act: Callable[[], Awaitable[object]], *, otherwise: str = "") -> bool:
    """Tell whether the act was done; if it was refused, print why, after the word `otherwise`."""

    async def inside() -> None:
        async with open_database(settings.database_url):
            await act()

    with speaking("en"):
        try:
            asyncio.run(inside())
        except ForumError as refused:
            fields = refused.fields.values() if isinstance(refused, Invalid) else ()
            print(*filter(None, [otherwise, *(fields or [refused.message])]))
            return False
    return True
