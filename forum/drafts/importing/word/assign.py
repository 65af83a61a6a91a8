"""Which part of a Word document is which part of a standard: a proposal, for a person to mend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from forum.drafts.importing.standard import Profile
from forum.drafts.importing.word.blocks import Block
from forum.drafts.importing.word.paragraphs import Reader
from forum.drafts.importing.word.tables import Tables


def assign(blocks: Sequence[Block], profile: Profile) -> list[Block]:
    """Return the blocks with their roles; one that names a component and goes on becomes two."""
    reader = Reader(profile, blocks)
    tables = Tables(reader)
    for table, inside in groupby(blocks, key=lambda one: one.table):
        if table:
            tables.take(list(inside))
        else:
            reader.paragraphs(list(inside))
    return reader.done
