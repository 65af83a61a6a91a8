"""A version is brought in or begun from another, frozen for ever, and put in force."""

import hashlib
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tortoise.connection import get_connection

from forum.audit.models import LogEntry
from forum.catalogue.queries import find_standard
from forum.consultations.actions import begin_next_version
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.drafts.actions import (
    adopt_existing,
    edit_clause,
    freeze,
    import_standard,
    put_in_force,
    remove_clause,
    start_version,
)
from forum.drafts.models import Clause, Version
from forum.drafts.queries import clauses_of, find_clause, find_version, hands_on, pieces_of
from forum.drafts.rules import VersionState
from tests.databases import both_databases
from tests.world import (
    KTP,
    KTP_JSON,
    draft_version,
    identity_card,
    open_consultation,
    standard_in_force,
)


def entries(type_):
    return LogEntry.filter(type=type_).order_by("seq")


@both_databases
async def test_omar_imports_a_standard_and_it_is_on_record_without_a_word_of_it(omar, agency):
    version = await draft_version(omar, agency)

    assert (version.number, version.state) == (1, VersionState.EDITING)
    clause = await find_clause(version, "3.1")
    assert clause.text["id"] == "1 hari; paling lama 14 hari kerja"
    assert clause.typed["maximum"] == {"kind": "duration", "value": 14, "unit": "working_day"}
    assert await hands_on(version.standard_id, clause.lineage) == {omar.person_id}
    entry = json.loads((await entries("draft.imported").get()).entry)
    assert entry["by"] == "agency"
    assert entry["d"] == {
        "standard": KTP,
        "version": "1",
        "clauses": await Clause.filter(version=version).count(),
    }


async def test_pasted_text_is_imported_too(omar, agency):
    version = await draft_version(
        omar, agency, "# Jangka waktu pelayanan\n\n- Paling lama 14 hari kerja.\n"
    )

    [clause] = await clauses_of(version)
    assert (clause.label, clause.text) == ("3.1", {"id": "Paling lama 14 hari kerja."})


@pytest.mark.parametrize(
    "source",
    [b"", b"%PDF-1.7", b"\xff\xfe", "[" * 100_000, '{"components": []}', "Halo", b"PK\x03\x04x"],
)
async def test_what_is_no_standard_is_refused_and_leaves_nothing(omar, agency, source):
    await identity_card(agency)

    with pytest.raises(Invalid) as refused:
        await import_standard(omar, KTP, source)

    assert refused.value.fields.keys() == {"document"}
    assert not await Version.exists()


async def test_neither_a_citizen_nor_a_moderator_imports(sari, maya, agency):
    await identity_card(agency)

    for stranger in (sari, maya):
        with pytest.raises(NotAllowed):
            await import_standard(stranger, KTP, KTP_JSON)


@both_databases
async def test_a_standard_has_one_draft_at_a_time(omar, agency):
    await draft_version(omar, agency)

    with pytest.raises(Refused, match=r"Versi|Version 1"):
        await import_standard(omar, KTP, KTP_JSON)
    with pytest.raises(Refused):
        await start_version(omar, KTP, 1)

    assert await Version.all().count() == 1


@both_databases
async def test_the_next_version_begins_as_the_same_clauses(omar, agency):
    former = await standard_in_force(omar, agency)

    await start_version(omar, KTP, 1)

    version = await find_version(KTP, 2)
    assert version.based_on_id == former.id
    assert await pieces_of(version) == await pieces_of(former)


async def test_a_document_imported_anew_goes_on_the_clauses_it_is_about(omar, agency):
    former = await standard_in_force(omar, agency)
    document = json.loads(KTP_JSON)
    document["components"][2]["items"] = [{"id": "1 hari; paling lama 5 hari kerja"}]
    document["components"][0]["items"].insert(0, {"id": "Membawa diri sendiri ke kantor"})

    version = await import_standard(omar, KTP, json.dumps(document))

    time = await find_clause(version, "3.1")
    assert time.lineage == (await find_clause(former, "3.1")).lineage
    assert time.text == {"id": "1 hari; paling lama 5 hari kerja"}
    assert (await find_clause(version, "1.2")).lineage == (await find_clause(former, "1.1")).lineage
    newcomer = await find_clause(version, "1.1")
    assert not await Clause.exists(version=former, lineage=newcomer.lineage)


