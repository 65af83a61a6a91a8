"""A document imported anew goes on the clauses it is about."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from forum.drafts.kinship import with_lineage
from forum.drafts.pieces import Piece

texts = st.text("abc ", min_size=1, max_size=12).map(lambda text: {"id": text})
components = st.sampled_from(["waktu", "biaya"])
pieces = st.lists(
    st.builds(Piece, lineage=st.just(""), component=components, texts=texts), max_size=6
)


def clause(text, lineage="", component="waktu"):
    return Piece(lineage=lineage, component=component, texts={"id": text})


def keyed(new, former):
    numbers = count(1)
    return [one.lineage for one in with_lineage(new, former, lambda: f"new{next(numbers)}")]


def test_a_reworded_clause_keeps_its_key_and_an_unlike_one_gets_its_own():
    former = [clause("Paling lama 14 hari kerja", "time")]

    assert keyed([clause("Paling lama 5 hari kerja")], former) == ["time"]
    assert keyed([clause("Dibayar di bank mana pun")], former) == ["new1"]


def test_the_same_words_win_over_words_that_are_alike():
    former = [clause("Fotokopi KK", "copy"), clause("Fotokopi KTP", "card")]

    assert keyed([clause("Fotokopi KTP"), clause("Fotokopi KKK")], former) == ["card", "copy"]


def test_a_key_is_given_once():
    former = [clause("Fotokopi KK", "copy")]

    assert sorted(keyed([clause("Fotokopi KK"), clause("Fotokopi KK")], former)) == ["copy", "new1"]


def test_a_clause_is_not_sought_in_another_component():
    assert keyed([clause("Gratis", component="biaya")], [clause("Gratis", "free")]) == ["new1"]


@given(pieces, pieces)
def test_every_clause_has_a_key_of_its_own_and_keeps_its_words(new, former):
    former = [clause(one.texts["id"], f"old{n}", one.component) for n, one in enumerate(former)]
    numbers = count(1)

    found = with_lineage(new, former, lambda: f"new{next(numbers)}")

    assert len({one.lineage for one in found}) == len(new)
    assert [(one.component, one.texts) for one in found] == [
        (one.component, one.texts) for one in new
    ]


@given(pieces)
def test_an_unchanged_document_keeps_every_key(new):
    distinct = list({(one.component, one.texts["id"]): one for one in new}.values())
    former = [clause(one.texts["id"], f"old{n}", one.component) for n, one in enumerate(distinct)]

    assert keyed(distinct, former) == [one.lineage for one in former]
