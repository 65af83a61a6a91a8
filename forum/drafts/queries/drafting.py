"""What drafters see of each other's work: the last act, and the links that are out."""

from __future__ import annotations

from datetime import timedelta

from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import digest
from forum.drafts.models import DraftLink, DraftStep, DraftVisit, Version

VISIT_LASTS = timedelta(minutes=20)
"""Whoever has not loaded or saved the form for so long is taken to have left it."""


async def last_step(version: Version) -> DraftStep | None:
    """Return what was done last and can be undone, with who did it."""
    return await (
        DraftStep.filter(version_id=version.id).order_by("-id").prefetch_related("person").first()
    )


async def others_at(version: Version, lineage: str, person_id: int | None) -> list[DraftVisit]:
    """Return who else has the form of a clause open, the first first, persons fetched."""
    return await (
        DraftVisit.filter(
            version_id=version.id, lineage=lineage, seen_at__gte=clock.now() - VISIT_LASTS
        )
        .exclude(person_id=person_id)
        .order_by("since")
        .prefetch_related("person")
    )


async def links_of(version: Version) -> list[DraftLink]:
    """Return the secret links of a draft, the newest first."""
    return await DraftLink.filter(version_id=version.id).order_by("-id")


async def opens(secret: str, version: Version) -> bool:
    """Tell whether this is the secret of a link to this version."""
    return await DraftLink.exists(token_digest=digest(secret), version_id=version.id)


async def shared_by(secret: str) -> Version:
    """Return the version that a secret link opens, or say that it opens nothing."""
    link = await (
        DraftLink.filter(token_digest=digest(secret))
        .prefetch_related("version__standard__service__agency")
        .first()
    )
    if link is None or link.revoked_at or link.expires_at <= clock.now():
        raise NotFound(
            "link.gone",
            _("This link opens nothing any more. Ask whoever sent it for a new one."),
        )
    return link.version
