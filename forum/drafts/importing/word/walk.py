"""From the XML of a Word document to its blocks, leaving no word behind.

Text boxes, footnotes, comments, heads and feet of pages, hidden and deleted words come along, each
marked with where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from docx.document import Document
from lxml import etree

from forum.core.errors import Invalid
from forum.core.format import number as written
from forum.core.i18n import _
from forum.drafts.fields import one_line
from forum.drafts.importing.word.blocks import Block, Where
from forum.drafts.importing.word.numbering import W, read_numbering, value, whole

MOST_BLOCKS = 900
TITLE = -1
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

MARK = re.compile(
    r"\s*(\((?:[0-9]{1,3}|[a-z]|[ivx]{1,5})\)|(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)](?=\s|[^\d\s.])"
    r"|[1-9][0-9]?(?:\.[1-9][0-9]?){1,3}\.?(?=\s+[^\W\d])|[-*+•▪◦●○■\u2013\u2014\uf0b7])\s+",
)
_HEADING = re.compile(r"heading\s*([1-9])|judul\s*([1-9])", re.IGNORECASE)


@dataclass
class _Style:
    name: str = ""
    base: str = ""
    outline: int = 0
    strong: bool = False
    list_id: str = ""
    depth: int = 0


@dataclass
class _Line:
    """What one paragraph holds beside its own words."""

    parts: list[str] = field(default_factory=list)
    strong: list[bool] = field(default_factory=list)
    slanted: list[bool] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


def blocks_of(document: Document) -> list[Block]:
    """Return every block of a document; too many are refused with a sentence."""
    found: list[Block] = []
    for block in _Walk(document).everything():
        if block.text:
            found.append(block)
        if len(found) > MOST_BLOCKS:
            raise Invalid(
                {
                    "file": _(
                        "This document has more than %(most)s paragraphs. Import it in parts."
                    )
                    % {"most": written(MOST_BLOCKS)}
                }
            )
    return found


class _Walk:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts: dict[str, list[Any]] = {}
        for relation in document.part.rels.values():
            if not relation.is_external:
                kind = relation.reltype.rpartition("/")[2]
                self.parts.setdefault(kind, []).append(relation.target_part)
        self.numbering = read_numbering(self._root("numbering"))
        self.styles = self._styles()
        self.notes = {
            kind: {one.get(f"{W}id"): one for one in root}
            for kind in ("footnotes", "endnotes")
            if (root := self._root(kind)) is not None
        }
        self.tables = 0

    def everything(self) -> Iterator[Block]:
        yield from self._inside(self.document.element.body, Block(""))
        comments = self._root("comments")
        if comments is not None:
            yield from self._inside(comments, Block("", where=Where.COMMENT))
        told: set[str] = set()
        for kind in ("header", "footer"):
            for part in self.parts.get(kind, ()):
                root = etree.fromstring(part.blob, _parser())
                for block in self._inside(root, Block("", where=Where.MARGIN)):
                    if block.text not in told:  # the same head stands on many pages
                        told.add(block.text)
                        yield block

    def _root(self, kind: str) -> Any:
        parts = self.parts.get(kind)
        return etree.fromstring(parts[0].blob, _parser()) if parts else None

    def _styles(self) -> dict[str, _Style]:
        root = self._root("styles")
        styles: dict[str, _Style] = {}
        for one in root.iter(f"{W}style") if root is not None else ():
            name = value(one, "name")
            heading = _HEADING.fullmatch(name.strip())
            outline = value(one, "pPr/outlineLvl")
            level = whole(outline, 9) + 1 if outline else 0
            styles[one.get(f"{W}styleId", "")] = _Style(
                name=name.casefold(),
                base=value(one, "basedOn"),
                outline=int(heading[1] or heading[2]) if heading else level if level < 10 else 0,
                strong=_on(one.find(f"{W}rPr/{W}b")),
                list_id=value(one, "pPr/numPr/numId"),
                depth=whole(value(one, "pPr/numPr/ilvl"), 0),
            )
        return styles

    def _chain(self, style: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = self.styles[style].base

    def _inside(self, element: Any, like: Block) -> Iterator[Block]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, like)
            elif child.tag == f"{W}tbl" and not like.table:
                yield from self._table(child, like)
            elif child.tag == f"{COMPATIBILITY}AlternateContent":
                yield from self._inside(_chosen(child), like)
            elif isinstance(child.tag, str) and child.tag not in (f"{W}sectPr", f"{W}pPr"):
                yield from self._inside(child, like)

    def _table(self, table: Any, like: Block) -> Iterator[Block]:
        self.tables += 1
        place = self.tables
        rows = [one for one in table.iter(f"{W}tr") if _owner(one, f"{W}tbl") is table]
        for count, row in enumerate(rows, 1):
            column = whole(value(row, "trPr/gridBefore"), 0)
            cells = [one for one in row.iter(f"{W}tc") if _owner(one, f"{W}tr") is row]
            for cell in cells:
                span = max(1, whole(value(cell, "tcPr/gridSpan"), 1))
                where = Where.CELL if like.where is Where.BODY else like.where
                inside = replace(
                    like, where=where, table=place, row=count, column=column, span=span
                )
                yield from self._inside(cell, inside)
                column += span

    def _paragraph(self, paragraph: Any, like: Block) -> Iterator[Block]:
        line = _Line()
        self._gather(paragraph, line)
        style = list(self._chain(value(paragraph, "pPr/pStyle")))
        level = next((one.outline for one in style if one.outline), 0)
        own = value(paragraph, "pPr/outlineLvl")
        if own and whole(own, 9) < 9:
            level = whole(own, 9) + 1
        if style and style[0].name in ("title", "judul"):
            level = TITLE
        strong = bool(line.strong) and all(line.strong)
        number, depth = self._number(paragraph, style)
        looks = replace(
            like,
            heading=level,
            strong=strong or any(one.strong for one in style),
            slanted=bool(line.slanted) and all(line.slanted),
        )
        for place, text in enumerate(_lines("".join(line.parts))):
            mark = MARK.match(text)
            shown = number if place == 0 else ""
            rest = text
            if mark and not shown:
                shown, rest = mark[1], text[mark.end() :]
            deep = depth if place == 0 and depth else int(bool(mark))
            yield replace(looks, text=one_line(rest), number=shown, depth=deep)
        plain = replace(like, heading=0, strong=False, slanted=False)
        for kind, name in line.notes:
            # Told once: a note can lead to others, and in a hostile document back to itself.
            note = self.notes.get(kind, {}).pop(name, None)
            if note is not None:
                yield from self._inside(note, replace(plain, where=Where.FOOTNOTE))
        for box in line.boxes:
            yield from self._inside(box, replace(plain, where=Where.BOX))
        for words, where in ((line.hidden, Where.HIDDEN), (line.deleted, Where.DELETED)):
            yield replace(plain, text=one_line("".join(words)), where=where)

    def _number(self, paragraph: Any, style: list[_Style]) -> tuple[str, int]:
        list_id = value(paragraph, "pPr/numPr/numId")
        depth = whole(value(paragraph, "pPr/numPr/ilvl"), 0)
        if not list_id:
            named = next((one for one in style if one.list_id), None)
            list_id, depth = (named.list_id, named.depth) if named else ("", 0)
        if list_id in ("", "0"):
            return "", 0
        return self.numbering.next(list_id, depth), depth + 1

    def _gather(self, element: Any, line: _Line) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                line.deleted += [one.text or "" for one in child.iter(f"{W}t", f"{W}delText")] + [
                    " "
                ]
            elif tag == f"{MATH}t":
                line.parts.append(child.text or "")
            elif tag == f"{COMPATIBILITY}AlternateContent":
                self._gather(_chosen(child), line)
            elif isinstance(tag, str) and tag not in (f"{W}pPr", f"{W}sdtPr", f"{W}rPr"):
                self._gather(child, line)

    def _run(self, run: Any, line: _Line) -> None:
        hidden = _on(run.find(f"{W}rPr/{W}vanish"))
        parts = line.hidden if hidden else line.parts
        for child in run:
            match child.tag.removeprefix(W) if isinstance(child.tag, str) else "":
                case "t":
                    parts.append(child.text or "")
                    if (child.text or "").strip() and not hidden:
                        line.strong.append(_on(run.find(f"{W}rPr/{W}b")))
                        line.slanted.append(_on(run.find(f"{W}rPr/{W}i")))
                case "tab" | "ptab":
                    parts.append("\t")
                case "br" | "cr":
                    parts.append("\n")
                case "noBreakHyphen":
                    parts.append("-")
                case "delText":
                    line.deleted.append(child.text or "")
                case "footnoteReference":
                    line.notes.append(("footnotes", child.get(f"{W}id")))
                case "endnoteReference":
                    line.notes.append(("endnotes", child.get(f"{W}id")))
                case "rPr" | "instrText" | "softHyphen":
                    pass
                case _:
                    self._drawn(child, line)

    def _drawn(self, element: Any, line: _Line) -> None:
        """Find the text boxes of a drawing; one drawn twice, for old readers, counts once."""
        if element.tag == f"{COMPATIBILITY}AlternateContent":
            element = _chosen(element)
        for child in element:
            if child.tag == f"{W}txbxContent":
                line.boxes.append(child)
            elif isinstance(child.tag, str):
                self._drawn(child, line)


def _lines(text: str) -> list[str]:
    """Split at line breaks where a new thought begins; elsewhere they only turn the line."""
    lines: list[list[str]] = []
    for part in text.split("\n"):
        before = lines[-1][-1].strip() if lines else ""
        goes_on = before and before[-1] not in ".;:" and part.strip()
        if goes_on and not MARK.match(part) and part.strip()[0].islower():
            lines[-1].append(part)
        else:
            lines.append([part])
    return [line for line in map(" ".join, lines) if line.strip()]


def _chosen(alternatives: Any) -> Any:
    """Return the first of several drawings of the same thing."""
    return next(iter(alternatives), alternatives)


def _owner(element: Any, tag: str) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def _on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
