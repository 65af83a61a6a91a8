"""What adopted minutes are, byte for byte, and what a moderator has covered in them since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from forum.sessions.minutes.pieces import Paragraph, ParagraphKind, as_data

CITING = frozenset({ParagraphKind.QUESTIONS, ParagraphKind.REMARKS})
"""The paragraphs that hold words of citizens."""


def cited(paragraphs: Iterable[Paragraph]) -> list[Mapping[str, Any]]:
    """Return every question and remark that is written out in the minutes."""
    return [one for p in paragraphs if p.kind in CITING for one in p.values["listed"]]


def as_shown(paragraphs: Iterable[Paragraph], html: Mapping[str, str | None]) -> list[Paragraph]:
    """Return the paragraphs with the words of citizens as the public may read them now.

    `html` is by entry of the queue; nothing means that the words are not shown any more.
    """
    return [_shown(one, html) if one.kind in CITING else one for one in paragraphs]


def frozen(head: Mapping[str, Any], paragraphs: Iterable[Paragraph]) -> str:
    """Return the exact text of adopted minutes, in one canonical form, for their fingerprint."""
    told = [{**as_data(one)} for one in paragraphs]
    for one in told:
        del one["revision"]
    content = {"format": "forum-minutes/1", **head, "paragraphs": told}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _shown(paragraph: Paragraph, html: Mapping[str, str | None]) -> Paragraph:
    listed = []
    for one in paragraph.values["listed"]:
        now = html.get(one["entry"], one["html"])
        listed.append({**one, "html": now or "", "covered": now is None})
    return replace(paragraph, values={**paragraph.values, "listed": listed})
