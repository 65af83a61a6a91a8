"""Emptying an account: what is left is a number, so that what it did still hangs together."""

from __future__ import annotations

from forum.accounts.actions.sign_ins import end_all_but
from forum.accounts.models import Person, SignIn, SignInLink
from forum.core import clock


async def erase_account(person: Person) -> None:
    """Erase name, address and all that opens the account; whoever is signed in there is sent away.

    Joins the act of the caller. The same address makes a new account, which has nothing of this.
    """
    await end_all_but(None, person_id=person.id)
    await SignIn.filter(person_id=person.id).update(device="")
    await SignInLink.filter(email=person.email or "").delete()
    person.name = person.about = person.password_hash = person.totp_secret = ""
    person.email = person.totp_confirmed_at = None
    person.left_at = clock.now()
    await person.save(
        update_fields=[
            *("name", "about", "password_hash", "totp_secret", "email", "totp_confirmed_at"),
            "left_at",
        ]
    )
