"""Telling people: a notice on their page and a letter, in their own language.

What somebody must be told is written in the transaction of the act it is about: no telling, no
act. Where one act concerns many, the transaction leaves a job that tells them one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.access.policy import ROLE_WORDS, Role
from forum.accounts.events import (
    PasswordChanged,
    RoleChanged,
    SecondFactorChanged,
    SignInLinkAsked,
)
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import transaction
from forum.core.i18n import speaking
from forum.core.jobs import enqueue
from forum.core.templating import render
from forum.notices.models import Follow, Mail, Notice
from forum.notices.queries import address_left_by, fates_by_author, served_by
from forum.organisations.events import LeadChanged, MemberInvited, OrganisationConfirmed
from forum.organisations.models import Membership, Organisation
from forum.participation.events import ContributionEdited, ContributionReceived
from forum.participation.models import Contribution
from forum.participation.rules import GONE
from forum.publication.events import StandardPublished
from forum.responses.events import ObjectionSettled, ResponseApproved
from forum.responses.models import Objection
from forum.responses.rules import DISPOSITION_WORDS, ResponseState


async def send_link(fact: SignInLinkAsked) -> None:
    """Put the letter with the sign-in link into the outbox; its text goes once it is sent."""
    with speaking(fact.language):
        subject, body = _letter("sign_in", token=fact.token)
    await _post(fact.email, subject, body, fact.language, secret=True)


async def send_invitation(fact: MemberInvited) -> None:
    """Put the letter with an invitation into the outbox; its text goes once it is sent."""
    organisation = await Organisation.get(id=fact.organisation_id)
    with speaking(fact.language):
        subject, body = _letter("invitation", token=fact.token, organisation=organisation)
    await _post(fact.email, subject, body, fact.language, secret=True)


async def tell_lead(fact: LeadChanged) -> None:
    """Tell a person that he or she leads an organisation now."""
    person = await Person.get(id=fact.person_id)
    organisation = await Organisation.get(id=fact.organisation_id)
    dedupe = f"lead:{organisation.id}:{person.ref}:{clock.now().isoformat()}"
    address = f"/organisations/{organisation.slug}"
    await tell(person, "lead", address, dedupe, organisation=organisation)


async def tell_confirmed(fact: OrganisationConfirmed) -> None:
    """Tell whoever leads an organisation that it was confirmed."""
    organisation = await Organisation.get(id=fact.organisation_id).select_related("confirmed_for")
    leads = Membership.filter(organisation_id=organisation.id, lead=True).select_related("person")
    for one in await leads:
        await tell(
            one.person,
            "confirmed",
            f"/organisations/{organisation.slug}",
            f"confirmed:{organisation.id}",
            organisation=organisation,
        )


async def tell_role(fact: RoleChanged) -> None:
    """Tell a person that a role was given or taken away."""
    person = await Person.get(id=fact.person_id)
    dedupe = f"role:{person.ref}:{clock.now().isoformat()}"
    role = ROLE_WORDS[Role(fact.role)]
    address = "/me/second-factor" if fact.given else "/me"
    await tell(person, "role", address, dedupe, role=role, given=fact.given)


async def tell_password(fact: PasswordChanged) -> None:
    """Tell the owner of an account that its password changed, in case somebody else did it."""
    person = await Person.get(id=fact.person_id)
    dedupe = f"password:{person.ref}:{clock.now().isoformat()}"
    await tell(person, "password", "/me/sign-ins", dedupe)


async def tell_second_factor(fact: SecondFactorChanged) -> None:
    """Tell the owner of an account that a second factor was set up or removed."""
    person = await Person.get(id=fact.person_id)
    dedupe = f"second-factor:{person.ref}:{clock.now().isoformat()}"
    await tell(person, "second_factor", "/me/second-factor", dedupe, present=fact.present)


async def tell_held(fact: ContributionReceived | ContributionEdited) -> None:
    """Tell an author whose contribution waits for a moderator, and until when."""
    if not fact.held:
        return
    contribution = await _contribution(fact.contribution_id)
    await tell(
        contribution.author,
        "held",
        f"/comments/{contribution.ref}",
        f"held:{contribution.ref}",
        contribution=contribution,
    )


async def plan_answers(fact: ResponseApproved) -> None:
    """Leave the job that tells each author of the answer."""
    await enqueue(
        "notices.answered",
        {"response_id": fact.response_id, "revision": fact.revision},
        dedupe=f"notices.answered:{fact.response_id}:{fact.revision}",
    )


async def plan_publication(fact: StandardPublished) -> None:
    """Leave the job that tells each author what became of the contributions."""
    await enqueue(
        "notices.published",
        {"consultation_id": fact.consultation_id},
        dedupe=f"notices.published:{fact.consultation_id}",
    )


async def tell_answers(payload: Mapping[str, Any]) -> None:
    """Tell every author served by one approved answer; those already told are left out.

    An answer that was taken up again meanwhile is told when it is approved anew.
    """
    response, contributions = await served_by(payload["response_id"])
    approved = response.state is ResponseState.APPROVED
    if not approved or response.revision != payload["revision"]:
        return
    for contribution in contributions:
        if contribution.showing in GONE:
            continue
        about = f"answered:{response.ref}:{contribution.ref}:"
        async with transaction():
            await tell(
                contribution.author,
                "answered",
                f"/comments/{contribution.ref}",
                f"{about}{response.revision}",
                contribution=contribution,
                response=response,
                verdict=DISPOSITION_WORDS[response.disposition],
                again=await Notice.filter(dedupe__startswith=about).exists(),
            )


async def tell_publication(payload: Mapping[str, Any]) -> None:
    """Tell every author of a consultation that the standard is in force, and what became of it."""
    consultation, fates = await fates_by_author(payload["consultation_id"])
    for author, theirs in fates:
        async with transaction():
            await tell(
                author,
                "published",
                f"/consultations/{consultation.slug}/summary",
                f"published:{consultation.ref}:{author.ref}",
                consultation=consultation,
                fates=theirs,
                verdicts=DISPOSITION_WORDS,
            )


async def tell_settled(fact: ObjectionSettled) -> None:
    """Tell an author how the objection to an answer was settled."""
    objection = await Objection.get(id=fact.objection_id).select_related(
        "contribution__author", "response"
    )
    contribution = objection.contribution
    await tell(
        contribution.author,
        "settled",
        f"/comments/{contribution.ref}",
        f"settled:{objection.ref}",
        contribution=contribution,
        objection=objection,
        response=objection.response,
        verdict=DISPOSITION_WORDS[objection.response.disposition],
    )


async def tell(
    person: Person,
    name: str,
    address: str,
    dedupe: str,
    *,
    follow: Follow | None = None,
    **context: Any,
) -> None:
    """Write the notice and its letter, once for each `dedupe`.

    `follow` is the following that it is about: its letter can be ended by one click. Whoever has no
    account is written to where they asked for the answer, if that is an address for mail.
    """
    if person.left_at is not None or await Notice.filter(dedupe=dedupe).exists():
        return
    with speaking(person.language):
        subject, body = _letter(name, address=address, person=person, follow=follow, **context)
        foot = _foot(follow, context)
    await Notice.create(
        person=person,
        subject=subject,
        body=body.removesuffix(foot).strip(),
        address=address,
        language=person.language,
        at=clock.now(),
        dedupe=dedupe,
    )
    letter_to = person.email or await address_left_by(person)
    if letter_to:
        await _post(letter_to, subject, body, person.language, secret=False, follow=follow)


def _foot(follow: Follow | None, context: Mapping[str, Any]) -> str:
    """Return what stands under the letter and not on a person's own page."""
    if follow is None:
        return render("mail/_foot.txt").strip()
    return render("mail/_foot_follow.txt", follow=follow, **context).strip()


def _letter(name: str, **context: Any) -> tuple[str, str]:
    """Return subject and body; the first line of a letter's template is its subject."""
    subject, _newline, body = render(f"mail/{name}.txt", **context).strip().partition("\n")
    return subject[:200], body.strip()


async def _post(
    address: str,
    subject: str,
    body: str,
    language: str,
    *,
    secret: bool,
    follow: Follow | None = None,
) -> None:
    mail = await Mail.create(
        address=address,
        subject=subject,
        body=body,
        language=language,
        secret=secret,
        unsubscribe=follow.key if follow else "",
        made_at=clock.now(),
    )
    await enqueue("notices.send", {"mail_id": mail.id}, dedupe=f"notices.send:{mail.ref}")


async def _contribution(contribution_id: int) -> Contribution:
    return await Contribution.get(id=contribution_id).select_related(
        "author", "consultation__agency"
    )