@both_databases
async def test_a_frozen_version_is_the_bytes_anybody_can_hash(omar, agency):
    version = await draft_version(omar, agency)

    await freeze(omar, version, ctx="c" * 32)

    kept = await find_version(KTP, 1)
    assert kept.sha256 == hashlib.sha256(kept.document.encode()).hexdigest()
    assert kept.frozen_at is not None
    entry = json.loads((await entries("document.published").get()).entry)
    assert entry["d"] == {"version": "1", "sha256": kept.sha256}
    assert (entry["id"], entry["ctx"]) == (version.record_id, "c" * 32)


@both_databases
async def test_nothing_about_a_frozen_version_can_be_changed(omar, agency):
    version = await draft_version(omar, agency)
    clause = await find_clause(version, "3.1")
    await freeze(omar, version)
    before = await find_version(KTP, 1)

    with pytest.raises(Refused):
        await edit_clause(omar, version.ref, clause.lineage, 1, {"id": "5 hari"}, {})
    with pytest.raises(Refused):
        await remove_clause(omar, version.ref, clause.lineage, 1)
    with pytest.raises(Refused):
        await freeze(omar, version)

    after = await find_version(KTP, 1)
    assert (after.document, after.sha256) == (before.document, before.sha256)
    assert (await find_clause(version, "3.1")).text == clause.text


async def test_a_version_without_clauses_is_not_frozen(omar, agency):
    version = await draft_version(omar, agency, "# Biaya\n\n- Gratis.\n")
    [clause] = await clauses_of(version)
    await remove_clause(omar, version.ref, clause.lineage, 1)

    with pytest.raises(Refused):
        await freeze(omar, version)


async def test_a_draft_that_is_still_edited_is_not_put_in_force(omar, agency):
    version = await draft_version(omar, agency)

    with pytest.raises(Refused):
        await put_in_force(omar, version)


@both_databases
async def test_the_version_in_force_replaces_the_one_before(omar, agency):
    await standard_in_force(omar, agency)
    version = await start_version(omar, KTP, 1)
    await freeze(omar, version)

    await put_in_force(omar, version)

    standard = await find_standard(KTP)
    assert standard.in_force == 2
    assert standard.in_force_since <= clock.now()
    assert (await find_version(KTP, 1)).state is VersionState.SUPERSEDED
    assert (await find_version(KTP, 2)).state is VersionState.FROZEN


@both_databases
async def test_what_was_promised_before_the_forum_is_adopted_with_its_date(omar, agency):
    version = await draft_version(omar, agency)
    since = datetime(2024, 1, 15, tzinfo=ZoneInfo(agency.time_zone))

    await adopt_existing(omar, version.ref, since)

    standard = await find_standard(KTP)
    assert (standard.in_force, standard.in_force_since) == (1, since)
    entry = json.loads((await entries("version.published").get()).entry)
    assert entry["d"]["before_forum"] is True
    assert entry["d"]["since"] == "2024-01-15"


async def test_only_the_first_version_may_come_into_force_without_being_asked_about(omar, agency):
    await standard_in_force(omar, agency)
    second = await start_version(omar, KTP, 1)

    with pytest.raises(Refused):
        await adopt_existing(omar, second.ref, clock.now())

    assert (await find_standard(KTP)).in_force == 1


async def test_what_a_consultation_makes_of_a_first_version_is_not_adopted(omar, agency):
    consultation = await open_consultation(omar, agency)
    version = await begin_next_version(omar, consultation.slug)

    with pytest.raises(Refused):
        await adopt_existing(omar, version.ref, clock.now() - timedelta(days=1))

    assert (await find_standard(KTP)).in_force == 0


async def test_nothing_is_adopted_from_the_future_nor_by_a_reviewer(omar, rina, agency):
    version = await draft_version(omar, agency)

    with pytest.raises(Invalid):
        await adopt_existing(omar, version.ref, clock.now() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        await adopt_existing(rina, version.ref, clock.now())

    assert (await find_version(KTP, 1)).state is VersionState.EDITING


@both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clause SET text = '{}'",
        "UPDATE clause SET label = '1.9'",
        "DELETE FROM clause",
        "UPDATE version SET document = '{}'",
        "UPDATE version SET state = 'editing'",
    ],
)
async def test_not_even_by_hand_is_a_frozen_version_changed(omar, agency, statement):
    await freeze(omar, await draft_version(omar, agency))

    # Each database has an error of its own for a trigger that refuses.
    with pytest.raises(Exception, match="a frozen version is final"):
        await get_connection("default").execute_query(statement)
