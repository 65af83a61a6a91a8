"""The exact bytes of a frozen version: what is published, and what its fingerprint is taken of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from forum.audit.rules import check
from forum.drafts.fields import write_fields
from forum.drafts.pieces import Piece


class Component(Protocol):
    """A part of the standard, as the profile names it."""

    @property
    def code(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def name(self) -> Mapping[str, str]: ...


def document(
    title: Mapping[str, str],
    note: Mapping[str, str],
    number: int,
    components: Iterable[Component],
    pieces: Iterable[Piece],
    easy: Mapping[str, str] | None = None,
    corrected: tuple[int, str] | None = None,
) -> bytes:
    """Return a version as canonical JSON; the same content gives the same bytes, for ever.

    The names of the components are in it, so that it can be read without the profile. What a
    version or a clause need not have stands there only where it has it; `corrected` is the number
    of a correction and its reason.
    """
    content: dict[str, Any] = {
        "v": 1,
        "title": dict(title),
        "note": dict(note),
        "number": number,
        "components": [
            {"code": part.code, "order": part.order, "name": dict(part.name)}
            for part in sorted(components, key=lambda part: part.order)
        ],
        "clauses": [
            {
                "lineage": piece.lineage,
                "label": piece.label,
                "component": piece.component,
                "text": dict(piece.texts),
                "fields": write_fields(piece.fields),
                "parents": sorted(piece.parents),
                **({"note": dict(piece.note)} if piece.note else {}),
                **({"stale": sorted(piece.stale)} if piece.stale else {}),
                **({"easy": dict(piece.easy)} if piece.easy else {}),
                **({"easy_stale": sorted(piece.easy_stale)} if piece.easy_stale else {}),
            }
            for piece in sorted(pieces, key=lambda piece: piece.position)
        ],
    }
    if easy:
        content["easy"] = dict(easy)
    if corrected:
        content["correction"], content["corrected_because"] = corrected
    check(content)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of a document as hex."""
    return hashlib.sha256(data).hexdigest()
