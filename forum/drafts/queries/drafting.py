"""What drafters see of each other's work: the last act, and the links that are out."""

from __future__ import annotations

from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import digest
from forum.drafts.models import DraftLink, DraftStep, Version


async def last_step(version: Version) -> DraftStep | None:
    """Return what was done last and can be undone, with who did it."""
    return await (
        DraftStep.filter(version_id=version.id).order_by("-id").prefetch_related("person").first()
    )


async def links_of(version: Version) -> list[DraftLink]:
    """Return the secret links of a draft, the newest first."""
    return await DraftLink.filter(version_id=version.id).order_by("-id")


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
