"""Standards from outside: JSON like the published samples, and pasted text."""

from __future__ import annotations

from forum.core.i18n import _
from forum.drafts.importing.json_documents import from_json, parse_json
from forum.drafts.importing.markdown import from_markdown
from forum.drafts.importing.standard import (
    ImportedStandard,
    Profile,
    Unread,
    check_size,
    unreadable,
)

__all__ = [
    "ImportedStandard",
    "Profile",
    "Unread",
    "from_json",
    "from_markdown",
    "parse_json",
    "read_document",
]

_PDF, _PACKED, _OLD_OFFICE = b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_document(data: str | bytes, profile: Profile) -> ImportedStandard:
    """Return the standard in a pasted text or an uploaded file, whichever of the two it is in.

    Whatever else arrives is refused with `Invalid`, which has a sentence under `document`.
    """
    check_size(len(data))
    text = data if isinstance(data, str) else _decoded(data)
    if text.lstrip().startswith("%PDF"):
        raise unreadable(_("This is a PDF. Copy its text and paste that."))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return from_json(parse_json(text), profile)
    return from_markdown(text, profile)


def _decoded(data: bytes) -> str:
    if data.startswith(_PDF):
        raise unreadable(_("This is a PDF. Copy its text and paste that."))
    if data.startswith((_PACKED, _OLD_OFFICE)):
        raise unreadable(_("This is an office document. Copy its text and paste that."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(_("This file is not text in UTF-8.")) from None
