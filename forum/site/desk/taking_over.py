"""One button at the response desk: the words of a proposal become those of the next version."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, Refused
from forum.participation.queries import find_contribution
from forum.responses.actions import take_over
from forum.site.desk import responses
from forum.site.desk.frame import address
from forum.web.identity import actor_of
from forum.web.routes import Act


async def take(request: Request) -> Response:
    """Take the words over, then show the answer that says so, or the form for one."""
    ref = request.path_params["ref"]
    slug = (await find_contribution(ref)).consultation.slug
    try:
        made = await take_over(actor_of(request), ref)
    except (Invalid, Refused) as again:
        request.path_params["slug"] = slug
        return await responses.show(request, again, admitting=ref)
    opened = f"answer={made.ref}" if made else f"pick={ref}"
    return RedirectResponse(
        f"{address(request, 'desk-answers', slug=slug)}?{opened}", status_code=303
    )


routes = [
    Act(
        "/desk/comments/{ref:ref}/taking-over", take, Permission.DRAFT_EDIT, name="desk-words-taken"
    ),
]
