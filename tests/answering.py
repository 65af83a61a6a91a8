"""A consultation on its way from the last comment to the standard in force."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor
from forum.catalogue.models import Agency
from forum.consultations.actions import advance_due, begin_next_version
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.drafts.actions import edit_clause
from forum.drafts.fields import Duration, Unit, read_fields
from forum.drafts.models import Clause, Version
from forum.drafts.queries import find_clause, find_draft
from forum.participation.models import Contribution, Kind
from forum.publication.actions import begin_second_look, publish, write_summary
from forum.publication.models import Summary
from forum.responses.actions import approve, propose, write_response
from forum.responses.models import Response
from forum.responses.rules import Answer, Disposition
from tests.clocks import later
from tests.world import comment, open_revision

WORDS = {"id": "Dua orang menulis 2 masukan.", "en": "Two people wrote 2 contributions."}


@dataclass(frozen=True)
class Round:
    """A consultation that is being answered, with what Sari and Budi said in it."""

    consultation: Consultation
    sari: Contribution
    budi: Contribution

    @property
    def slug(self) -> str:
        return self.consultation.slug


async def being_answered(omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Round:
    """Sari asked for three working days, Budi asked a question; it closed more than a week ago."""
    with later(days=-10):
        consultation = await open_revision(omar, agency, days=12.5)
        first = await comment(sari, consultation, "Tiga hari kerja sudah cukup.")
        second = await comment(
            budi, consultation, "Apakah hari Sabtu dihitung?", kind=Kind.QUESTION
        )
    await advance_due()
    return Round(await find_consultation(consultation.slug), first, second)


async def shorten(omar: Actor, slug: str, days: int = 3) -> tuple[Version, Clause]:
    """Omar promises fewer days in the next version; returns it with the changed clause."""
    begun = await begin_next_version(omar, slug)
    version = await find_draft(begun.ref)
    clause = await find_clause(version, "3.1")
    await edit_clause(
        omar,
        version.ref,
        clause.lineage,
        clause.revision,
        {
            "id": f"1 hari; paling lama {days} hari kerja",
            "en": f"1 day; at most {days} working days",
        },
        {**read_fields(clause.typed), "maximum": Duration(value=days, unit=Unit.WORKING_DAY)},
    )
    return version, clause


def accepted(said: Contribution) -> Answer:
    """Sari's wish comes true in the clause it was about."""
    return Answer(
        Disposition.ACCEPTED,
        "Tiga hari kerja dapat kami janjikan mulai Januari.",
        (said.ref,),
        changes=(said.lineage,),
    )


def answered(said: Contribution) -> Answer:
    """Budi's question has its answer."""
    return Answer(Disposition.ANSWERED, "Sabtu bukan hari kerja.", (said.ref,))


async def answer(omar: Actor, rina: Actor, slug: str, what: Answer) -> Response:
    """Omar writes it, Rina approves it."""
    response = await write_response(omar, slug, what)
    await propose(omar, response.ref)
    return await approve(rina, response.ref)


async def ready(omar: Actor, rina: Actor, round_: Round) -> Version:
    """All is said and done but the publication itself: the second look is over."""
    with later(days=-8):
        version = await looked_at(omar, rina, round_)
    await write_summary(omar, round_.slug, WORDS, revision=0)
    return version


async def publish_after_look(omar: Actor, slug: str) -> Summary:
    """Give everybody the second look, and publish when it is over."""
    await begin_second_look(omar, slug)
    with later(days=8):
        return await publish(omar, slug)


async def looked_at(omar: Actor, rina: Actor, round_: Round) -> Version:
    """Everything is answered, and its authors have seven days to object from now on."""
    version, _clause = await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    await answer(omar, rina, round_.slug, answered(round_.budi))
    await begin_second_look(omar, round_.slug)
    return version
