"""A draft by its secret link: for named readers, before the public can read it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.drafts.queries import compared, pieces_of, shared_by
from forum.drafts.rules import VersionState
from forum.profiles.load import profile
from forum.site.reading import Draft, View, parts_of
from forum.web.pages import page, see_other
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show the draft as it reads now; once the public can read it, lead there."""
    version = await shared_by(request.path_params["token"])
    if version.state is not VersionState.EDITING:
        return see_other(
            request, "standard-version", slug=version.standard.slug, number=version.name
        )
    pieces = await pieces_of(version)
    draft = Draft(None, compared(pieces, pieces, version.standard.profile))
    answer = page(
        request,
        "standards/preview.html",
        version=version,
        standard=version.standard,
        binding=profile(version.standard.profile).default_language,
        parts=parts_of(draft, View.NEW, version.standard.profile),
    )
    answer.headers["x-robots-tag"] = "noindex, nofollow, noarchive"
    answer.headers["cache-control"] = "private, no-store"
    answer.headers["referrer-policy"] = "no-referrer"  # the address is the secret
    return answer


routes = [Page("/previews/{token}", show, name="preview")]
