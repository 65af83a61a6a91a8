"""How much of a Word document lands where it belongs, counted strictly."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from typing import NamedTuple

from forum.drafts.importing.word import Assembled, Block, assemble, read_word
from forum.profiles.load import profile

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text("utf-8"))
DOCUMENTS = sorted(EXPECTED)

_WORD = re.compile(r"[^\W_]+")


class Share(NamedTuple):
    """How many components and clauses there are, how many landed rightly, and what did not."""

    right: int
    all: int
    wrong: list[str]


def document(name: str) -> bytes:
    return (HERE / f"{name}.docx").read_bytes()


def read(name: str) -> tuple[list[Block], Assembled]:
    blocks = read_word(document(name), profile("id"))
    return blocks, assemble(blocks, profile("id"))


def share(name: str, made: Assembled) -> Share:
    """A clause is right in its component, word for word, with its reason and its translation.

    A component is right if it has just the clauses it should have; a clause too many is wrong.
    """
    told = [
        (one["component"], one["text"], one.get("en", ""), one.get("note", ""))
        for one in EXPECTED[name]["clauses"]
    ]
    found = [
        (one.component, one.texts["id"], one.texts.get("en", ""), one.note.get("id", ""))
        for one in made.standard.clauses
    ]
    right = list((Counter(told) & Counter(found)).elements())
    parts = {clause[0] for clause in told}
    whole = [
        part
        for part in parts
        if [one for one in told if one[0] == part] == [one for one in found if one[0] == part]
    ]
    extra = list((Counter(found) - Counter(told)).elements())
    lacking = list((Counter(told) - Counter(found)).elements())
    wrong = [f"too many: {one}" for one in extra] + [f"lacking: {one}" for one in lacking]
    return Share(len(right) + len(whole), max(len(told), len(found)) + len(parts), wrong)


def words_in(data: bytes) -> Counter[str]:
    """Every word of a document, read from its XML without any of our code."""
    words: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.namelist():
            if re.fullmatch(
                r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml", part
            ):
                xml = packed.read(part).decode("utf-8")
                for paragraph in re.split(r"</w:p>|<w:br/>|<w:tab/>", xml):
                    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
                    words.update(_WORD.findall(unescape(text).casefold()))
    return words


def words_shown(blocks: list[Block]) -> Counter[str]:
    """Every word of the preview."""
    words: Counter[str] = Counter()
    for block in blocks:
        words.update(_WORD.findall(f"{block.number} {block.text}".casefold()))
    return words


def told(name: str) -> str:
    """One line about a document, and a line for each thing that is wrong."""
    blocks, made = read(name)
    result = share(name, made)
    lost = words_in(document(name)) - words_shown(blocks)
    flagged = sum(bool(block.flag) for block in blocks)
    part = f"{result.right}/{result.all} = {result.right / result.all:.1%}"
    line = (
        f"{name}: {part}, flagged {flagged}, left {len(made.standard.unread)}, lost {lost.total()}"
    )
    return "\n".join([line, *(f"    {one[:150]}" for one in result.wrong)])


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(told, DOCUMENTS)) + "\n")
