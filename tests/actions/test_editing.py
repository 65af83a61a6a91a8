"""A draft is edited clause by clause, and two drafters never overwrite one another."""

import asyncio
import json

import pytest

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.drafts.actions import (
    add_clause,
    edit_clause,
    edit_note,
    freeze,
    merge_clauses,
    move_clause,
    put_in_force,
    remove_clause,
    split_clause,
    start_version,
)
from forum.drafts.actions.editing import seal
from forum.drafts.fields import Duration, Money, Unit
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import (
    clauses_of,
    compare,
    find_clause,
    find_version,
    hands_on,
    history,
    where_it_went,
)
from tests.databases import both_databases
from tests.people import person
from tests.world import KTP, draft_version, standard_in_force

FIVE = Duration(value=5, unit=Unit.WORKING_DAY)
WORDS = {"id": "1 hari; paling lama 5 hari kerja", "en": "1 day; at most 5 working days"}
SHORT = """# Persyaratan

- Fotokopi KK
- Surat pengantar. Pas foto

# Biaya

- Gratis
"""


@pytest.fixture
async def draft(omar, agency):
    return await draft_version(omar, agency, SHORT)


async def told(version):
    return [(clause.label, clause.text["id"]) for clause in await clauses_of(version)]


@both_databases
async def test_omar_changes_the_time_from_14_to_5_working_days(omar, agency):
    old = await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    clause = await find_clause(draft, "3.1")

    await edit_clause(omar, draft.ref, clause.lineage, clause.revision, WORDS, {"maximum": FIVE})

    new = await find_version(KTP, 2)
    [changed] = [one for one in await compare(old, new) if one.fate is not Fate.SAME]
    assert (changed.label, changed.fate) == ("3.1", Fate.REWORDED)
    assert ("drop", "14") in changed.redlines["id"]
    assert ("add", "5") in changed.redlines["en"]
    [row] = [row for row in changed.shifted if row.code == "maximum"]
    assert (row.before, row.after) == (["14"], ["5"])
    entry = json.loads((await LogEntry.filter(type="draft.edited").get()).entry)
    assert entry["d"] == {"change": "reworded", "clause": "3.1", "lineage": clause.lineage}
    assert "hari" not in json.dumps(entry)


@both_databases
async def test_of_two_drafters_at_one_clause_the_second_reads_what_the_first_wrote(omar, agency):
    dewi = await person("Dewi Anggraini", agency, Role.DRAFTER)
    draft = await draft_version(omar, agency)
    clause = await find_clause(draft, "3.1")
    await edit_clause(dewi, draft.ref, clause.lineage, 1, {"id": "Paling lama 7 hari"}, {})

    with pytest.raises(Stale) as stale:
        await edit_clause(omar, draft.ref, clause.lineage, 1, WORDS, {"maximum": FIVE})

    assert stale.value.theirs.text == {"id": "Paling lama 7 hari"}
    assert (await find_clause(draft, "3.1")).text == {"id": "Paling lama 7 hari"}
    assert await hands_on(draft.standard_id, clause.lineage) == {omar.person_id, dewi.person_id}

    await edit_clause(omar, draft.ref, clause.lineage, stale.value.theirs.revision, WORDS, {})
    assert (await find_clause(draft, "3.1")).text == WORDS


async def test_a_clause_is_not_removed_under_somebody_who_is_editing_it(omar, draft):
    clause = await find_clause(draft, "1.1")
    await edit_clause(omar, draft.ref, clause.lineage, 1, {"id": "Fotokopi KK digital"}, {})

    with pytest.raises(Stale):
        await remove_clause(omar, draft.ref, clause.lineage, 1)


async def test_saving_without_a_change_leaves_no_trace(omar, draft):
    clause = await find_clause(draft, "4.1")

    await edit_clause(omar, draft.ref, clause.lineage, 1, {"id": " Gratis "}, {})

    assert (await find_clause(draft, "4.1")).revision == 1
    assert not await LogEntry.exists(type="draft.edited")


