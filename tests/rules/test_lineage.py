"""Between two versions, every clause is accounted for, with what became of it."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forum.drafts.fields import Duration, Unit
from forum.drafts.lineage import Fate, compare
from forum.drafts.pieces import Piece, add, merge, move, remove, renumber, reword, split

ORDERS = {"persyaratan": 1, "prosedur": 2, "waktu": 3}
FORTNIGHT = {"maximum": Duration(value=14, unit=Unit.WORKING_DAY)}
WEEK = {"maximum": Duration(value=5, unit=Unit.WORKING_DAY)}


def clause(lineage, component, text, fields=None):
    return Piece(lineage=lineage, component=component, texts={"id": text}, fields=fields or {})


VERSION_1 = renumber(
    [
        clause("kk", "persyaratan", "Fotokopi kartu keluarga"),
        clause("ktp", "persyaratan", "KTP lama"),
        clause("foto", "persyaratan", "Pasfoto"),
        clause("loket", "prosedur", "Berkas diserahkan, lalu diperiksa petugas"),
        clause("waktu", "waktu", "Paling lama 14 hari kerja", FORTNIGHT),
    ],
    ORDERS,
)


def told(changes):
    return [(change.fate.value, change.lineage) for change in changes]


def became(new):
    return told(compare(VERSION_1, renumber(new, ORDERS)))


SAME = [("same", piece.lineage) for piece in VERSION_1]

lineages = st.sampled_from("abcdefgh")
pieces = st.lists(
    st.builds(
        Piece,
        lineage=lineages,
        component=st.sampled_from(list(ORDERS)),
        texts=st.sampled_from(["satu", "dua"]).map(lambda text: {"id": text}),
        fields=st.sampled_from([{}, WEEK]),
        parents=st.lists(lineages, max_size=3, unique=True).map(tuple),
    ),
    max_size=8,
    unique_by=lambda piece: piece.lineage,
).map(lambda found: renumber(found, ORDERS))


@given(pieces, pieces)
def test_every_clause_of_both_versions_is_accounted_for_once(old, new):
    changes = compare(old, new)
    absorbed = {
        parent.lineage
        for change in changes
        if change.fate is Fate.MERGED
        for parent in change.parents
    }
    of_old = Counter(change.old.lineage for change in changes if change.old)
    assert Counter(change.new.lineage for change in changes if change.new) == Counter(
        piece.lineage for piece in new
    )
    assert set(of_old) | absorbed == {piece.lineage for piece in old} | absorbed
    assert set(of_old.values()) <= {1}
    assert not any(c.fate is Fate.REMOVED and c.lineage in absorbed for c in changes)


@given(pieces, pieces)
def test_each_fate_says_what_really_happened(old, new):
    before, after = ({piece.lineage for piece in version} for version in (old, new))
    for change in compare(old, new):
        assert (change.fate is Fate.REMOVED) == (change.lineage not in after)
        if change.fate is Fate.NEW:
            assert change.lineage not in before
            assert not change.parents
        if change.fate in (Fate.SAME, Fate.MOVED):
            assert not change.words
            assert not change.shifts
        if change.fate is Fate.REWORDED:
            assert change.words or change.shifts
        if change.fate in (Fate.SPLIT, Fate.MERGED):
            assert {parent.lineage for parent in change.parents} <= before


@given(pieces)
def test_a_version_set_beside_itself_is_the_same_throughout(version):
    assert {change.fate for change in compare(version, version)} <= {Fate.SAME}


@given(pieces, st.randoms())
def test_another_order_alone_only_moves_clauses(version, random):
    shuffled = renumber(random.sample(version, len(version)), ORDERS)
    changes = compare(version, shuffled)
    assert {change.fate for change in changes} <= {Fate.SAME, Fate.MOVED}
    assert [change.new for change in changes] == shuffled


@given(pieces, pieces)
def test_the_reader_meets_the_clauses_in_the_new_order(old, new):
    read = [change.new.lineage for change in compare(old, new) if change.new]
    assert read == [piece.lineage for piece in new]


def test_a_shorter_time_rewords_the_clause():
    new = reword(VERSION_1, "waktu", {"id": "Paling lama 14 hari kerja"}, WEEK)
    [change] = [one for one in compare(VERSION_1, new) if one.fate is not Fate.SAME]
    assert (change.fate, change.words) == (Fate.REWORDED, False)
    assert change.shifts == [("maximum", FORTNIGHT["maximum"], WEEK["maximum"])]


def test_a_clause_that_moved_is_the_only_one_said_to_have_moved():
    assert became(move(VERSION_1, "foto")) == [("moved", "foto"), *SAME[:2], *SAME[3:]]


def test_a_clause_in_another_component_has_moved():
    new = move(VERSION_1, "ktp", component="waktu")
    assert ("moved", "ktp") in became(new)
    assert Counter(fate for fate, _ in became(new)) == {"same": 4, "moved": 1}


def test_a_clause_that_moved_and_has_other_words_is_said_to_be_reworded():
    new = move(reword(VERSION_1, "foto", {"id": "Foto"}, {}), "foto")
    change = compare(VERSION_1, renumber(new, ORDERS))[0]
    assert (change.fate, change.lineage, change.moved) == (Fate.REWORDED, "foto", True)


def test_a_new_clause_and_a_removed_one_are_told_where_they_stand():
    new = add(remove(VERSION_1, "ktp"), clause("nib", "prosedur", "Ambil nomor"))
    assert became(new) == [
        ("same", "kk"),
        ("removed", "ktp"),
        ("same", "foto"),
        ("new", "nib"),
        ("same", "loket"),
        ("same", "waktu"),
    ]


def test_the_first_clause_of_a_component_is_missed_at_its_head():
    assert became(remove(VERSION_1, "kk"))[:2] == [("removed", "kk"), ("same", "ktp")]


def test_a_component_that_went_away_is_missed_between_its_neighbours():
    assert became(remove(VERSION_1, "loket"))[2:] == [
        ("same", "foto"),
        ("removed", "loket"),
        ("same", "waktu"),
    ]


def test_when_everything_went_everything_is_told_in_the_old_order():
    assert became([]) == [("removed", piece.lineage) for piece in VERSION_1]


def test_a_clause_cut_in_two_names_the_clause_it_was():
    new = split(VERSION_1, "loket", {"id": len("Berkas diserahkan,")}, "periksa")
    changes = compare(VERSION_1, renumber(new, ORDERS))[3:5]
    assert told(changes) == [("split", "loket"), ("split", "periksa")]
    assert [[parent.lineage for parent in one.parents] for one in changes] == [["loket"], ["loket"]]


def test_two_clauses_made_one_name_both():
    changes = compare(VERSION_1, renumber(merge(VERSION_1, "kk", "ktp"), ORDERS))
    assert told(changes) == [("merged", "kk"), *SAME[2:]]
    assert [parent.lineage for parent in changes[0].parents] == ["kk", "ktp"]


def test_a_clause_cut_in_two_and_left_with_its_second_half_is_removed():
    new = remove(split(VERSION_1, "loket", {"id": 18}, "periksa"), "loket")
    assert became(new)[3:5] == [("removed", "loket"), ("split", "periksa")]


def test_a_later_version_does_not_repeat_what_an_earlier_one_did():
    version_2 = renumber(merge(VERSION_1, "kk", "ktp"), ORDERS)
    version_3 = [replace(piece, parents=()) for piece in version_2]
    assert {change.fate for change in compare(version_2, version_3)} == {Fate.SAME}
    assert {change.fate for change in compare(version_2, version_2)} == {Fate.SAME}
