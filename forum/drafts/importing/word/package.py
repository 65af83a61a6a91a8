"""Opening a .docx that anybody may have made: a zip of XML, until shown otherwise.

Everything is checked before the document is parsed: what it is by its first bytes, how much is
packed in it, whether it carries macros or declares entities. Nothing in it is ever fetched.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from lxml import etree

from forum.core.errors import Invalid
from forum.core.format import number
from forum.core.i18n import _

LARGEST_FILE = 4 * 1024 * 1024
MOST_PARTS = 600
MOST_UNPACKED = 40 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024  # of one part: a standard of 500 clauses has a hundredth of it

PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MACROS = ("vbaproject.bin", "vbadata.xml")


def unopened(sentence: str) -> Invalid:
    """Refuse a file as a whole."""
    return Invalid({"file": sentence})


def looks_like_word(data: bytes) -> bool:
    """Tell whether somebody means this to be a Word document, by its first bytes."""
    return data.startswith((PACKED, _OLD_OFFICE))


def open_package(data: bytes) -> WordDocument:
    """Return the document in these bytes; whatever is wrong with them is a sentence."""
    if len(data) > LARGEST_FILE:
        raise unopened(
            _("This file is larger than %(most)s megabytes. Take its pictures out, then try again.")
            % {"most": number(LARGEST_FILE // 1024**2)}
        )
    if data.startswith(b"%PDF"):
        raise unopened(_("This is a PDF. Copy its text and paste it below."))
    if data.startswith(_OLD_OFFICE):
        raise unopened(
            _(
                "This is an old Word file, or one locked with a password. "
                "Save it as .docx without a password."
            )
        )
    if not data.startswith(PACKED):
        raise unopened(_("This is not a Word document (.docx)."))
    try:
        _check_package(data)
        document = Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError("no body")
    except Invalid:
        raise
    except (
        zipfile.BadZipFile, zlib.error, etree.LxmlError, OpcError, struct.error,
        KeyError, ValueError, AttributeError, TypeError, IndexError, EOFError, LookupError,
        NotImplementedError, RuntimeError, OSError, AssertionError,
    ):  # fmt: skip
        # The library trusts what it opens; a broken file breaks it in as many ways as there are.
        raise unopened(
            _("This Word document is broken and cannot be read. Open it, save it again, try again.")
        ) from None
    return document


def _check_package(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        names = [part.filename.lower() for part in parts]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _too_much()
        if any(part.flag_bits & 1 for part in parts):
            raise unopened(_("This file is locked with a password. Save it without one."))
        if any(name.endswith(_MACROS) for name in names):
            raise unopened(
                _("This document carries macros. Save it as .docx without macros, then try again.")
            )
        if "word/document.xml" not in names:
            raise unopened(_("This is not a Word document (.docx)."))
        unpacked = 0
        for part in parts:
            content = _unpacked(packed, part, unpacked)
            unpacked += len(content)
            if part.filename.lower().endswith((".xml", ".rels")):
                _check_xml(content)
        if b"macroenabled" in packed.read("[Content_Types].xml").lower():
            raise unopened(
                _("This document carries macros. Save it as .docx without macros, then try again.")
            )


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, so_far: int) -> bytes:
    """Return one part; what the zip says of its size is not believed."""
    with packed.open(part) as stream:
        content = stream.read(MOST_UNPACKED - so_far + 1)
    if so_far + len(content) > MOST_UNPACKED:
        raise _too_much()
    return content


def _check_xml(content: bytes) -> None:
    """Refuse what is no plain XML: entities, or elements without end in each other."""
    if len(content) > MOST_XML:
        raise _too_much()
    seen = content.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
        raise unopened(
            _("This document holds instructions that no Word document needs. It was not opened.")
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    etree.fromstring(content, parser)


def _too_much() -> Invalid:
    return unopened(_("More is packed in this file than any standard needs. It was not opened."))
