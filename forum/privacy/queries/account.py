"""What is kept of an account: who, where signed in, what was sent there."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person, RoleGrant, SignIn, SignInLink
from forum.notices.models import Follow, Mail, Notice
from forum.organisations.models import Invitation


async def account(person: Person) -> list[dict[str, Any]]:
    """Return who somebody is here. Of a password it says that there is one."""
    return [
        {
            "name": person.name,
            "about": person.about,
            "email": person.email,
            "language": person.language,
            "joined_at": person.joined_at,
            "has_password": bool(person.password_hash),
            "second_factor_since": person.totp_confirmed_at,
            "number": person.ref,
            "number_in_the_record": person.record_id,
        }
    ]


async def sign_ins(person: Person) -> list[dict[str, Any]]:
    """Return every device that is still noted, and each link that was mailed to sign in."""
    devices = [
        {
            "device": one.device,
            "began_at": one.started_at,
            "seen_at": one.seen_at,
            "ended_at": one.ended_at,
        }
        for one in await SignIn.filter(person_id=person.id).order_by("id")
    ]
    links = SignInLink.filter(email=person.email or "").order_by("id")
    return devices + [
        {"link_sent_at": one.made_at, "link_used_at": one.used_at} for one in await links
    ]


async def roles(person: Person) -> list[dict[str, Any]]:
    """Return every role in an agency."""
    found = RoleGrant.filter(person_id=person.id).select_related("agency").order_by("id")
    return [
        {
            "agency": one.agency.name,
            "role": one.role.value,
            "consultation": one.consultation_ref,
            "at": one.given_at,
        }
        for one in await found
    ]


async def follows(person: Person) -> list[dict[str, Any]]:
    """Return what somebody follows."""
    found = Follow.filter(person_id=person.id).order_by("id")
    return [{"thing": one.thing.value, "what": one.name, "at": one.since} for one in await found]


async def notices(person: Person) -> list[dict[str, Any]]:
    """Return every notice, as it was written."""
    found = Notice.filter(person_id=person.id).order_by("id")
    return [
        {"at": one.at, "subject": one.subject, "text": one.body, "address": one.address}
        for one in await found
    ]


async def letters(person: Person) -> list[dict[str, Any]]:
    """Return every letter to this address, and the invitations that still wait there."""
    found = Mail.filter(address=person.email or "").order_by("id")
    sent = [
        {"at": one.made_at, "sent_at": one.sent_at, "subject": one.subject, "text": one.body}
        for one in await found
        if not one.secret
    ]
    invited = Invitation.filter(email=person.email or "").select_related("organisation")
    return sent + [
        {"at": one.made_at, "invited_by": one.organisation.name} for one in await invited
    ]
