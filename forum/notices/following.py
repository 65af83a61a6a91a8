"""Following a clause, a consultation, a service or an agency, and ending it.

Who follows what is nobody else's to know: it is neither public nor in the record.
"""

from __future__ import annotations

import re

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_left
from forum.core import clock
from forum.core.db import one_at_a_time, transaction
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.notices.followed import Followed, named
from forum.notices.models import Follow, Thing

LONGEST_NAME = 100
KEY = re.compile("[0-9A-Za-z_-]{32}")


async def follow(actor: Actor, thing: Thing, name: str) -> None:
    """Hear from now on what happens with it. Following it again changes nothing."""
    require(actor, Permission.FOLLOW)
    async with transaction():
        await check_not_left(actor)
        await one_at_a_time(f"follow:{actor.person_id}")
        mine = Follow(person_id=actor.person_id, thing=thing, name=name[:LONGEST_NAME])
        if len(name) > LONGEST_NAME or not await named([mine]):
            raise NotFound("follow.nothing", _("There is nothing of that name to follow."))
        if await Follow.exists(person_id=actor.person_id, thing=thing, name=name):
            return
        now = clock.now()
        await Follow.create(
            person_id=actor.person_id, thing=thing, name=name, since=now, told_until=now
        )


async def unfollow(actor: Actor, thing: Thing, name: str) -> None:
    """Hear no more of it. Ending it again changes nothing."""
    require(actor, Permission.FOLLOW)
    async with transaction():
        mine = Follow.filter(person_id=actor.person_id, thing=thing, name=name[:LONGEST_NAME])
        await mine.delete()


async def follow_of_key(key: str) -> Followed | None:
    """Return the following that the link in a letter ends, or nothing if it has ended."""
    found = await Follow.get_or_none(key=key) if KEY.fullmatch(key) else None
    if found is None:
        return None
    return next(iter(await named([found])), Followed(found))


async def end_by_key(key: str) -> Followed | None:
    """End a following by the link in one of its letters, without signing in; return what it was."""
    async with transaction():
        ended = await follow_of_key(key)
        if ended is not None:
            await Follow.filter(id=ended.follow.id).delete()
    return ended
