"""Two who act on one consultation at once: one wins, the other reads why, nothing is lost."""

import json
from datetime import timedelta

import pytest

from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due, begin_next_version, extend, take_late
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core.errors import Refused
from forum.core.i18n import speaking
from forum.drafts.models import Version
from forum.participation.models import Contribution
from forum.publication.actions import begin_second_look, publish, write_summary
from forum.publication.models import Summary
from forum.responses.actions import agree_to_keep, object_to_answer, propose_to_keep
from forum.responses.models import Objection
from forum.responses.objecting import ObjectionKind, ObjectionState
from tests.answering import (
    WORDS,
    accepted,
    answer,
    answered,
    being_answered,
    looked_at,
    ready,
    shorten,
)
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.world import KTP, comment, open_revision

pytestmark = both_databases


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


async def objected(omar, rina, agency, sari, budi):
    """The second look is over, and Rina has only to agree that Budi's answer stays."""
    with later(days=-8):
        round_ = await being_answered(omar, agency, sari, budi)
        await looked_at(omar, rina, round_)
        raised = await object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
        await propose_to_keep(omar, raised.ref, "Pertanyaannya sudah dijawab.")
    await write_summary(omar, round_.slug, WORDS, revision=0)
    return round_, raised


async def test_what_is_settled_at_that_moment_does_not_stop_the_result(
    app, omar, rina, agency, sari, budi
):
    round_, raised = await objected(omar, rina, agency, sari, budi)

    _settled, summary = await meanwhile(agree_to_keep(rina, raised.ref), publish(omar, round_.slug))

    assert isinstance(summary, Summary)
    assert (await Objection.get(id=raised.id)).state is ObjectionState.KEPT
    assert (await find_consultation(round_.slug)).phase is Phase.PUBLISHED


async def test_a_result_does_not_overtake_an_objection(app, omar, rina, agency, sari, budi):
    round_, raised = await objected(omar, rina, agency, sari, budi)

    refused, settled = await meanwhile(publish(omar, round_.slug), agree_to_keep(rina, raised.ref))

    assert isinstance(refused, Refused)
    assert list(refused.missing) == [f"1 objection is not settled: {round_.budi.ref}."]
    assert settled.state is ObjectionState.KEPT
    assert (await find_consultation(round_.slug)).phase is Phase.SECOND_LOOK
    await publish(omar, round_.slug)


async def test_of_two_who_publish_at_once_one_is_told_that_it_is_done(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)

    first, second = await meanwhile(publish(omar, round_.slug), publish(omar, round_.slug))

    assert isinstance(first, Summary)
    assert isinstance(second, Refused)
    assert "while the consultation is “Published”" in second.message
    assert await LogEntry.filter(type="version.published", ctx__not="").count() == 1
    assert await PhaseMove.filter(phase=Phase.PUBLISHED).count() == 1
    assert await Summary.filter(published_at__isnull=False).count() == 1


async def to_be_looked_at(omar, rina, agency, sari, budi):
    """Everything is answered, and what comes late is still taken."""
    round_ = await being_answered(omar, agency, sari, budi)
    await take_late(omar, round_.slug, "Banyak surat masih di jalan.")
    await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    await answer(omar, rina, round_.slug, answered(round_.budi))
    return round_


async def test_nothing_late_slips_in_while_a_consultation_moves_on(
    app, omar, rina, agency, sari, budi
):
    round_ = await to_be_looked_at(omar, rina, agency, sari, budi)

    moved, refused = await meanwhile(
        begin_second_look(omar, round_.slug), comment(budi, round_.consultation, "Satu lagi.")
    )

    assert moved.phase is Phase.SECOND_LOOK
    assert isinstance(refused, Refused)
    assert "Comments closed" in refused.message
    assert await Contribution.filter(late=True).count() == 0


async def test_what_came_late_just_before_is_there_when_it_moves_on(
    app, omar, rina, agency, sari, budi
):
    round_ = await to_be_looked_at(omar, rina, agency, sari, budi)

    late, moved = await meanwhile(
        comment(budi, round_.consultation, "Satu lagi."), begin_second_look(omar, round_.slug)
    )

    assert (late.late, late.must_be_answered) == (True, False)
    assert moved.phase is Phase.SECOND_LOOK
    assert await Contribution.filter(late=True).count() == 1


async def closing(ktp):
    """The clock closes it, as it will in two weeks."""
    with later(days=15):
        await advance_due()


async def test_what_is_extended_in_time_does_not_close(omar, agency):
    ktp = await open_revision(omar, agency)
    longer = ktp.closes_at + timedelta(days=30)

    extended, _closed = await meanwhile(
        extend(omar, ktp.slug, longer, "Banyak yang meminta."), closing(ktp)
    )

    assert extended.closes_at == longer
    now = await find_consultation(ktp.slug)
    assert (now.phase, now.closes_at) == (Phase.OPEN, longer)


async def test_what_has_closed_is_not_extended(omar, agency):
    ktp = await open_revision(omar, agency)

    _closed, refused = await meanwhile(
        closing(ktp), extend(omar, ktp.slug, ktp.closes_at + timedelta(days=30), "Diminta.")
    )

    assert isinstance(refused, Refused)
    assert "not possible while the consultation is" in refused.message
    now = await Consultation.get(id=ktp.id)
    assert (now.phase, now.closes_at) == (Phase.ANSWERING, ktp.closes_at)


async def test_two_who_begin_the_next_version_begin_the_same(omar, agency):
    ktp = await open_revision(omar, agency)

    first, second = await meanwhile(
        begin_next_version(omar, ktp.slug), begin_next_version(omar, ktp.slug)
    )

    assert first.id == second.id
    assert await Version.filter(standard__slug=KTP).count() == 3
    started = [json.loads(one.entry) for one in await LogEntry.filter(type="draft.started")]
    assert [one["d"]["version"] for one in started] == ["2", "3"]
