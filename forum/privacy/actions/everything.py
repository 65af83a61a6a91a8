"""Erasing a name, or all that somebody said and the name: the person leaves, the record stays."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions import erase_account
from forum.accounts.models import Person
from forum.accounts.queries import require_lately
from forum.audit.actions import By, erase_author, record
from forum.audit.rules import identity
from forum.core.db import one_at_a_time, transaction
from forum.moderation.actions import erase_appeals_of, erase_reports
from forum.notices.actions import erase_letters
from forum.organisations.actions import leave_all
from forum.organisations.models import Invitation
from forum.participation.queries import find_contribution
from forum.privacy.actions.scrubbing import plan_scrub
from forum.privacy.actions.words import erase_one
from forum.privacy.kept import Erased, keep
from forum.privacy.queries.preview import in_the_way, own_words
from forum.privacy.rules import Basis, Kind, check_way
from forum.sessions.actions.erasing import (
    erase_asked,
    erase_attendee,
    erase_corrections,
    hold_sessions,
    sessions_of,
)
from forum.voting.actions.erasing import erase_reasons


async def erase_name(actor: Actor) -> None:
    """Erase one's own name and address: what one said stays, as that of a person who left.

    It is asked shortly after signing in. Who has a role, leads others, or voted where the poll is
    still open, is told what to do first.
    """
    async with transaction():
        person = await _leaving(actor)
        await erase_identity(person, by="citizen", basis=Basis.OWN)


async def erase_everything(actor: Actor) -> None:
    """Erase all that one said, and then the name. What was said for an organisation is its own."""
    async with transaction():
        person = await _leaving(actor)
        await erase_all(person, by="citizen", basis=Basis.OWN)


async def erase_all(person: Person, *, by: By, basis: Basis) -> None:
    """Erase every word of somebody, wherever it was said, and then who they are.

    Joins the act of the caller, who has locked the person, and their sessions before.
    """
    for ref in await own_words(person.id):
        contribution = await find_contribution(ref, lock=True)
        await erase_one(contribution, by=by, basis=basis)
    await erase_asked(person_id=person.id)
    await erase_corrections(person.id)
    await erase_reasons(person)
    await erase_reports(person.id)
    await erase_appeals_of(person.id)
    await erase_identity(person, by=by, basis=basis, listed=Kind.EVERYTHING)


async def erase_identity(
    person: Person, *, by: By, basis: Basis, listed: Kind = Kind.IDENTITY
) -> None:
    """Erase who somebody is, everywhere, and enter that it was done: never whose name it was.

    `listed` is what the list of erasures says was done. Joins the act of the caller, who has locked
    the person, and their sessions before.
    """
    if person.left_at is not None:
        return
    record_id = person.record_id
    await erase_author(identity(record_id))
    await erase_attendee(person)
    await leave_all(person.id)
    await erase_letters(person)
    await Invitation.filter(email=person.email or "").delete()
    await erase_account(person)
    d = {"kind": Kind.IDENTITY.value, "basis": basis.value}
    entry = await record("erasure.executed", by=by, d=d)
    await plan_scrub(entry.leaf)
    keep(Erased(listed, record_id))


async def _leaving(actor: Actor) -> Person:
    """Return whoever leaves, locked; refuse while something hangs on the name."""
    require(actor, Permission.ACCOUNT_ERASE)
    await require_lately(actor)
    person_id = actor.person_id or 0
    # What is on its way in, and whoever is just signing in, is waited for.
    await one_at_a_time(f"handing-in:{person_id}")
    await hold_sessions(await sessions_of(person_id))
    email = (await Person.get(id=person_id)).email
    await one_at_a_time(f"links:{email}")
    person = await Person.select_for_update(no_key=True).get(id=person_id)
    check_way(await in_the_way(person_id))
    return person
