"""Taking back what was done last to a draft, one act after another, until it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.access.policy import Actor
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.actions.workspace import UNDONE, opened
from forum.drafts.fields import read_fields
from forum.drafts.models import DraftStep
from forum.drafts.pieces import Piece


async def undo(drafter: Actor, ref: str, step_ref: str) -> None:
    """Make a draft what it was before its last act of editing, whoever did that.

    `step_ref` is the act that the drafter saw as the last one: nobody undoes what they did not see.
    """
    async with opened(drafter, ref) as work:
        step = await DraftStep.filter(version_id=work.version.id).order_by("-id").first()
        if step is None or step.ref != step_ref:
            raise Refused(
                "step.not-last",
                _("Something else was done since. Look at what was done last, then undo that."),
            )
        pieces = [one for one in work.pieces if one.lineage not in step.before]
        pieces += [_piece(lineage, row) for lineage, row in step.before.items() if row]
        pieces.sort(key=lambda one: one.position)
        await work.keep(pieces, UNDONE, list(step.before)[:1], unplaced=step.unplaced)
        await step.delete()


def _piece(lineage: str, row: Mapping[str, Any]) -> Piece:
    return Piece(
        lineage=lineage,
        component=row["component"],
        texts=row["text"],
        fields=read_fields(row["typed"]),
        note=row["note"],
        stale=tuple(row["stale"]),
        easy=row.get("easy", {}),  # an act older than easy words knows of none
        easy_stale=tuple(row.get("easy_stale", ())),
        parents=tuple(row["parents"]),
        label=row["label"],
        position=row["position"],
    )
