"""A clause changes because a session said so: Omar names the outcome, everybody can read it."""

from __future__ import annotations

import json

import pytest

from forum.access.policy import Actor
from forum.audit.models import LogEntry
from forum.catalogue.models import Agency
from forum.consultations.actions import advance_due
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core.errors import Invalid, NotAllowed
from forum.drafts.models import Clause, Version
from forum.responses.actions import explain_by_session, explain_change
from forum.responses.models import SessionCause
from forum.responses.queries import causes_in, causes_of, decided_in, trace_of
from forum.sessions.models import Session
from tests.answering import shorten
from tests.clocks import later
from tests.databases import both_databases
from tests.evening import OUTCOME, Evening, ended_evening
from tests.world import open_revision


@pytest.fixture
async def evening(omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Evening:
    """It was held while the consultation was open, which is being answered now."""
    with later(days=-3):
        consultation = await open_revision(omar, agency, days=12.5)
        evening = await ended_evening(omar, agency, consultation, sari, budi)
    await advance_due()
    return evening


async def changed(omar: Actor, evening: Evening) -> tuple[Consultation, Version, Clause]:
    slug = evening.session.consultation.slug
    version, clause = await shorten(omar, slug)
    return await find_consultation(slug), version, clause


@both_databases
async def test_a_change_that_a_session_asked_for_has_its_cause(omar, evening):
    consultation, version, clause = await changed(omar, evening)
    assert [one.lineage for one in (await trace_of(consultation)).uncaused] == [clause.lineage]

    await explain_by_session(
        omar, version.ref, clause.lineage, evening.session.ref, evening.item.ref
    )

    assert (await trace_of(consultation)).uncaused == []
    [cause] = await causes_of(consultation.standard_id, [clause.lineage], [version.id])
    assert (cause.version_id, cause.decided.sentence) == (version.id, OUTCOME)
    [cause] = (await causes_in(consultation))[clause.lineage]
    assert cause.decided.session.code == evening.session.code
    assert (await decided_in(consultation))[clause.lineage].item == evening.item.ref


async def test_the_record_says_which_outcome_and_nobody_by_name(omar, evening):
    _consultation, version, clause = await changed(omar, evening)
    cause = await explain_by_session(
        omar, version.ref, clause.lineage, evening.session.ref, evening.item.ref
    )
    entry = json.loads((await LogEntry.get(type="change.explained")).entry)

    assert entry["d"] == {
        "lineage": clause.lineage,
        "session": evening.session.ref,
        "item": evening.item.ref,
    }
    assert entry["c"].keys() == {"actor"}
    assert cause.given_by_id == omar.person_id


async def test_naming_another_outcome_replaces_the_first_and_leaves_own_reasons_alone(
    omar, evening
):
    consultation, version, clause = await changed(omar, evening)
    await explain_change(omar, version.ref, clause.lineage, "Blangko kini cukup.")
    for _time in range(2):
        await explain_by_session(
            omar, version.ref, clause.lineage, evening.session.ref, evening.item.ref
        )

    causes = (await causes_in(consultation))[clause.lineage]
    assert [bool(one.decided) for one in causes] == [True, False]
    assert await SessionCause.all().count() == 1


@pytest.mark.parametrize(
    ("session", "item"), [("", ""), ("zzzzzzzzzz", "zzzzzzzzzz"), ("this", "other")]
)
async def test_only_an_outcome_that_there_was_can_be_named(omar, evening, session, item):
    _consultation, version, clause = await changed(omar, evening)
    asked = (evening.session.ref if session == "this" else session, item)

    with pytest.raises(Invalid) as refused:
        await explain_by_session(omar, version.ref, clause.lineage, *asked)

    assert list(refused.value.fields) == ["outcome"]


async def test_a_rehearsal_causes_nothing(omar, evening):
    _consultation, version, clause = await changed(omar, evening)
    session = await Session.get(ref=evening.session.ref)
    await Session.filter(id=session.id).update(rehearsal_of_id=session.id)

    with pytest.raises(Invalid):
        await explain_by_session(omar, version.ref, clause.lineage, session.ref, evening.item.ref)


async def test_a_clause_of_another_standard_cannot_be_explained(omar, evening):
    _consultation, version, _clause = await changed(omar, evening)

    with pytest.raises(Invalid):
        await explain_by_session(
            omar, version.ref, "zzzzzzzzzz", evening.session.ref, evening.item.ref
        )


async def test_neither_citizens_nor_the_chair_say_why_a_standard_changes(omar, evening):
    _consultation, version, clause = await changed(omar, evening)

    for other in (evening.sari, evening.chair, evening.nina):
        with pytest.raises(NotAllowed):
            await explain_by_session(
                other, version.ref, clause.lineage, evening.session.ref, evening.item.ref
            )