@pytest.mark.parametrize(
    ("texts", "fields", "named"),
    [
        ({"id": ""}, {}, "text.id"),
        ({"id": " … "}, {}, "text.id"),
        ({"en": "In English only"}, {}, "text.id"),
        ({"id": "x" * 4001}, {}, "text.id"),
        ({"id": "Gratis"}, {"maximum": FIVE}, "maximum"),
        ({"id": "Gratis"}, {"fee": FIVE}, "fee"),
    ],
)
async def test_words_and_values_that_cannot_stand_are_refused(omar, draft, texts, fields, named):
    clause = await find_clause(draft, "4.1")

    with pytest.raises(Invalid) as refused:
        await edit_clause(omar, draft.ref, clause.lineage, 1, texts, fields)

    assert refused.value.fields.keys() == {named}
    assert (await find_clause(draft, "4.1")).text == {"id": "Gratis"}


async def test_a_language_that_the_profile_does_not_have_is_left_out(omar, draft):
    clause = await find_clause(draft, "4.1")

    await edit_clause(omar, draft.ref, clause.lineage, 1, {"id": "Tanpa biaya", "fr": "Nul"}, {})

    assert (await find_clause(draft, "4.1")).text == {"id": "Tanpa biaya"}


@both_databases
async def test_a_clause_is_added_and_the_others_are_renumbered(omar, draft):
    first = await find_clause(draft, "1.1")

    lineage = await add_clause(omar, draft.ref, "", first.lineage, {"id": "Pas foto"}, {})
    await add_clause(
        omar,
        draft.ref,
        "biaya",
        "",
        {"id": "Denda Rp50.000"},
        {"fee": Money(amount=50_000, currency="IDR")},
    )

    assert await told(draft) == [
        ("1.1", "Fotokopi KK"),
        ("1.2", "Pas foto"),
        ("1.3", "Surat pengantar. Pas foto"),
        ("4.1", "Denda Rp50.000"),
        ("4.2", "Gratis"),
    ]
    assert await hands_on(draft.standard_id, lineage) == {omar.person_id}


@both_databases
async def test_a_clause_is_moved_within_its_component_and_into_another(omar, draft):
    second = await find_clause(draft, "1.2")

    await move_clause(omar, draft.ref, second.lineage, "")
    assert (await find_clause(draft, "1.1")).lineage == second.lineage

    fee = await find_clause(draft, "4.1")
    await move_clause(omar, draft.ref, second.lineage, fee.lineage)
    await move_clause(omar, draft.ref, fee.lineage, "", "produk")
    assert await told(draft) == [
        ("1.1", "Fotokopi KK"),
        ("4.1", "Surat pengantar. Pas foto"),
        ("5.1", "Gratis"),
    ]


async def test_a_clause_does_not_move_to_where_its_values_have_no_place(omar, agency):
    draft = await draft_version(omar, agency)
    time = await find_clause(draft, "3.1")

    with pytest.raises(Invalid):
        await move_clause(omar, draft.ref, time.lineage, "", "produk")


@both_databases
async def test_what_is_split_in_the_next_version_says_so_and_so_does_what_is_merged(omar, agency):
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    first, second = [await find_clause(draft, label) for label in ("2.1", "2.2")]
    place = first.text["id"].index("dan menerima")

    tail = await split_clause(omar, draft.ref, first.lineage, 1, {"id": place})
    third = await find_clause(draft, "2.4")
    await merge_clauses(omar, draft.ref, second.lineage, 1, third.lineage)

    old, new = await find_version(KTP, 1), await find_version(KTP, 2)
    fates = {one.lineage: one for one in await compare(old, new)}
    assert fates[first.lineage].fate is Fate.SPLIT
    assert [one.label for one in fates[tail].change.parents] == ["2.1"]
    assert fates[second.lineage].fate is Fate.MERGED
    assert third.lineage not in fates
    assert tail in {clause.lineage for clause in await clauses_of(draft)}


async def test_a_merger_of_long_ago_is_still_told_two_versions_later(omar, agency):
    await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    first, second = [await find_clause(draft, label) for label in ("2.1", "2.2")]
    await merge_clauses(omar, draft.ref, first.lineage, 1, second.lineage)
    await _publish(omar, draft)
    last = await start_version(omar, KTP, 2)
    await _publish(omar, last)

    changes = await compare(await find_version(KTP, 1), await find_version(KTP, 3))

    [merged] = [one for one in changes if one.fate is not Fate.SAME]
    assert merged.fate is Fate.MERGED
    assert [one.label for one in merged.change.parents] == ["2.1", "2.2"]


