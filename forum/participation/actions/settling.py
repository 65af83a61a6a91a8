"""What an official says about marked words that were not found for sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.drafts.anchoring import Fit, find_quote
from forum.drafts.queries import find_clause, find_draft
from forum.participation.models import MarkedLater


@dataclass(frozen=True)
class Place:
    """Where the words are: where they were found, in this clause as these words, or nowhere."""

    where: Literal["here", "there", "gone"] = "here"
    label: str = ""
    words: str = ""


async def find_later(ref: str, *, lock: bool = False) -> MarkedLater:
    """Return where marked words were found in one version, or say that there is no such place."""
    rows = MarkedLater.filter(ref=ref) if is_ref(ref) else MarkedLater.filter(id=None)
    if lock:
        rows = rows.select_for_update(no_key=True)
    found = await rows.prefetch_related("version__standard__service", "marked").first()
    if found is None:
        raise NotFound("mark.not-found", _("There are no such marked words."))
    return found


async def settle_mark(official: Actor, ref: str, place: Place) -> MarkedLater:
    """Say where marked words are in a version, where nobody could be sure. Once, by a person."""
    async with transaction():
        later = await find_later(ref, lock=True)
        version = await find_draft(later.version.ref)
        require(official, Permission.MARK_SETTLE, on=version)
        if later.fit is not Fit.CHECK:
            raise Refused("mark.settled", _("It has been said already where these words are."))
        later.fit = Fit.FORMER if place.where == "gone" else Fit.KEPT
        if place.where == "gone":
            later.lineage = later.label = later.words = ""
        if place.where == "there":
            try:
                clause = await find_clause(version, place.label)
            except NotFound as nowhere:
                raise Invalid({f"label-{ref}": nowhere.message}) from None
            text = clause.text.get(later.marked.language, "")
            span = find_quote(text, place.words)
            if span is None:
                raise Invalid(
                    {f"words-{ref}": _("The clause must hold these words once, letter by letter.")}
                )
            later.lineage, later.label = clause.lineage, clause.label
            later.begins, later.ends = span
            later.words = text[slice(*span)]
        later.settled_by_id, later.settled_at = official.person_id, clock.now()
        await later.save()
        await record(
            "mark.settled",
            by="agency",
            subject=version.record_id,
            d={"version": version.name, "fit": later.fit.value},
            c={"actor": identity(official.record_id)},
        )
    return later
