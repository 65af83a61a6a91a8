"""Documents that wait to become drafts."""

from __future__ import annotations

from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.drafts.models import DraftUpload


async def find_upload(ref: str, *, lock: bool = False) -> DraftUpload:
    """Return an uploaded document with its standard, or say there is none."""
    found = DraftUpload.filter(ref=ref)
    if lock:
        found = found.select_for_update(no_key=True)
    upload = await found.prefetch_related("standard__service__agency", "version").first()
    if upload is None:
        raise NotFound(
            "upload.not-found", _("This document is not kept any more. Bring it in once more.")
        )
    return upload
