"""Taking a person out of what was sent, what waits to be sent, and what is followed."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.notices.models import Follow, Mail, Notice


async def erase_letters(person: Person) -> None:
    """Erase every notice and letter to this person, sent or not, and what they follow."""
    await Notice.filter(person_id=person.id).delete()
    await Follow.filter(person_id=person.id).delete()
    if person.email:
        await Mail.filter(address=person.email).delete()
