"""Omar corrects a slip while people comment: version 2.1 beside version 2, and nothing is lost."""

import json

import pytest

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due, begin_next_version, correct_draft
from forum.consultations.models import PhaseMove
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Change
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.jobs import run_due
from forum.drafts.actions import edit_clause, start_version
from forum.drafts.document import fingerprint
from forum.drafts.fields import read_fields
from forum.drafts.models import Version
from forum.drafts.queries import find_clause, find_draft, find_version, held_against, history
from forum.drafts.rules import VersionState
from forum.notices.following import follow
from forum.notices.models import Notice, Thing
from forum.participation.actions import Pointed
from forum.participation.models import Contribution, Marked, MarkedLater
from forum.responses.queries import trace_of
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.people import person
from tests.world import comment, open_revision

pytestmark = both_databases

WHY = "Salah ketik pada kata hari."


async def with_slip(omar, agency):
    """A consultation in whose clause 3.1 "harri" stands where "hari" was meant."""
    ktp = await open_revision(omar, agency)
    clause = await find_clause(ktp.version, "3.1")
    return ktp, clause


def slip(clause, old="paling lama", new="paling lma", language="id"):
    return {clause.lineage: {**clause.text, language: clause.text[language].replace(old, new)}}


async def corrected(omar, ktp, clause, seen="2", **more):
    return await correct_draft(omar, ktp.slug, slip(clause, **more), WHY, seen=seen)


async def test_a_slip_is_corrected_beside_the_version_that_people_read(omar, agency, sari):
    ktp, clause = await with_slip(omar, agency)
    before = await find_version("ktp-el-baru", 2)
    said = await comment(sari, ktp, "Terlalu lama.")

    made = await corrected(omar, ktp, clause)

    now = await find_consultation(ktp.slug)
    assert (now.version.name, now.version_id) == ("2.1", made.id)
    assert made.state is VersionState.FROZEN
    assert fingerprint(made.document.encode()) == made.sha256
    assert json.loads(made.document)["correction"] == 1
    assert json.loads(made.document)["corrected_because"] == WHY
    former = await find_version("ktp-el-baru", 2)
    assert (former.document, former.sha256) == (before.document, before.sha256)
    assert former.state is VersionState.SUPERSEDED
    assert (await find_clause(made, "3.1")).lineage == said.lineage
    assert (await find_clause(former, "3.1")).text == clause.text
    move = await PhaseMove.get(what=Change.CORRECTION)
    assert (move.reason, move.by_id) == (WHY, omar.person_id)
    entry = json.loads((await LogEntry.get(type="consultation.corrected")).entry)
    assert entry["d"] == {"from": "2", "version": "2.1"}
    again = await corrected(
        omar, ktp, await find_clause(made, "3.1"), "2.1", old="paling lma", new="paling lama"
    )
    assert again.name == "2.2"
    assert [one.version.name for one in await history(now.standard, clause.lineage)] == [
        "2.2",
        "2.1",
        "2",
        "1",
    ]
    assert (await held_against(again)).name == "1"


async def test_marked_words_are_found_in_the_corrected_version(app, omar, agency, sari):
    ktp, clause = await with_slip(omar, agency)
    start = clause.text["id"].index("5 hari")
    words = Pointed(version="2", language="id", start=start, end=start + 6, quote="5 hari")
    await comment(sari, ktp, "Mengapa lima?", words=words)

    made = await corrected(omar, ktp, clause)

    found = await MarkedLater.get(version_id=made.id)
    assert (found.fit.value, found.words, found.label) == ("kept", "5 hari", "3.1")
    assert found.begins == start - 1


async def test_words_marked_at_that_moment_are_not_left_behind(app, omar, agency, sari):
    ktp, clause = await with_slip(omar, agency)
    start = clause.text["id"].index("5 hari")
    words = Pointed(version="2", language="id", start=start, end=start + 6, quote="5 hari")

    made, refused = await meanwhile(
        corrected(omar, ktp, clause), comment(sari, ktp, "Mengapa lima?", words=words)
    )

    assert made.name == "2.1"
    assert isinstance(refused, Invalid)
    assert "about" in refused.fields
    assert await Marked.all().count() == await Contribution.all().count() == 0


