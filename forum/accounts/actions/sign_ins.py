"""Sign-ins on devices: beginning, being seen, getting a new secret, ending."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from tortoise.queryset import QuerySet

from forum.access.policy import Actor, Permission, require
from forum.accounts.events import SignInsEnded
from forum.accounts.models import Person, SignIn
from forum.accounts.queries import holder_of
from forum.accounts.rules.sign_ins import SEEN_EVERY
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import CannotStore, NotFound
from forum.core.i18n import _
from forum.core.ids import digest, new_secret

log = structlog.get_logger(__name__)

KEPT = timedelta(days=30)


async def begin_sign_in(
    asker: Actor, person: Person, *, device: str = "", code_given: bool = False
) -> str:
    """Sign a person in on this device and return the secret for its cookie.

    Whoever was signed in there before is signed out. `code_given` wakes roles at once.
    """
    token, now = new_secret(), clock.now()
    async with transaction():
        await _end(id=asker.sign_in_id or 0)
        await SignIn.filter(person_id=person.id, seen_at__lt=now - KEPT).delete()
        await SignIn.create(
            person=person,
            token_digest=digest(token),
            device=device[:200],
            started_at=now,
            seen_at=now,
            second_factor_at=now if code_given else None,
        )
    log.info("signed_in", person=person.id)
    return token


async def renew(sign_in: SignIn) -> str:
    """Give a sign-in a new secret, because it may do more from now on; the old one is worthless."""
    token = new_secret()
    sign_in.token_digest, sign_in.second_factor_at = digest(token), clock.now()
    await sign_in.save(update_fields=["token_digest", "second_factor_at"])
    return token


async def recognise(token: str) -> Actor | None:
    """Return whoever holds this cookie, and note at most once a minute that they were here."""
    holder = await holder_of(token)
    if holder is None:
        return None
    now = clock.now()
    if now - holder.seen_at >= SEEN_EVERY:
        mine = SignIn.filter(id=holder.sign_in_id, ended_at__isnull=True)
        with suppress(CannotStore):  # whoever only reads can go on
            async with transaction():
                await mine.update(seen_at=now)
    return holder.actor


async def sign_out(asker: Actor) -> None:
    """End the sign-in on this device. Its cookie is worth nothing from now on."""
    async with transaction():
        require(asker, Permission.SIGN_IN)
        await _end(id=asker.sign_in_id or 0)
    log.info("signed_out", person=asker.person_id)


async def end_sign_in(actor: Actor, ref: str) -> None:
    """End one's own sign-in on another device, or on this one."""
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        if not await _end(ref=ref, person_id=actor.person_id):
            raise NotFound("sign-in.not-found", _("You are no longer signed in on that device."))
    log.info("sign_in_ended", person=actor.person_id)


async def end_other_sign_ins(actor: Actor) -> int:
    """End one's own sign-ins everywhere but here, and return how many there were."""
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        ended = await end_all_but(actor.sign_in_id, person_id=actor.person_id or 0)
    log.info("sign_ins_ended", person=actor.person_id, number=ended)
    return ended


async def end_all_but(sign_in_id: int | None, *, person_id: int) -> int:
    """End every sign-in of a person but one."""
    others = SignIn.filter(person_id=person_id, ended_at__isnull=True).exclude(id=sign_in_id or 0)
    return await _end_all(others)


async def _end(**which: object) -> int:
    return await _end_all(SignIn.filter(ended_at__isnull=True, **which))


async def _end_all(which: QuerySet[SignIn]) -> int:
    ids: list[Any] = await which.values_list("id", flat=True)
    if not ids:
        return 0
    ended = await SignIn.filter(id__in=ids, ended_at__isnull=True).update(ended_at=clock.now())
    announce(SignInsEnded(tuple(ids)))
    return ended