@both_databases
async def test_the_history_of_a_clause_leaves_out_what_is_still_written(omar, agency):
    old = await standard_in_force(omar, agency)
    draft = await start_version(omar, KTP, 1)
    clause = await find_clause(draft, "3.1")
    await edit_clause(omar, draft.ref, clause.lineage, 1, WORDS, {"maximum": FIVE})

    assert [step.version.number for step in await history(old.standard, clause.lineage)] == [1]

    await _publish(omar, draft)
    steps = await history(old.standard, clause.lineage)
    assert [(step.version.number, step.changed.fate) for step in steps] == [
        (2, Fate.REWORDED),
        (1, Fate.NEW),
    ]


async def test_a_number_that_is_gone_leads_to_where_the_clause_went(omar, draft):
    last = await find_clause(draft, "1.2")
    await _publish(omar, draft)
    following = await start_version(omar, KTP, 1)
    await move_clause(omar, following.ref, last.lineage, "", "produk")

    nearest, here = await where_it_went(following, "1.2")
    assert (nearest.version.number, here.label) == (1, "5.1")

    moved = await find_clause(following, "5.1")
    await remove_clause(omar, following.ref, moved.lineage, moved.revision)
    assert await where_it_went(following, "1.2") == (nearest, None)
    assert await where_it_went(following, "9.9") == (None, None)


async def test_sari_does_not_edit_and_neither_does_an_official_elsewhere(sari, draft):
    clause = await find_clause(draft, "1.1")

    with pytest.raises(NotAllowed):
        await edit_clause(sari, draft.ref, clause.lineage, 1, {"id": "Bebas"}, {})
    with pytest.raises(NotAllowed):
        await remove_clause(sari, draft.ref, clause.lineage, 1)


async def test_a_clause_of_another_version_is_not_here(omar, draft):
    with pytest.raises(NotFound):
        await edit_clause(omar, draft.ref, "2222222222", 1, {"id": "Bebas"}, {})
    with pytest.raises(NotFound):
        await merge_clauses(omar, draft.ref, (await clauses_of(draft))[0].lineage, 1, "2222222222")


async def test_a_clause_is_not_merged_with_itself(omar, draft):
    clause = await find_clause(draft, "1.1")

    with pytest.raises(Refused):
        await merge_clauses(omar, draft.ref, clause.lineage, 1, clause.lineage)


@both_databases
async def test_the_note_is_edited_by_whoever_has_read_the_last_one(omar, draft):
    seen = seal(draft)

    await edit_note(omar, draft.ref, seen, {"id": "KTP"}, {"id": "Supaya lebih cepat."})

    kept = await find_version(KTP, 1)
    assert (kept.title, kept.note) == ({"id": "KTP"}, {"id": "Supaya lebih cepat."})
    with pytest.raises(Stale) as stale:
        await edit_note(omar, draft.ref, seen, {"id": "KTP"}, {"id": "Lain."})
    assert stale.value.theirs.note == {"id": "Supaya lebih cepat."}
    with pytest.raises(Invalid) as refused:
        await edit_note(omar, draft.ref, seal(kept), {"id": " "}, {"id": "x" * 10_001})
    assert refused.value.fields.keys() == {"title.id"}


async def _publish(omar, version):
    await freeze(omar, await Version.get(id=version.id))
    await put_in_force(omar, version)


@both_databases
async def test_of_two_edits_at_the_same_moment_one_is_kept_and_the_other_is_told(omar, draft):
    clause = await find_clause(draft, "4.1")
    texts = [{"id": "Gratis bagi warga"}, {"id": "Gratis bagi semua"}]

    answers = await asyncio.gather(
        *(edit_clause(omar, draft.ref, clause.lineage, 1, text, {}) for text in texts),
        return_exceptions=True,
    )

    kept = await find_clause(draft, "4.1")
    [lost] = [answer for answer in answers if answer is not None]
    assert isinstance(lost, Stale)
    assert kept.text == texts[answers.index(None)]
    assert kept.revision == 2


@both_databases
async def test_two_who_begin_the_next_version_at_once_make_one(omar, agency):
    await standard_in_force(omar, agency)

    answers = await asyncio.gather(
        start_version(omar, KTP, 1), start_version(omar, KTP, 1), return_exceptions=True
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Version"]
    assert await Version.all().count() == 2
