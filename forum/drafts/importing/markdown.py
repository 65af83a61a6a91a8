"""Standards pasted as text: headings or table rows name the components, lists give the clauses."""

from __future__ import annotations

import re

from forum.core.format import number
from forum.core.i18n import _, local
from forum.core.text import clean
from forum.drafts.importing.names import Names
from forum.drafts.importing.standard import (
    Component,
    ImportedStandard,
    Profile,
    Sheet,
    check_size,
    unreadable,
)

MOST_LINES = 5_000
FULL_LINE = range(60, 101)  # a line as long as this was broken by an editor, not by its author

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+•▪◦\u2013][ \t]+")
_NUMBER = re.compile(r"[ \t]*\(?(?:[0-9]{1,2}|[a-z])[.)][ \t]+")
_BREAK = re.compile(r"<br */?>", re.IGNORECASE)


def from_markdown(text: str, profile: Profile) -> ImportedStandard:
    """Return the standard that a text describes, in the language that binds.

    Headings are recognised by the names and codes of the profile's components. A heading within a
    component goes before each of its clauses; what stands under any other heading is told in
    `unread`.
    """
    check_size(len(text))
    lines = clean(text).split("\n")
    if len(lines) > MOST_LINES:
        raise unreadable(
            _("This text has more than %(limit)s lines. Import it in parts.")
            % {"limit": number(MOST_LINES)}
        )
    reader = _Reader(profile)
    for line in lines:
        reader.read(line.replace("**", ""))
    reader.close()
    if not reader.sheet.clauses:
        raise unreadable(
            _(
                "No component of a standard was found. Begin each one with its name as a "
                "heading, such as “# %(example)s”."
            )
            % {"example": local(profile.components[0].name)}
        )
    return reader.sheet.standard({profile.default_language: reader.title})


class _Reader:
    def __init__(self, profile: Profile) -> None:
        self.sheet, self.names = Sheet(profile), Names(profile.components)
        self.language = profile.default_language
        self.title = ""
        self.component: Component | None = None
        self.level = 0  # of the heading that named the component
        self.heading = ""  # any other heading in force: within the component, or of no component
        self.silent = False  # whether that heading still waits for words
        self.lines: list[str] = []  # of the clause being read
        self.last = 0  # how long the last of them was

    def read(self, line: str) -> None:
        heading = _HEADING.fullmatch(line)
        if not line.strip():
            self.flush()
        elif heading:
            self.flush()
            self.head(len(heading[1]), heading[2].strip().rstrip("#").rstrip())
        elif _UNDERLINE.fullmatch(line):
            self.underline(1 if "=" in line else 2)
        elif line.strip().startswith("|") and line.strip().endswith("|"):
            self.flush()
            self.row(line.strip().strip("|").split("|"))
        elif not self.named(line):
            self.words(line)

    def head(self, level: int, text: str) -> None:
        opening = level == 1 and not self.title and not self.component
        component = self.names.exactly(text) if opening else self.names.nearly(text)
        if component:
            self.enter(component, level)
        elif opening:
            self.close()
            self.title = text
        else:
            self.close()
            if self.component and level <= self.level:
                self.component = None
            self.heading, self.silent = text, True

    def underline(self, level: int) -> None:
        """A line of signs makes a heading of the single line above it, or else means nothing."""
        if len(self.lines) == 1:
            text = self.lines.pop()
            self.head(level, text)
        self.flush()

    def row(self, cells: list[str]) -> None:
        """A row of a table begins with a component, or goes on about the one above it."""
        told = [cell.strip() for cell in cells if any(map(str.isalpha, cell))]
        component = self.names.nearly(told[0]) if told else None
        if component:
            self.enter(component, 1)
            for line in (line for cell in told[1:] for line in _BREAK.split(cell)):
                self.flush()
                self.words(line)
        elif told:
            self.lines = [": ".join(told)]
        self.flush()

    def named(self, line: str) -> bool:
        """Whether the line is a component's name, alone or with its words behind a colon."""
        name, _colon, rest = line.partition(":")
        if line[0].isspace() or (rest.strip() and _BULLET.match(line)):
            return False
        component = self.names.exactly(name)
        if component:
            self.flush()
            self.enter(component, 1)
            if rest.strip():
                self.words(rest)
        return component is not None

    def words(self, line: str) -> None:
        marked = _BULLET.match(line) or _NUMBER.match(line)
        goes_on = line[0].isspace() or line[0].islower() or self.last in FULL_LINE
        if marked or not goes_on:
            self.flush()
        self.last = len(line)
        self.lines.append((line[marked.end() :] if marked else line).strip())

    def enter(self, component: Component, level: int) -> None:
        self.close()
        self.component, self.level, self.heading = component, level, ""

    def flush(self) -> None:
        """Take the lines read so far as one clause."""
        text, self.lines = " ".join(self.lines).strip(), []
        if not text:
            return
        self.silent = False
        if not self.component:
            self.sheet.left(self.heading, text)
        elif self.heading:
            self.sheet.clause(self.component, {self.language: f"{self.heading}: {text}"})
        else:
            self.sheet.item(self.component, {self.language: text})

    def close(self) -> None:
        """End what stands under a heading; one with nothing under it is told by itself."""
        self.flush()
        if self.silent:
            self.sheet.left(self.component.name if self.component else "", self.heading)
            self.silent = False
