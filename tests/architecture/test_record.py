"""Every entry that the forum writes is as docs/record.md says, and names nobody."""

from __future__ import annotations

import base64
import json

from forum.accounts.models import Person
from forum.audit.models import LogEntry
from forum.audit.rules import canonical, commit, leaf_hash
from forum.participation.models import Contribution
from tests.architecture.knocking import ACTS, knock
from tests.architecture.record_page import record_types
from tests.openings import openings_of


async def test_entries_are_as_the_page_says_whoever_acted(copy):
    for who in ("omar", "sari", "reviewer"):
        for route in ACTS:
            await knock(copy, route, who)
    described = record_types()
    entries = await LogEntry.all().order_by("seq")
    erased = {one.subject for one in entries if one.type == "erasure.executed"}
    leaves = {base64.b64encode(bytes.fromhex(one.leaf)).decode(): one.seq for one in entries}

    assert len({one.type for one in entries}) >= 18
    for row in entries:
        entry = json.loads(row.entry)
        d, c = described[row.type]
        assert canonical(entry) == row.entry.encode()
        assert leaf_hash(row.entry.encode()).hex() == row.leaf
        assert entry.get("d", {}).keys() <= d | {"nonce"}
        assert entry.get("c", {}).keys() <= c
        assert leaves[entry["ref"]] < row.seq if "ref" in entry else True
        openings = await openings_of(row)
        committed = entry.get("c", {}).keys()
        assert openings.keys() == committed or row.subject in erased
        assert openings.keys() <= committed
        for kind, opening in openings.items():
            assert commit(kind, opening.salt, opening.value) == entry["c"][kind]


async def test_no_entry_holds_a_name_an_address_or_a_word_that_somebody_wrote(copy):
    people, said = await Person.all(), await Contribution.all()
    private = {one.email for one in people} | {one.name for one in people}
    private -= {None, ""}  # somebody whose letter was entered
    private |= {one.record_id for one in people} | {one.text for one in said}

    for row in await LogEntry.all():
        assert [words for words in private if words in row.entry] == []
