"""Omar edits the clauses of a version, and none of them forgets where it comes from."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import speaking
from forum.drafts.fields import Duration, Money, Unit
from forum.drafts.pieces import (
    Piece,
    add,
    easy_behind,
    find,
    merge,
    move,
    remove,
    renumber,
    reword,
    split,
)
from forum.drafts.rules import (
    LONGEST,
    MOVES,
    VersionState,
    check_editing,
    check_move,
    check_texts,
)

ORDERS = {"persyaratan": 1, "waktu": 3}
DAYS = {"maximum": Duration(value=14, unit=Unit.DAY)}


def clause(lineage, component="persyaratan", fields=None, parents=(), **texts):
    return Piece(
        lineage=lineage, component=component, texts=texts, fields=fields or {}, parents=parents
    )


DRAFT = [
    clause("kk", id="Kartu keluarga", en="Family card"),
    clause("ktp", id="KTP lama."),
    clause("waktu", "waktu", DAYS, id="Paling lama 14 hari", en="At most 14 days"),
]


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def names(pieces):
    return [piece.lineage for piece in pieces]


def test_clauses_are_numbered_within_their_component():
    numbered = renumber([DRAFT[2], DRAFT[0], DRAFT[1]], ORDERS)
    assert [(one.position, one.label, one.lineage) for one in numbered] == [
        (1, "1.1", "kk"),
        (2, "1.2", "ktp"),
        (3, "3.1", "waktu"),
    ]


def test_a_clause_gets_other_words_and_stays_the_same_clause():
    edited = reword(DRAFT, "ktp", {"id": "KTP"}, {})
    assert names(edited) == names(DRAFT)
    assert edited[1].texts == {"id": "KTP"}


def test_a_new_clause_stands_behind_the_one_omar_chose_and_in_its_component():
    draft = add(DRAFT, clause("foto", "waktu", id="Foto"), after="kk")
    assert names(draft) == ["kk", "foto", "ktp", "waktu"]
    assert draft[1].component == "persyaratan"


def test_a_new_clause_stands_first_in_its_component_unless_told_otherwise():
    assert names(add(DRAFT, clause("segera", "waktu", id="Segera"))) == [
        "kk", "ktp", "segera", "waktu",
    ]  # fmt: skip


def test_the_first_clause_of_an_empty_component_can_be_written():
    assert names(add([], clause("kk", id="KK"))) == ["kk"]


def test_a_clause_moves_to_the_head_behind_another_or_to_another_component():
    assert names(move(DRAFT, "ktp")) == ["ktp", "kk", "waktu"]
    assert names(move(DRAFT, "kk", after="ktp")) == ["ktp", "kk", "waktu"]
    moved = move(DRAFT, "kk", component="waktu")
    assert (names(moved), moved[1].component) == (["ktp", "kk", "waktu"], "waktu")
    assert move(DRAFT, "kk", after="kk") == DRAFT


def test_a_clause_is_cut_where_omar_says_in_both_languages():
    first, second = split(DRAFT, "waktu", {"id": 11, "en": 7}, "hari")[2:]
    assert (first.texts, second.texts) == (
        {"id": "Paling lama", "en": "At most"},
        {"id": "14 hari", "en": "14 days"},
    )
    assert (first.lineage, first.fields) == ("waktu", DAYS)
    assert (second.lineage, second.fields, second.parents) == ("hari", {}, ("waktu",))


@pytest.mark.parametrize("at", [{}, {"id": 0}, {"id": 99}, {"id": -5}, {"id": 5, "fr": 3}])
def test_a_clause_is_not_cut_where_nothing_would_be_left(at):
    with pytest.raises(Invalid) as refused:
        split(DRAFT, "waktu", at, "hari")
    assert refused.value.fields == {"at": "Choose a place with words before and after it."}


def test_two_clauses_become_one_with_the_words_and_values_of_both():
    [first, merged] = merge(DRAFT, "waktu", "kk")
    assert first.lineage == "ktp"
    assert merged.texts == {
        "id": "Paling lama 14 hari; Kartu keluarga",
        "en": "At most 14 days; Family card",
    }
    assert (merged.fields, merged.parents) == (DAYS, ("waktu", "kk"))
    assert merge(DRAFT, "ktp", "kk")[0].texts["id"] == "KTP lama. Kartu keluarga"


def test_two_clauses_that_promise_different_times_are_not_merged():
    other = clause("segera", "waktu", {"maximum": Duration(value=1, unit=Unit.DAY)}, id="Segera")
    with pytest.raises(Refused) as refused:
        merge([*DRAFT, other], "waktu", "segera")
    assert "Make them equal first." in refused.value.message


def test_a_clause_is_not_merged_with_itself():
    with pytest.raises(Refused):
        merge(DRAFT, "kk", "kk")


@given(
    st.text("ab c", min_size=2, max_size=12).filter(lambda text: text == text.strip()), st.data()
)
def test_cutting_and_joining_again_leaves_no_trace(text, data):
    draft = [clause("a", id=text)]
    at = data.draw(st.integers(1, len(text) - 1))
    cut = split(draft, "a", {"id": at}, "b")
    [joined] = merge(cut, "a", "b")
    assert (joined.lineage, joined.parents) == ("a", ())
    assert joined.texts["id"].replace("; ", "").replace(" ", "") == text.replace(" ", "")


def test_a_clause_made_of_parts_names_every_clause_it_comes_from():
    halves = split(DRAFT, "waktu", {"id": 11}, "hari")
    assert find(merge(halves, "kk", "hari"), "kk").parents == ("kk", "waktu")
    thirds = split(halves, "hari", {"id": 2}, "satuan")
    assert find(thirds, "satuan").parents == ("waktu",)


@pytest.mark.parametrize(
    "act",
    [
        lambda: find(DRAFT, "lain"),
        lambda: remove(DRAFT, "lain"),
        lambda: move(DRAFT, "kk", after="lain"),
        lambda: merge(DRAFT, "kk", "lain"),
        lambda: reword(DRAFT, "lain", {}, {}),
    ],
)
def test_a_clause_that_is_gone_cannot_be_edited(act):
    with pytest.raises(NotFound) as missing:
        act()
    assert missing.value.message == "This clause is not in this version."


def test_a_frozen_version_is_never_edited():
    check_editing(VersionState.EDITING)
    for state in (VersionState.FROZEN, VersionState.SUPERSEDED):
        with pytest.raises(Refused):
            check_editing(state)
    with pytest.raises(Refused) as refused:
        check_move(VersionState.FROZEN, VersionState.EDITING)
    assert refused.value.message.startswith("This version is frozen and never changes.")


def test_a_version_is_edited_then_frozen_then_superseded_and_never_goes_back():
    path = [VersionState.EDITING, VersionState.FROZEN, VersionState.SUPERSEDED]
    allowed = set(pairwise(path))
    assert {(now, to) for now, targets in MOVES.items() for to in targets} == allowed
    for now in VersionState:
        for to in VersionState:
            if (now, to) in allowed:
                check_move(now, to)
            else:
                with pytest.raises(Refused):
                    check_move(now, to)


def test_the_words_of_a_clause_are_kept_tidy_and_without_empty_translations():
    assert check_texts({"id": " Kartu\r\nkeluarga ", "en": "  "}, "id") == {"id": "Kartu\nkeluarga"}


@pytest.mark.parametrize("empty", ["", "   ", "\u200b", "\x00", "…", "\n\n"])
def test_a_clause_has_at_least_one_word_in_the_language_that_binds(empty):
    with pytest.raises(Invalid) as refused:
        check_texts({"id": empty, "en": "Family card"}, "id")
    assert refused.value.fields == {"text.id": "Write at least one word."}


def test_a_clause_that_is_too_long_says_by_how_much():
    assert check_texts({"id": "a" * LONGEST}, "id")
    with pytest.raises(Invalid) as refused:
        check_texts({"id": "ada", "en": "a" * (LONGEST + 312)}, "id")
    assert refused.value.fields == {
        "text.en": "This is 312 characters too long. Split the clause in two."
    }


EASY = {"id": "Artinya gratis.", "en": "You pay nothing."}


def explained(**more):
    texts = {"id": "Tidak dipungut biaya", "en": "Free of charge"}
    return Piece(lineage="a", component="biaya", texts=texts, easy=EASY, **more)


def test_easy_words_are_behind_where_the_clause_moved_on():
    old = explained()
    binding = {**old.texts, "id": "Rp5.000"}
    translation = {**old.texts, "en": "No fee"}

    assert easy_behind(old, old.texts, {}, EASY, "id") == ()
    assert easy_behind(old, binding, {}, EASY, "id") == ("en", "id")
    assert easy_behind(old, translation, {}, EASY, "id") == ("en",)


def test_a_value_that_changed_leaves_the_easy_words_behind():
    fee = {"fee": Money(amount=5000, currency="IDR")}

    assert easy_behind(explained(), explained().texts, fee, EASY, "id") == ("en", "id")


def test_easy_words_written_anew_or_looked_at_are_not_behind():
    old = explained(easy_stale=("en", "id"))

    assert easy_behind(old, old.texts, {}, EASY, "id") == ("en", "id")
    assert easy_behind(old, old.texts, {}, {**EASY, "id": "Artinya, tanpa biaya."}, "id") == ("en",)
    assert easy_behind(old, old.texts, {}, EASY, "id", holds=["en", "id"]) == ()


def test_what_is_cut_leaves_its_easy_words_with_the_first_and_behind():
    head, tail = split([explained()], "a", {"id": 6}, "b", "id")

    assert (head.easy, head.easy_stale) == (EASY, ("en", "id"))
    assert not tail.easy


def test_easy_words_of_two_clauses_are_joined_and_behind_where_only_one_has_them():
    other = Piece(
        lineage="b", component="biaya", texts={"id": "Selalu"}, easy={"id": "Artinya ya."}
    )
    [joined] = merge([explained(), other], "a", "b")

    assert joined.easy == {"id": "Artinya gratis. Artinya ya.", "en": "You pay nothing."}
    assert joined.easy_stale == ("en",)
