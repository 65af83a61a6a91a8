"""What adopted minutes are, byte for byte, and what a moderator has covered in them since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forum.sessions.minutes.pieces import Paragraph, ParagraphKind, as_data

CITING = frozenset({ParagraphKind.QUESTIONS, ParagraphKind.REMARKS})
"""The paragraphs that hold words of citizens."""


def cited(paragraphs: Iterable[Paragraph]) -> list[Mapping[str, Any]]:
    """Return every question and remark that is written out in the minutes."""
    return [one for p in paragraphs if p.kind in CITING for one in p.values["listed"]]


@dataclass(frozen=True)
class Since:
    """What happened after the minutes were compiled.

    `html` is by entry of the queue: the words the public may read now, or nothing if they are not
    shown any more. `annulled` is the reason by the ref of a poll.
    """

    html: Mapping[str, str | None] = field(default_factory=dict)
    annulled: Mapping[str, str] = field(default_factory=dict)


def as_of_now(paragraphs: Iterable[Paragraph], since: Since) -> list[Paragraph]:
    """Return the paragraphs without the words hidden and with the polls annulled since."""
    return [_now(one, since) for one in paragraphs]


def frozen(head: Mapping[str, Any], paragraphs: Iterable[Paragraph]) -> str:
    """Return the exact text of adopted minutes, in one canonical form, for their fingerprint."""
    told = [as_data(one) for one in paragraphs]
    for one in told:
        del one["revision"]
    content = {"format": "forum-minutes/1", **head, "paragraphs": told}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _now(paragraph: Paragraph, since: Since) -> Paragraph:
    values: dict[str, Any] = dict(paragraph.values)
    if paragraph.kind in CITING:
        values["listed"] = [_cited_now(one, since) for one in values["listed"]]
    elif paragraph.kind is ParagraphKind.POLL and values["poll"] in since.annulled:
        values["annulled"] = since.annulled[values["poll"]]
    return replace(paragraph, values=values)


def _cited_now(one: Mapping[str, Any], since: Since) -> dict[str, Any]:
    html = since.html.get(one["entry"], one["html"])
    return {**one, "html": html or "", "covered": one["covered"] or html is None}
