"""Setting a password."""

from __future__ import annotations

import structlog

from forum.access.policy import Actor, Permission, require
from forum.accounts import hashing
from forum.accounts.actions.guesses import count_guess, forgive
from forum.accounts.actions.sign_ins import end_all_but
from forum.accounts.events import PasswordChanged
from forum.accounts.models import Person
from forum.accounts.queries import person_behind, signed_in_lately
from forum.accounts.rules.passwords import check_password
from forum.core.db import announce, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _

log = structlog.get_logger(__name__)


async def set_password(
    actor: Actor, password: str, *, current: str = "", network: str = ""
) -> None:
    """Set the first password or another one, and sign out every other device.

    Right after signing in nothing more is asked, so that a forgotten password can be replaced by
    way of a mailed link; later the current one is.
    """
    require(actor, Permission.ACCOUNT_KEEP)
    person = await person_behind(actor)
    email = person.email or ""
    check_password(password, name=person.name, email=email)
    if person.password_hash and not await signed_in_lately(actor):
        counted = await count_guess("password", email, network)
        if not await hashing.fits(person.password_hash, current):
            raise Invalid({"current": _("This is not your current password.")})
        await forgive("password", email, counted)
    kept = await hashing.hash_password(password)
    async with transaction():
        await Person.filter(id=person.id).update(password_hash=kept)
        await end_all_but(actor.sign_in_id, person_id=person.id)
        announce(PasswordChanged(person.id))
    log.info("password_set", person=person.id)
