"""Whoever writes another client finds every word of the protocol in its document."""

from __future__ import annotations

import re

import pytest

from forum.live.protocol import Close, Say, State
from forum.live.verbs import VERBS
from forum.sessions.floor import Happening
from tests.architecture.places import ROOT

TEXT = (ROOT / "docs" / "live-protocol.md").read_text("utf-8")
TABLES = {
    "What the server sends": Say,
    "Events": Happening,
    "States": State,
    "What a client sends": VERBS,
}


def words_under(heading: str) -> set[str]:
    """Return the words in the first column of the table that follows this heading."""
    _, _, after = TEXT.partition(f"# {heading}\n")
    table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert table is not None
    lines = table[0].splitlines()[2:]
    return {word for line in lines for word in re.findall(r"`([a-z_]+)", line.split("|")[1])}


@pytest.mark.parametrize("heading", TABLES)
def test_every_word_has_its_row_and_every_row_is_spoken(heading):
    assert words_under(heading) == {str(word) for word in TABLES[heading]}


@pytest.mark.parametrize("code", Close, ids=str)
def test_every_reason_to_close_is_told(code):
    assert f"| {code.value} |" in TEXT
