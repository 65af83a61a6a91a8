"""The second factor: codes of an authenticator app, demanded of staff and offered to everybody."""

from __future__ import annotations

import structlog

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions.guesses import count_guess, forgive
from forum.accounts.actions.sign_ins import end_all_but, renew
from forum.accounts.events import SecondFactorChanged
from forum.accounts.models import Person, SignIn
from forum.accounts.queries import sign_in_of
from forum.accounts.rules.codes import matching_step, new_code_secret
from forum.accounts.rules.sign_ins import check_fresh
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _

log = structlog.get_logger(__name__)


async def pass_second_factor(asker: Actor, code: str, *, network: str = "") -> str:
    """Complete a sign-in with the code, and return the new secret for its cookie."""
    require(asker, Permission.SIGN_IN)
    sign_in = await _present(asker)
    whose = str(sign_in.person_id)
    counted = await count_guess("code", whose, network)
    async with transaction():
        person = await _locked(sign_in.person_id)
        _check_present(person)
        await _use(person, code)
        await forgive("code", whose, counted)
        token = await renew(sign_in)
    log.info("second_factor_passed", person=person.id)
    return token


async def begin_second_factor(actor: Actor) -> None:
    """Make a secret to share with an authenticator app; it counts once a code is given."""
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        sign_in = await _present(actor)
        check_fresh(sign_in.started_at, clock.now())
        person = await _locked(sign_in.person_id)
        if person.totp_confirmed_at is not None:
            raise Refused("second-factor.present", _("You have a second factor already."))
        person.totp_secret = new_code_secret()
        await person.save(update_fields=["totp_secret"])


async def confirm_second_factor(actor: Actor, code: str) -> str:
    """Turn it on with a first right code; roles wake. Returns the new secret for the cookie."""
    async with transaction():
        require(actor, Permission.ACCOUNT_KEEP)
        sign_in = await _present(actor)
        check_fresh(sign_in.started_at, clock.now())
        person = await _locked(sign_in.person_id)
        if not person.totp_secret or person.totp_confirmed_at is not None:
            raise Refused("second-factor.not-begun", _("Begin to set up the second factor first."))
        await _use(person, code)
        person.totp_confirmed_at = clock.now()
        await person.save(update_fields=["totp_confirmed_at"])
        token = await renew(sign_in)
        announce(SecondFactorChanged(person.id, present=True))
    log.info("second_factor_confirmed", person=person.id)
    return token


async def remove_second_factor(actor: Actor, code: str, *, network: str = "") -> None:
    """Do without a second factor from now on; roles sleep until there is one again."""
    require(actor, Permission.ACCOUNT_KEEP)
    whose = str(actor.person_id)
    counted = await count_guess("code", whose, network)
    async with transaction():
        person = await _locked(actor.person_id or 0)
        _check_present(person)
        await _use(person, code)
        await forgive("code", whose, counted)
        await _remove(person)


async def clear_second_factor(operator: Actor, email: str) -> None:
    """Remove the second factor of somebody who lost the telephone; they are signed out everywhere.

    Whoever runs the forum makes sure first that it is that person who asks.
    """
    async with transaction():
        require(operator, Permission.ACCOUNT_RESET)
        person = await Person.select_for_update().get_or_none(email=email.strip().lower())
        if person is None:
            raise NotFound("account.not-found", _("Nobody has an account with this address."))
        await _remove(person)
        await end_all_but(None, person_id=person.id)


def _check_present(person: Person) -> None:
    if person.totp_confirmed_at is None:
        raise Refused("second-factor.absent", _("You have no second factor."))


async def _use(person: Person, code: str) -> None:
    # Telephones know the true time, also where the forum's clock runs ahead.
    there = clock.now() - clock.ahead()
    step = matching_step(person.totp_secret, code, there, after=person.totp_last_step)
    if step is None:
        log.info("code_wrong", person=person.id)
        raise Invalid(
            {"code": _("This code is not right or was used before. Wait for the next one.")}
        )
    person.totp_last_step = step
    await person.save(update_fields=["totp_last_step"])


async def _remove(person: Person) -> None:
    person.totp_secret, person.totp_confirmed_at, person.totp_last_step = "", None, 0
    await person.save(update_fields=["totp_secret", "totp_confirmed_at", "totp_last_step"])
    await SignIn.filter(person_id=person.id).update(second_factor_at=None)
    announce(SecondFactorChanged(person.id, present=False))
    log.info("second_factor_removed", person=person.id)


async def _present(asker: Actor) -> SignIn:
    sign_in = await sign_in_of(asker)
    if sign_in is None:
        raise Refused("sign-in.first", _("Sign in first, then give the code."))
    return sign_in


async def _locked(person_id: int) -> Person:
    return await Person.select_for_update().get(id=person_id)
