"""Every sentence is whole, and there in Indonesian."""

from __future__ import annotations

import ast

from tests.architecture.places import CODE, ROOT
from tests.sentences import INDONESIAN, indonesian, placeholders, sentences

TRANSLATING = {"_", "N_", "ngettext"}
NOT_WHOLE = (ast.JoinedStr, ast.BinOp)


def test_the_sentences_are_found():
    there = {sentence.one for sentence in sentences()}

    assert len(there) > 500
    assert "Sign in first, then you can do this." in there  # from the code
    assert "Skip to the content" in there  # from a template
    assert "moderator" in there  # marked where it is written, translated where it is shown


def test_no_indonesian_sentence_is_missing():
    catalogue = indonesian()
    missing = [
        f"{sentence.place}: {sentence.one}"
        for sentence in sentences()
        if not (there := catalogue.get(sentence.one))
        or not whole(there.string)
        or isinstance(there.id, tuple) is not bool(sentence.many)
    ]

    assert missing == []


def test_no_indonesian_sentence_is_a_guess():
    assert [message.id for message in indonesian() if message.fuzzy and message.id] == []


def test_what_is_filled_in_is_filled_in_in_both_languages():
    wrong = []
    for sentence in sentences():
        there = indonesian().get(sentence.one)
        if there is None or not whole(there.string):
            continue
        wanted = placeholders(sentence.many or sentence.one)
        given = there.string if isinstance(there.string, tuple) else (there.string,)
        if any(placeholders(one) != wanted for one in given):
            wrong.append(f"{sentence.place}: {sentence.one} → {there.string}")

    assert wrong == []


def test_indonesian_counts_with_one_form():
    catalogue = indonesian()

    assert catalogue.num_plurals == 1
    assert [
        message.id
        for message in catalogue
        if isinstance(message.id, tuple) and len(message.string) != 1
    ] == []
    assert "nplurals=1; plural=0;" in INDONESIAN.read_text("utf-8")


def test_no_sentence_stays_in_the_catalogue_after_it_left_the_forum():
    there = {sentence.one for sentence in sentences()}
    known = {
        message.id[0] if isinstance(message.id, tuple) else message.id for message in indonesian()
    }

    assert known - there - {""} == set()
    assert list(indonesian().obsolete) == []


def test_a_sentence_is_written_whole():
    """Parts put together before they are looked up are never found."""
    torn = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATING
        and any(isinstance(given, NOT_WHOLE) for given in node.args[:2])
    ]

    assert torn == []


def test_a_name_is_filled_in_where_more_than_one_thing_is():
    """A translator may need another order."""
    unnamed = [
        f"{sentence.place}: {sentence.one}"
        for sentence in sentences()
        if {"%s", "%d"} & placeholders(sentence.many or sentence.one)
    ]

    assert unnamed == []


def whole(translated: str | tuple[str, ...]) -> bool:
    return all(translated) if isinstance(translated, tuple) else bool(translated)
