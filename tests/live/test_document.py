"""Whoever writes another client finds every word of the protocol in its document."""

from __future__ import annotations

import re

import pytest

from forum.live.protocol import Close, Say, State
from forum.live.verbs import VERBS
from forum.sessions.floor import Happening
from tests.architecture.places import ROOT

TEXT = (ROOT / "docs" / "live-protocol.md").read_text("utf-8")
CELLS = {
    word
    for line in TEXT.splitlines()
    if line.startswith("|")
    for word in re.findall(r"`([a-z_]+)", line.split("|")[1])
}


@pytest.mark.parametrize("word", [*Say, *State, *Happening, *VERBS], ids=str)
def test_every_word_has_its_row(word):
    assert str(word) in CELLS


@pytest.mark.parametrize("code", Close, ids=str)
def test_every_reason_to_close_is_told(code):
    assert f"| {code.value} |" in TEXT
