"""Reading what people are to be told, and what they were told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from forum.access.policy import Role
from forum.accounts.models import Person, RoleGrant
from forum.accounts.rules.people import checked_email
from forum.consultations.models import Consultation
from forum.core.errors import Invalid
from forum.drafts.models import Clause
from forum.notices.models import Notice
from forum.participation.models import Contribution, Entered
from forum.responses.models import Answered, Response, ResponseChange


@dataclass(frozen=True)
class Fate:
    """What became of one contribution, with the numbers of the clauses it changed."""

    contribution: Contribution
    response: Response | None
    changed: tuple[str, ...]


async def served_by(response_id: int) -> tuple[Response, list[Contribution]]:
    """Return an answer and the contributions it serves, authors fetched."""
    response = await Response.get(id=response_id).select_related("consultation")
    rows = (
        await Answered.filter(response_id=response_id)
        .select_related("contribution__author", "contribution__consultation")
        .order_by("contribution_id")
    )
    return response, [row.contribution for row in rows]


async def fates_by_author(
    consultation_id: int,
) -> tuple[Consultation, list[tuple[Person, list[Fate]]]]:
    """Return what became of every contribution, author by author."""
    consultation = await Consultation.get(id=consultation_id).select_related("standard")
    contributions = (
        await Contribution.filter(consultation_id=consultation_id)
        .select_related("author")
        .order_by("id")
    )
    answers = {
        row.contribution_id: row.response
        for row in await Answered.filter(response__consultation_id=consultation_id).select_related(
            "response"
        )
    }
    labels = dict(
        await Clause.filter(version_id=consultation.next_version_id).values_list("lineage", "label")
    )
    changed: defaultdict[int, list[str]] = defaultdict(list)
    for change in await ResponseChange.filter(response__consultation_id=consultation_id):
        if change.lineage in labels:
            changed[change.response_id].append(labels[change.lineage])
    theirs: dict[int, tuple[Person, list[Fate]]] = {}
    for contribution in contributions:
        response = answers.get(contribution.id)
        fate = Fate(
            contribution, response, tuple(changed[response.id]) if response is not None else ()
        )
        theirs.setdefault(contribution.author_id, (contribution.author, []))[1].append(fate)
    return consultation, list(theirs.values())


async def address_left_by(person: Person) -> str:
    """Return the mail address that somebody without an account left for the answer, if there is."""
    entered = await Entered.filter(contribution__author_id=person.id).first()
    left = entered.contact if entered else ""
    try:
        return checked_email(left)
    except Invalid:
        return ""


async def notices_of(person_id: int, limit: int = 50) -> list[Notice]:
    """Return what a person was told, newest first."""
    return await Notice.filter(person_id=person_id).order_by("-at", "-id").limit(limit)


async def authors_of(consultation_id: int) -> tuple[Consultation, list[Person]]:
    """Return everybody who handed something in, each once."""
    consultation = await Consultation.get(id=consultation_id)
    ids = await Contribution.filter(consultation_id=consultation_id).values_list(
        "author_id", flat=True
    )
    return consultation, await Person.filter(id__in=set(ids)).order_by("id")


async def owners_of(consultation: Consultation) -> list[Person]:
    """Return those who answer for a consultation, each once."""
    return await working_as(Role.OWNER, consultation)


async def working_as(role: Role, consultation: Consultation) -> list[Person]:
    """Return everybody who has a role in a consultation, or in all of its agency, each once."""
    grants = RoleGrant.filter(
        role=role,
        agency_id=consultation.agency_id,
        consultation_ref__in=["", consultation.ref],
    )
    ids = await grants.values_list("person_id", flat=True)
    return await Person.filter(id__in=set(ids)).order_by("id")
