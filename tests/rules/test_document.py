"""Rina can compute the fingerprint of a frozen version herself, and it never changes."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.drafts.document import document, fingerprint
from forum.drafts.fields import Duration, Unit
from forum.drafts.pieces import Piece, renumber
from forum.profiles.load import profile

COMPONENTS = profile("id").components
ORDERS = {component.code: component.order for component in COMPONENTS}
TITLE = {"id": "KTP baru", "en": "New identity card"}
CLAUSE = Piece(
    lineage="waktu",
    component="waktu",
    label="3.1",
    position=1,
    texts={"id": "Paling lama 14 hari — kerja", "en": "At most 14 days"},
    fields={"maximum": Duration(value=14, unit=Unit.WORKING_DAY)},
)

texts = st.dictionaries(st.sampled_from(["id", "en"]), st.text(max_size=10), min_size=1)
pieces = st.lists(
    st.builds(
        Piece,
        lineage=st.uuids().map(lambda one: one.hex[:10]),
        component=st.sampled_from(list(ORDERS)),
        texts=texts,
        fields=st.sampled_from([{}, CLAUSE.fields]),
        parents=st.lists(st.sampled_from(["a", "b"]), unique=True).map(sorted).map(tuple),
    ),
    max_size=5,
    unique_by=lambda piece: piece.lineage,
).map(lambda found: renumber(found, ORDERS))

NOTE = {"id": "Mengapa dua hari."}


def upside_down(words):
    return dict(reversed(list(words.items())))


@given(texts, st.integers(1, 99), pieces, st.randoms())
def test_the_same_content_has_the_same_bytes_however_it_was_gathered(title, number, draft, random):
    gathered = [
        replace(one, texts=upside_down(one.texts), parents=one.parents[::-1])
        for one in random.sample(draft, len(draft))
    ]
    assert document(title, NOTE, number, COMPONENTS, draft) == document(
        upside_down(title), upside_down(NOTE), number, COMPONENTS[::-1], gathered
    )


@given(pieces, pieces)
def test_other_content_has_other_bytes(draft, other):
    one, two = (document(TITLE, NOTE, 1, COMPONENTS, version) for version in (draft, other))
    assert (one == two) == (draft == other)


@given(texts, pieces)
def test_the_bytes_are_canonical_json(title, draft):
    data = document(title, NOTE, 1, COMPONENTS, draft)
    again = json.dumps(
        json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    assert data == again


def test_a_frozen_version_is_written_like_this_for_ever():
    data = document(TITLE, NOTE, 2, [COMPONENTS[2]], [CLAUSE])
    assert data.decode() == (
        '{"clauses":[{"component":"waktu","fields":{"maximum":{"kind":"duration",'
        '"unit":"working_day","value":14}},"label":"3.1","lineage":"waktu","parents":[],'
        '"text":{"en":"At most 14 days","id":"Paling lama 14 hari — kerja"}}],'
        '"components":[{"code":"waktu","name":{"en":"Time limit","id":"Jangka waktu pelayanan"},'
        '"order":3}],"note":{"id":"Mengapa dua hari."},"number":2,'
        '"title":{"en":"New identity card","id":"KTP baru"},"v":1}'
    )
    assert fingerprint(data) == "a23035bd0c2a5d2eddfeecabb9abf8706a34af68637ef32e1af3e57d011e2c8e"


def test_a_number_that_computers_write_differently_is_never_published():
    with pytest.raises(ValueError, match="float"):
        document(TITLE, NOTE, 1.5, COMPONENTS, [CLAUSE])