async def test_two_who_correct_at_once_do_not_undo_each_other(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    first, second = await meanwhile(
        corrected(omar, ktp, clause), corrected(omar, ktp, clause, new="paling laama")
    )
    assert first.name == "2.1"
    assert isinstance(second, Refused)
    assert second.code == "correction.stale"
    assert await Version.all().count() == 3


async def test_more_than_a_slip_needs_a_new_round(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    for more in ({"old": "5 hari", "new": "6 hari"}, {"old": "paling lama", "new": "segera"}):
        with pytest.raises(Refused) as refused:
            await corrected(omar, ktp, clause, **more)
        assert refused.value.code == "correction.more"
    with pytest.raises(Invalid):
        await correct_draft(omar, ktp.slug, {clause.lineage: clause.text}, WHY, seen="2")
    with pytest.raises(Invalid):
        await correct_draft(omar, ktp.slug, slip(clause), " ", seen="2")
    assert await Version.all().count() == 2


async def test_many_small_corrections_do_not_add_up_to_another_draft(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    first = await corrected(omar, ktp, clause, new="pallling lama")
    with pytest.raises(Refused):
        await corrected(
            omar, ktp, await find_clause(first, "3.1"), "2.1", old="pallling", new="palllling"
        )


async def test_a_citizen_does_not_correct_and_nobody_does_after_closing(omar, agency, sari):
    ktp, clause = await with_slip(omar, agency)
    moderator = await person("Maya", agency, Role.MODERATOR)
    for other in (sari, moderator):
        with pytest.raises(NotAllowed):
            await corrected(other, ktp, clause)
    with later(days=12.001):  # the clock has not written it down yet
        with pytest.raises(Refused) as refused:
            await corrected(omar, ktp, clause)
        assert refused.value.code == "consultation.closed"
        await advance_due()
        with pytest.raises(Refused):
            await corrected(omar, ktp, clause)


async def test_the_next_version_goes_on_from_the_corrected_words(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    begun = await begin_next_version(omar, ktp.slug)
    other = await find_clause(ktp.version, "2.1")
    theirs = await find_clause(begun, "2.1")
    mine = {**theirs.text, "id": theirs.text["id"] + " Sungguh."}
    await edit_clause(
        omar, begun.ref, theirs.lineage, theirs.revision, mine, read_fields(theirs.typed)
    )

    words = {
        **slip(clause),
        other.lineage: {**other.text, "id": other.text["id"] + "."},
    }
    made = await correct_draft(omar, ktp.slug, words, WHY, seen="2")

    draft = await find_draft(begun.ref)
    assert draft.based_on_id == made.id
    assert (await find_clause(draft, "3.1")).text == words[clause.lineage]
    assert (await find_clause(draft, "2.1")).text == mine
    trace = await trace_of(await find_consultation(ktp.slug))
    assert [one.label for one in trace.changes] == ["2.1"]


async def test_a_version_begun_later_begins_from_the_correction(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    made = await corrected(omar, ktp, clause)
    begun = await start_version(omar, "ktp-el-baru", 2)
    assert (begun.name, begun.based_on_id) == ("3", made.id)


async def test_a_correction_is_final_too(omar, agency):
    ktp, clause = await with_slip(omar, agency)
    made = await corrected(omar, ktp, clause)
    for change in ({"corrected_because": "Lain."}, {"correction": 7}):
        with pytest.raises(Exception, match="a frozen version is final"):
            await Version.filter(id=made.id).update(**change)


async def test_who_follows_the_clause_reads_what_was_corrected(app, omar, agency, sari, budi):
    ktp, clause = await with_slip(omar, agency)
    other = await find_clause(ktp.version, "2.1")
    await follow(sari, Thing.CLAUSE, f"ktp-el-baru/{clause.lineage}")
    await follow(budi, Thing.CLAUSE, f"ktp-el-baru/{other.lineage}")
    await corrected(omar, ktp, clause)
    await run_due()

    told = await Notice.filter(dedupe__contains="corrected")
    assert [(one.person_id, one.address) for one in told] == [
        (sari.person_id, "/standards/ktp-el-baru/compare/2..2.1")
    ]
    assert WHY in told[0].body
