"""Accounts themselves: making one, and how its owner wants to be named and spoken to."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.models import Person
from forum.accounts.queries import person_behind
from forum.accounts.rules.people import checked_about, checked_email, checked_name
from forum.core import clock
from forum.core.db import one_at_a_time, transaction
from forum.core.errors import Invalid
from forum.core.i18n import DEFAULT, LANGUAGES, _


async def find_or_make_person(
    email: str, name: str = "", *, about: str = "", language: str = DEFAULT
) -> Person:
    """Return the account with this address; a new one if there is none, or a name if it has none.

    An account may be made before its owner comes, to hold a role: it is named at the first sign-in.
    """
    email = checked_email(email)
    async with transaction():
        await one_at_a_time(f"person:{email}")
        person = await Person.select_for_update().get_or_none(email=email)
        if person is None:
            return await Person.create(
                email=email,
                name=checked_name(name) if name else "",
                about=checked_about(about),
                language=language,
                joined_at=clock.now(),
            )
        if name and not person.name:
            person.name, person.language = checked_name(name), language
            await person.save(update_fields=["name", "language"])
    return person


async def rename(actor: Actor, *, name: str, about: str) -> Person:
    """Change the name under which a person is read, and the words beside it."""
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        person = await person_behind(actor)
        person.name, person.about = checked_name(name), checked_about(about)
        await person.save(update_fields=["name", "about"])
    return person


async def choose_language(actor: Actor, language: str) -> None:
    """Speak to this person in this language from now on, also in letters."""
    if language not in LANGUAGES:
        raise Invalid({"language": _("Choose one of the options offered.")})
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        await Person.filter(id=actor.person_id).update(language=language)
