"""Word documents: opened with suspicion, taken apart paragraph by paragraph, read as a standard."""

from __future__ import annotations

from forum.drafts.importing.standard import Profile
from forum.drafts.importing.word.assemble import Assembled, assemble
from forum.drafts.importing.word.assign import assign
from forum.drafts.importing.word.blocks import Block, Flag, Role, Where, block_from
from forum.drafts.importing.word.package import LARGEST_FILE, looks_like_word, open_package
from forum.drafts.importing.word.walk import blocks_of

__all__ = [
    "LARGEST_FILE",
    "Assembled",
    "Block",
    "Flag",
    "Role",
    "Where",
    "assemble",
    "assign",
    "block_from",
    "blocks_of",
    "looks_like_word",
    "open_package",
    "read_word",
]


def read_word(data: bytes, profile: Profile) -> list[Block]:
    """Return every block of a Word document with the role proposed for it.

    It takes time on a large document: call it in a thread.
    """
    return assign(blocks_of(open_package(data)), profile)
