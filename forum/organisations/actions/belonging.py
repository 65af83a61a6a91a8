"""Who belongs to an organisation: inviting, joining, leaving, and handing over the lead."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions.guesses import count_invitation
from forum.accounts.rules.people import checked_email
from forum.audit.actions import record
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import NotFound, Refused
from forum.core.i18n import _, language
from forum.core.ids import digest, new_secret
from forum.organisations.events import LeadChanged, MemberInvited
from forum.organisations.models import Invitation, Membership, Organisation
from forum.organisations.queries import find_organisation, invitation_by
from forum.organisations.rules import MOST_INVITATIONS, check_leaving


async def invite(lead: Actor, slug: str, email: str) -> None:
    """Mail somebody a link with which to join. A newer one for the same address replaces it."""
    email = checked_email(email)
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(lead, Permission.ORGANISATION_KEEP, on=organisation)
        if any(one.person.email == email for one in organisation.memberships):
            raise Refused("organisation.member", _("This person is a member already."))
        pending = Invitation.filter(organisation_id=organisation.id)
        await pending.filter(email=email).delete()
        if await pending.count() >= MOST_INVITATIONS:
            raise Refused(
                "organisation.invitations",
                _("%(most)s invitations are on their way. Take one back to send another.")
                % {"most": MOST_INVITATIONS},
            )
        await count_invitation(email)
        token = new_secret()
        await Invitation.create(
            organisation=organisation,
            email=email,
            token_digest=digest(token),
            made_at=clock.now(),
        )
        announce(MemberInvited(organisation.id, email, token, language.get()))


async def take_back_invitation(lead: Actor, slug: str, ref: str) -> None:
    """Make an invitation worth nothing. Taking it back again changes nothing."""
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(lead, Permission.ORGANISATION_KEEP, on=organisation)
        await Invitation.filter(organisation_id=organisation.id, ref=ref).delete()


async def join(actor: Actor, token: str) -> Organisation:
    """Become a member by a mailed link, which lets nobody else in afterwards."""
    async with transaction():
        require(actor, Permission.ORGANISATION_JOIN)
        invitation = await invitation_by(token, lock=True)
        organisation = await find_organisation(invitation.organisation.slug, lock=True)
        if actor.person_id not in organisation.member_ids:
            # Where everybody had left, whoever comes next leads.
            await Membership.create(
                organisation=organisation,
                person_id=actor.person_id,
                lead=organisation.lead_id is None,
                since=clock.now(),
            )
        await Invitation.filter(id=invitation.id).delete()
        await _count(organisation)
    return organisation


async def leave(actor: Actor, slug: str) -> None:
    """Stop being a member. Whoever leads hands over first, unless nobody else is there."""
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(actor, Permission.ORGANISATION_LEAVE, on=organisation)
        check_leaving(
            lead=organisation.lead_id == actor.person_id, members=len(organisation.member_ids)
        )
        await _end(organisation, actor.person_id)


async def remove_member(lead: Actor, slug: str, ref: str) -> None:
    """End the membership of somebody else. The lead's own ends by leaving."""
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(lead, Permission.ORGANISATION_KEEP, on=organisation)
        theirs = _one(organisation, ref)
        check_leaving(lead=theirs.lead, members=len(organisation.member_ids))
        await _end(organisation, theirs.person_id)


async def leave_all(person_id: int) -> None:
    """End every membership of somebody who leaves the forum, within the act of leaving.

    Whoever calls has made sure that nobody is left without a lead.
    """
    theirs = Organisation.filter(memberships__person_id=person_id).order_by("id")
    for slug in await theirs.values_list("slug", flat=True):
        await _end(await find_organisation(str(slug), lock=True), person_id)


async def hand_over(lead: Actor, slug: str, ref: str) -> Organisation:
    """Let another member lead; whoever led stays a member."""
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(lead, Permission.ORGANISATION_KEEP, on=organisation)
        chosen = _one(organisation, ref)
        if chosen.lead:
            return organisation
        await Membership.filter(organisation_id=organisation.id).update(lead=False)
        await Membership.filter(id=chosen.id).update(lead=True)
        await record(
            "organisation.lead_changed",
            by="citizen",
            subject=organisation.record_id,
            d={"organisation": organisation.slug},
        )
        announce(LeadChanged(organisation.id, chosen.person_id))
    return await find_organisation(slug)


def _one(organisation: Organisation, ref: str) -> Membership:
    found = next((one for one in organisation.memberships if one.ref == ref), None)
    if found is None:
        raise NotFound("organisation.no-member", _("There is no such member any more."))
    return found


async def _end(organisation: Organisation, person_id: int | None) -> None:
    await Membership.filter(organisation_id=organisation.id, person_id=person_id).delete()
    await _count(organisation)


async def _count(organisation: Organisation) -> None:
    """Enter how many belong to it now; the record names nobody."""
    members = await Membership.filter(organisation_id=organisation.id).count()
    await record(
        "organisation.members_changed",
        by="citizen",
        subject=organisation.record_id,
        d={"organisation": organisation.slug, "members": members},
    )
