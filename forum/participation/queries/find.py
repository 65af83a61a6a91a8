"""One contribution, what belongs to it, and what one person did to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.participation.models import Contribution, Entered, Support

AROUND = ("author", "parent__author")
"""What stands beside the words wherever they are shown."""
WHOLE = (
    *AROUND,
    "consultation__agency",
    "consultation__standard",
    "consultation__version",
    "consultation__next_version",
)
"""The same, with all that stands around a contribution of any consultation."""


async def find_contribution(ref: str, *, lock: bool = False) -> Contribution:
    """Return one contribution with its author, consultation and agency, or say there is none.

    Actions lock it, so that nothing changes between a check and the write that relies on it.
    """
    found = _named(ref).select_related(
        *AROUND, "consultation__agency", "consultation__standard", "consultation__next_version"
    )
    return await _one(_locked(found) if lock else found)


async def lock_contribution(ref: str) -> Contribution:
    """Lock one contribution and return it with its consultation alone: crowds support at once."""
    return await _one(_locked(_named(ref).select_related("consultation")))


def _named(ref: str) -> QuerySet[Contribution]:
    # A form may name anything, and the ORM raises on a value too long for its column.
    return Contribution.filter(ref=ref) if is_ref(ref) else Contribution.filter(id=None)


def _locked(found: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return found.select_for_update(of=("contribution",), no_key=True)


async def _one(found: QuerySet[Contribution]) -> Contribution:
    contribution = await found.first()
    if contribution is None:
        raise NotFound("comment.not-found", _("There is no such comment."))
    return contribution


async def find_by_receipt(code: str) -> Contribution:
    """Return the contribution with this receipt, with its consultation and agency."""
    contribution = (
        await Contribution.filter(receipt=code)
        .select_related("consultation__agency", "consultation__standard")
        .first()
    )
    if contribution is None:
        raise NotFound("receipt.not-found", _("There is no receipt with this code."))
    return contribution


def must_be_answered() -> Q:
    """Return the condition that picks what cannot stay without an answer: late only if admitted."""
    return Q(late=False) | Q(admitted_at__isnull=False)


async def entered_as(contribution: Contribution) -> Entered | None:
    """Return how staff came to enter this one, or nothing where its author sent it."""
    if not contribution.by_hand:
        return None
    return await Entered.get_or_none(contribution_id=contribution.id).select_related("entered_by")


async def supported_by(person_id: int | None, contribution_ids: Iterable[int]) -> set[int]:
    """Return which of these contributions a person supports."""
    ids = list(contribution_ids)
    if person_id is None or not ids:
        return set()
    mine = Support.filter(person_id=person_id, contribution_id__in=ids)
    return {support.contribution_id for support in await mine}


async def sent_lately(person_id: int | None, text: str, hours: int) -> int:
    """Return how often a person handed in this very text within so many hours."""
    since = clock.now() - timedelta(hours=hours)
    return await Contribution.filter(
        author_id=person_id, text=text, handed_in_at__gte=since
    ).count()


async def handed_in_lately(person_id: int | None, hours: int) -> int:
    """Return how much a person handed in within so many hours, of any kind."""
    since = clock.now() - timedelta(hours=hours)
    return await Contribution.filter(author_id=person_id, handed_in_at__gt=since).count()
