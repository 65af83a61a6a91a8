"""Objections to answers: one, that of a contribution, those that wait at a desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forum.consultations.models import Consultation
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.participation.models import Contribution
from forum.participation.rules import GONE
from forum.responses.models import Objection
from forum.responses.objecting import UNSETTLED

AROUND = ("consultation__agency", "contribution__author", "response__written_by", "settled_by")


async def find_objection(ref: str, *, lock: bool = False) -> Objection:
    """Return one objection with what it is about.

    Actions lock its consultation first, as all that deal with answers do.
    """
    found = Objection.filter(ref=ref)
    objection = await found.select_related(*AROUND).first() if is_ref(ref) else None
    if objection is not None and lock:
        around = Consultation.filter(id=objection.consultation_id)
        await around.select_for_update(no_key=True).only("id")
        objection = await found.select_related(*AROUND).first()
    if objection is None:
        raise NotFound("objection.unknown", _("There is no objection at this address."))
    return objection


async def objection_to(contribution: Contribution) -> Objection | None:
    """Return what its author said against the answer to one contribution."""
    return await Objection.get_or_none(contribution_id=contribution.id)


async def objections_to(contribution_ids: Iterable[int]) -> dict[int, Objection]:
    """Return the objections of these contributions, by contribution."""
    rows = await Objection.filter(contribution_id__in=list(contribution_ids))
    return {row.contribution_id: row for row in rows}


async def unsettled_in(consultation: Consultation) -> list[str]:
    """Return the numbers of the contributions whose objections wait, oldest first."""
    waiting = Objection.filter(consultation_id=consultation.id, state__in=UNSETTLED).exclude(
        contribution__showing__in=GONE
    )
    refs: list[Any] = await waiting.order_by("id").values_list("contribution__ref", flat=True)
    return refs


async def objections_at_desk(consultation_ids: Iterable[int]) -> list[Objection]:
    """Return every objection of these consultations with what it is about, oldest first."""
    return (
        await Objection.filter(consultation_id__in=list(consultation_ids))
        .select_related("contribution__author", "response__written_by", "settled_by")
        .order_by("id")
    )
