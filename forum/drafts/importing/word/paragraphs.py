"""Running text of a Word document: which line heads what, and which is a clause.

Each block gets a role. What is not sure is flagged, and what has no place keeps the role `left`,
so that nothing can get lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from forum.drafts.importing.names import Names
from forum.drafts.importing.standard import Component, Profile
from forum.drafts.importing.word.blocks import Block, Flag, Role, Where
from forum.drafts.importing.word.languages import language_of
from forum.drafts.importing.word.looks import (
    SHORT,
    bare,
    leads,
    look,
    looks_of_headings,
    note_word,
    series,
    short,
    slanted_is_foreign,
)
from forum.drafts.rules import LONGEST, LONGEST_TITLE
from forum.profiles.reading import reading

SENTENCE = 40  # letters of an introduction
WORDS = frozenset({Role.CLAUSE, Role.UNDER})

_NUMERAL = r"(?:[0-9]{1,3}|[ivxlcIVXLC]{1,7}|[A-Za-z])"


class Reader:
    """Takes one block after another, and remembers under what it stands."""

    def __init__(self, profile: Profile, blocks: Sequence[Block]) -> None:
        self.names, self.binding = Names(profile.components), profile.default_language
        self.looks = looks_of_headings(blocks, self.names)
        self.slanted_foreign = slanted_is_foreign(blocks, self.binding)
        self.groups = [
            set(bare(name).split())
            for group in profile.component_groups
            for name in group.name.values()
        ]
        self.done: list[Block] = []
        self.component: Component | None = None
        self.level = 0  # of the heading that named the component
        self.begun = False  # whether any component has been named
        self.title = False  # whether the title is still being told
        self.introduction = False
        self.prefix: Block | None = None  # stands before the clauses under it
        self.lost = False  # under a heading of no component

    # --- what it may be ---

    def paragraphs(self, blocks: Sequence[Block]) -> None:
        """Take paragraphs one after another."""
        for place, block in enumerate(blocks):
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            self.paragraph(block, following)

    def paragraph(self, block: Block, following: Block | None = None) -> None:
        """Take one paragraph outside of a table, or one that stands alone in it."""
        if self.strange(block) or self.division(block) or self.named(block):
            return
        if not self.begun and not self.lost:
            self.before_the_first(block)
        elif self.heads(block):
            self.heading(block)
        else:
            self.words(block, following)

    def heads(self, block: Block) -> bool:
        """Whether it looks like a heading: by its style, or like the headings that are known."""
        if block.heading > 0:
            return True
        if not short(block.text.partition(":")[0]):
            return False
        return (block.strong and not block.depth) or look(block) in self.looks

    def strange(self, block: Block) -> bool:
        """Take what stands outside the running text."""
        if block.where is Where.FOOTNOTE:
            self.note(block)
        elif block.where in (Where.MARGIN, Where.COMMENT, Where.DELETED, Where.HIDDEN, Where.BOX):
            self.take(block, Role.LEFT, flag=Flag.PLACE)
        else:
            return False
        return True

    def division(self, block: Block) -> bool:
        """Take "BAB II", "Pasal 3" or "Bagian Kesatu", alone or before the name of a component."""
        divisions = "|".join(map(re.escape, reading().divisions))
        ordinals = "|".join(map(re.escape, sorted(reading().ordinals, key=len, reverse=True)))
        found = re.match(
            rf"(?:{divisions})\s+(?:{_NUMERAL}|{ordinals})\b[.:]?\s*", block.text, re.I
        )
        if not found:
            return False
        rest = block.text[found.end() :].strip(" -\u2013\u2014:")
        if not rest:
            self.take(block, Role.ASIDE)
            return True
        if not short(rest):
            return False
        component = self.names.nearly(rest) or self.names.within(rest)
        if component:
            self.enter(component, block, sure=self.names.exactly(rest) is not None)
        return component is not None

    def named(self, block: Block) -> bool:
        """Take a line that is the name of a component, alone or with its words behind a colon."""
        name, colon, rest = block.text.partition(":")
        component = self.names.exactly(name)
        if component is None or (block.depth > 1 and not rest.strip()):
            return False
        if block.where is Where.CELL and not rest.strip() and self.component is component:
            return False
        rest = rest.strip()
        self.enter(component, replace(block, text=f"{name}{colon}".strip()) if rest else block)
        if rest:
            self.words(replace(block, text=rest, number="", depth=0, heading=0, strong=False))
        return True

    def grouped(self, text: str) -> bool:
        """Whether this is what the profile calls several components together."""
        said = set(bare(text).split())
        return any(group <= said for group in self.groups)

    def heading(self, block: Block) -> None:
        """Take a heading that is no exact name: nearly one, a part of the component, or lost."""
        if self.grouped(block.text):
            self.take(block, Role.ASIDE)
            return
        level = max(block.heading, 0)
        name, colon, rest = block.text.partition(":")
        component = self.names.nearly(name) or self.names.within(name)
        ends = bare(block.text) in map(bare, reading().endings)
        if component and rest.strip():
            self.enter(component, replace(block, text=name + colon), sure=False)
            self.words(replace(block, text=rest.strip(), number="", depth=0, strong=False))
        elif component:
            self.enter(component, block, sure=False)
        elif not ends and self.component and (not level or level > self.level or not self.level):
            self.begin_prefix(block, sure=block.heading > 0)
        else:
            self.lose([block])

    def before_the_first(self, block: Block) -> None:
        """Take what stands before any component: the title, then why there is a draft at all."""
        looks = block.heading != 0 or block.strong or block.text.isupper()
        if bare(block.text) in map(bare, reading().introductions):
            self.introduction, self.title = True, False
            self.take(block, Role.ASIDE)
            return
        first = not any(one.role is Role.TITLE for one in self.done)
        if not self.introduction and len(block.text) <= LONGEST_TITLE and (first or self.title):
            component = self.names.within(block.text) if block.heading > 1 else None
            if component:
                self.enter(component, block, sure=False)
                return
            if looks or (first and len(block.text.split()) <= 20):
                self.title = True
                self.take(block, Role.TITLE, flag="" if first and looks else Flag.TITLE)
                return
        self.title = False
        if self.introduction or (len(block.text) > SENTENCE and block.text[-1] in ".:;"):
            flag = "" if self.introduction else Flag.INTRODUCTION
            self.take(block, Role.DRAFT_NOTE, flag=flag)
        else:
            component = self.names.within(block.text) if looks else None
            if component:
                self.enter(component, block, sure=False)
            else:
                self.take(block, Role.LEFT, flag=Flag.NO_COMPONENT)

    def words(self, block: Block, following: Block | None = None) -> None:
        """Take words of the component in force: a clause, its reason, or its other language."""
        if self.component is None:
            self.take(block, Role.LEFT, flag=Flag.NO_COMPONENT)
            return
        if note_word(block.text):
            self.note(block)
        elif self.foreign(block) or self.foreign_by_turn(block, following):
            self.take(block, Role.TRANSLATION)
        elif leads(block, following):
            self.begin_prefix(block)
        elif self.ends_prefix(block):
            self.prefix = None
            self.clause(block)
        else:
            self.clause(block)

    # --- what becomes of a block ---

    def lose(self, blocks: Iterable[Block]) -> None:
        """Leave blocks that name no component, and what stands under them."""
        self.component, self.prefix, self.lost = None, None, True
        for block in blocks:
            self.take(block, Role.LEFT, flag=Flag.COMPONENT)

    def enter(self, component: Component, block: Block, *, sure: bool = True) -> None:
        """Begin a component with the line that names it."""
        self.component, self.level = component, max(block.heading, 0)
        self.begun, self.title, self.introduction, self.lost = True, False, False, False
        self.prefix = None
        flag = "" if sure else Flag.COMPONENT
        self.take(block, Role.HEADING, component=component.code, flag=flag)

    def begin_prefix(self, block: Block, *, sure: bool = True) -> None:
        """Take a line that stands before the clauses under it."""
        self.prefix = block
        flag = "" if sure and len(block.text.split()) <= SHORT else Flag.PREFIX
        self.take(block, Role.PREFIX, flag=flag)

    def ends_prefix(self, block: Block) -> bool:
        """A list under a line ends with the list; what a heading heads ends with the next one."""
        prefix = self.prefix
        if prefix is None or prefix.heading or prefix.strong:
            return False
        if not block.depth:
            return True
        return (
            bool(prefix.depth) and block.depth <= prefix.depth and series(block) == series(prefix)
        )

    def clause(self, block: Block) -> None:
        """Take a clause, unless it has no words or too many."""
        if not any(map(str.isalnum, block.text)):
            self.take(block, Role.ASIDE)
        elif len(block.text) > LONGEST:
            self.take(block, Role.LEFT, flag=Flag.LENGTH)
        else:
            self.take(block, Role.UNDER if self.prefix else Role.CLAUSE)

    def note(self, block: Block) -> None:
        """Take the reason of the clause before, or of the whole draft."""
        if self.component is not None and self.has_clause():
            self.take(block, Role.NOTE)
        elif not self.begun and self.done:
            self.take(block, Role.DRAFT_NOTE, flag=Flag.INTRODUCTION)
        else:
            self.take(block, Role.LEFT, flag=Flag.NO_CLAUSE)

    def foreign(self, block: Block) -> bool:
        """Whether this is a former clause in another language."""
        if not self.has_clause():
            return False
        if block.slanted and self.slanted_foreign:
            return not self.done[-1].slanted or self.done[-1].role is Role.TRANSLATION
        if language_of(block.text) in ("", self.binding):
            return False
        return any(language_of(one.text) == self.binding for one in self.done if one.role in WORDS)

    def foreign_by_turn(self, block: Block, following: Block | None) -> bool:
        """Whether it stands in a run of translations, though its own words do not tell."""
        if not self.has_clause() or language_of(block.text):
            return False
        if self.done[-1].role is Role.TRANSLATION:
            return look(self.done[-1]) == look(block) and self.owed() > 0
        after = following is not None and look(following) == look(block)
        return bool(
            after
            and following
            and self.done[-1].role in WORDS
            and look(self.done[-1]) != look(block)
            and self.foreign(following)
        )

    def owed(self) -> int:
        """Return how many clauses before this run of translations have none yet."""
        owed = 0
        for one in reversed(self.done):
            if one.role is Role.HEADING:
                break
            owed += (one.role in WORDS) - (one.role is Role.TRANSLATION)
        return owed

    def has_clause(self) -> bool:
        """Whether a clause stands between here and the heading of the component."""
        for one in reversed(self.done):
            if one.role in WORDS:
                return True
            if one.role is Role.HEADING:
                return False
        return False

    def take(self, block: Block, role: Role, *, component: str = "", flag: str = "") -> None:
        """Give a block its role."""
        self.done.append(replace(block, role=role, component=component, flag=str(flag)))
