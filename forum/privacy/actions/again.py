"""Doing again what was erased: after a copy was put back that still has it."""

from __future__ import annotations

from collections.abc import Iterable

from forum.access.policy import Actor, Permission, require
from forum.accounts.models import Person
from forum.core.db import transaction
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from forum.privacy.actions.everything import erase_all, erase_identity
from forum.privacy.actions.words import erase_one
from forum.privacy.kept import Erased
from forum.privacy.rules import Basis, Kind
from forum.sessions.actions.erasing import hold_sessions, sessions_of


async def erase_again(operator: Actor, erased: Iterable[Erased]) -> int:
    """Erase what a list says was erased and is there all the same; return how much that was.

    What it names and this database does not know is passed over. Doing it again changes nothing.
    """
    require(operator, Permission.ERASURE_REPEAT)
    done = 0
    for one in erased:
        done += await (_words(one.id) if one.kind is Kind.TEXT else _person(one))
    return done


async def _words(record_id: str) -> bool:
    seen = await Contribution.get_or_none(record_id=record_id)
    if seen is None or seen.showing is Showing.ERASED:
        return False
    async with transaction():
        await hold_sessions([seen.session_ref])
        contribution = await find_contribution(seen.ref, lock=True)
        await erase_one(contribution, by="operator", basis=Basis.AGAIN)
    return True


async def _person(erased: Erased) -> bool:
    seen = await Person.get_or_none(record_id=erased.id)
    if seen is None or seen.left_at is not None:
        return False
    async with transaction():
        await hold_sessions(await sessions_of(seen.id))
        person = await Person.select_for_update(no_key=True).get(id=seen.id)
        erase = erase_all if erased.kind is Kind.EVERYTHING else erase_identity
        await erase(person, by="operator", basis=Basis.AGAIN)
    return True
