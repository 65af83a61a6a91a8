"""The result becomes the standard in force, and everyone can see what became of it."""

import asyncio
import hashlib
import json

import pytest

from forum.access.policy import Actor
from forum.audit.models import LogEntry
from forum.audit.queries import entry_of
from forum.catalogue.queries import find_standard
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused, Stale
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.drafts.actions import edit_clause
from forum.drafts.models import Version, VersionState
from forum.drafts.queries import find_clause
from forum.notices.models import Notice
from forum.publication.actions import publish, write_summary
from forum.publication.models import Summary
from forum.responses.actions import approve, propose, take_up_again, write_response
from forum.responses.models import Response
from forum.responses.queries import response_to
from forum.sessions.actions import take_chair
from forum.sessions.queries import find_session
from forum.sessions.rules import State
from tests.answering import WORDS, answered, being_answered, ready, shorten
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.meeting import announced_session, chair_of, press_on
from tests.world import KTP

pytestmark = [pytest.mark.anyio, both_databases]


async def test_publication_is_refused_with_the_list_of_what_is_missing(
    app, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    with speaking("en"), pytest.raises(Refused) as refused:
        await publish(omar, round_.slug)

    listed = " ".join(refused.value.missing)
    assert round_.sari.ref in listed
    assert round_.budi.ref in listed
    assert "3.1" in listed
    assert "summary" in listed
    assert (await find_consultation(round_.slug)).phase is Phase.ANSWERING
    assert (await find_standard(KTP)).in_force == 1


async def test_the_next_version_becomes_the_standard_in_force(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    version = await ready(omar, rina, round_)
    await publish(omar, round_.slug)

    assert (await find_consultation(round_.slug)).phase is Phase.PUBLISHED
    assert (await find_standard(KTP)).in_force == version.number == 3
    states = {one.number: one.state for one in await Version.all()}
    assert states == {
        1: VersionState.SUPERSEDED,
        2: VersionState.SUPERSEDED,
        3: VersionState.FROZEN,
    }


async def test_the_summary_is_frozen_with_numbers_nobody_can_edit(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    summary = await publish(omar, round_.slug)

    frozen = json.loads(summary.document)
    assert frozen["numbers"]["contributions"] == frozen["numbers"]["people"] == 2
    assert frozen["numbers"]["dispositions"] == {"accepted": 1, "answered": 1}
    assert frozen["numbers"]["changes"] == {"reworded": 1}
    assert frozen["words"] == WORDS
    assert hashlib.sha256(summary.document.encode()).hexdigest() == summary.sha256
    version = await Version.get(number=3)
    entry = await entry_of(version.record_id, "version.published")
    assert entry is not None
    assert json.loads(entry.entry)["d"]["summary_sha256"] == summary.sha256
    with pytest.raises(ForumError):
        await write_summary(omar, round_.slug, {"id": "Lain."}, revision=summary.revision)


async def test_every_author_is_told_what_became_of_the_comment(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    await run_due()
    await run_due()

    [told] = await Notice.filter(person_id=sari.person_id, dedupe__startswith="published:")
    assert "3.1" in told.body
    assert round_.sari.ref in told.body
    [told] = await Notice.filter(person_id=budi.person_id, dedupe__startswith="published:")
    assert round_.budi.ref in told.body
    assert "3.1" not in told.body


async def test_nobody_else_publishes(app, omar, rina, maya, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    before = await LogEntry.all().count()
    for other in (sari, budi, maya, rina, Actor()):
        with pytest.raises(NotAllowed):
            await publish(other, round_.slug)
    assert await LogEntry.all().count() == before


async def test_two_presses_publish_once(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    outcomes = await asyncio.gather(
        *(publish(omar, round_.slug) for _press in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, Summary) for one in outcomes) == 1
    assert sum(isinstance(one, Refused) for one in outcomes) == 2
    assert await LogEntry.filter(type="version.published").count() == 2  # one adopted before


async def test_words_changed_at_the_moment_of_publication_need_a_cause_too(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    version = await ready(omar, rina, round_)
    clause = await find_clause(version, "4.1")
    dearer = edit_clause(
        omar, version.ref, clause.lineage, clause.revision, {"id": "Rp1.000.000"}, {}
    )

    _edited, published = await meanwhile(dearer, publish(omar, round_.slug))
    assert isinstance(published, Refused)
    assert (await find_standard(KTP)).in_force == 1


async def test_an_answer_taken_up_again_at_the_moment_of_publication_is_awaited(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    response = await Response.filter(answered__contribution_id=round_.budi.id).get()
    taken_up = take_up_again(omar, response.ref, "Salah menyebut hari.")

    _returned, published = await meanwhile(taken_up, publish(omar, round_.slug))
    assert isinstance(published, Refused)

    response = await Response.get(id=response.id)
    await propose(omar, response.ref)
    await approve(rina, response.ref)
    taken_up = take_up_again(omar, response.ref, "Salah lagi.")
    with later(days=8):  # Budi had seven days for the answer that was changed
        _published, returned = await meanwhile(publish(omar, round_.slug), taken_up)
    assert isinstance(returned, Refused)
    assert await response_to(round_.budi) is not None


async def test_two_who_write_the_summary_keep_their_words(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await write_summary(omar, round_.slug, WORDS, revision=0)
    with pytest.raises(Stale) as stale:
        await write_summary(omar, round_.slug, {"id": "Lain."}, revision=0)
    assert stale.value.theirs.words == WORDS


async def test_a_summary_without_indonesian_words_is_refused(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    with pytest.raises(Invalid):
        await write_summary(omar, round_.slug, {"en": "Two people."}, revision=0)
    assert not await Summary.exists()


async def test_a_summary_has_only_the_languages_of_the_country(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    summary = await write_summary(omar, round_.slug, {**WORDS, "zz": "Lain.", "": "?"}, revision=0)
    assert summary.words == WORDS


async def test_nothing_is_answered_after_publication(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    with pytest.raises(Refused):
        await write_response(omar, round_.slug, answered(round_.budi))


@pytest.mark.parametrize("doors_first", [True, False])
async def test_doors_that_open_while_it_is_published_never_leave_a_session_in_progress(
    app, omar, rina, agency, sari, budi, doors_first
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    wati = await chair_of(agency)
    session = await announced_session(omar, await find_consultation(round_.slug))
    await take_chair(wati, session.ref)
    acts = (press_on(wati, session), publish(omar, round_.slug))
    first, second = await meanwhile(*(acts if doors_first else acts[::-1]))

    assert not isinstance(first, Exception)
    assert isinstance(second, Refused)
    published = (await find_consultation(round_.slug)).phase is Phase.PUBLISHED
    running = (await find_session(session.ref)).state is State.CHECK_IN
    assert (published, running) == (not doors_first, doors_first)
