"""Signing in: by a link that is mailed, or by a password.

Nobody learns here whether an address has an account: the answers are the same, and so is the work.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from forum.access.policy import Actor, Permission, require
from forum.accounts import hashing
from forum.accounts.actions.guesses import count_guess, count_letter, forgive
from forum.accounts.actions.people import find_or_make_person
from forum.accounts.actions.sign_ins import begin_sign_in
from forum.accounts.events import SignInLinkAsked
from forum.accounts.models import Person, RoleGrant, SignInLink
from forum.accounts.rules.people import checked_email, checked_name
from forum.accounts.rules.sign_ins import KEPT_LINK, Next, check_link, unknown_link, what_next
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import Refused
from forum.core.i18n import _, language
from forum.core.ids import digest, new_secret

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Opened:
    """A sign-in that has begun: the secret for its cookie, whose it is, and what it still lacks."""

    token: str
    person: Person
    next: Next
    onward: str = ""


async def ask_for_link(asker: Actor, email: str, *, onward: str = "", network: str = "") -> None:
    """Have a link mailed to this address, whether or not anybody has an account with it."""
    email = checked_email(email)
    await count_letter(email, network)
    token, now = new_secret(), clock.now()
    async with transaction():
        require(asker, Permission.SIGN_IN)
        await SignInLink.filter(made_at__lt=now - KEPT_LINK).delete()
        await SignInLink.create(
            email=email, token_digest=digest(token), onward=onward[:300], made_at=now
        )
        announce(SignInLinkAsked(email, token, language.get()))


async def sign_in_by_link(asker: Actor, token: str, *, name: str = "", device: str = "") -> Opened:
    """Use a mailed link, once. The address is proven, so a new account is made if need be."""
    async with transaction():
        require(asker, Permission.SIGN_IN)
        link = await SignInLink.get_or_none(token_digest=digest(token))
        if link is None:
            raise unknown_link()
        # All links to one address are used up together, so they wait for one another here.
        await one_at_a_time(f"links:{link.email}")
        await link.refresh_from_db(fields=["used_at"])
        now = clock.now()
        check_link(link.made_at, link.used_at, now)
        person = await Person.get_or_none(email=link.email)
        if person is None or not person.name:
            person = await find_or_make_person(
                link.email, checked_name(name), language=language.get()
            )
        # Letters asked for twice: the other links to the same address are of no use any more.
        await SignInLink.filter(email=link.email, used_at__isnull=True).update(used_at=now)
        return await _opened(asker, person, device=device, onward=link.onward)


async def sign_in_by_password(
    asker: Actor, email: str, password: str, *, device: str = "", network: str = ""
) -> Opened:
    """Sign in with a password, unless too many were tried lately."""
    email = checked_email(email)
    require(asker, Permission.SIGN_IN)
    counted = await count_guess("password", email, network)
    person = await Person.get_or_none(email=email)
    right = await hashing.fits(person.password_hash if person else "", password)
    if person is None or not right:
        raise _wrong(person)
    renewed = (
        await hashing.hash_password(password) if hashing.is_outdated(person.password_hash) else ""
    )
    async with transaction():
        # Meanwhile the owner may have set another one, which nothing may undo.
        now = await Person.select_for_update(no_key=True).get(id=person.id)
        if now.password_hash != person.password_hash:
            raise _wrong(person)
        await forgive("password", email, counted)
        if renewed:
            person.password_hash = renewed
            await person.save(update_fields=["password_hash"])
        return await _opened(asker, person, device=device)


def _wrong(person: Person | None) -> Refused:
    log.info("password_wrong", person=person.id if person else None)
    return Refused(
        "sign-in.wrong",
        _(
            "This address and this password do not belong together. Check both, or ask for a "
            "link by mail."
        ),
    )


async def _opened(asker: Actor, person: Person, *, device: str, onward: str = "") -> Opened:
    token = await begin_sign_in(asker, person, device=device)
    following = what_next(
        has_second_factor=person.totp_confirmed_at is not None,
        has_roles=await RoleGrant.exists(person_id=person.id),
    )
    return Opened(token, person, following, onward)
