"""The summary, what is still missing, and publication."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows, require
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core.errors import ForumError, Invalid, Refused, Stale
from forum.core.i18n import _
from forum.profiles.load import profile
from forum.publication.actions import begin_second_look, publish, write_summary
from forum.publication.queries import numbers_of, readiness_of, summary_of
from forum.publication.rules import LONGEST_SUMMARY, what_is_missing, what_is_unanswered
from forum.responses.queries import objections_at_desk
from forum.site.desk.frame import desk_page, enter
from forum.site.figures import figures
from forum.web.forms import Typed, first, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show numbers nobody can edit, words an official writes, and the list of what is missing."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    summary = await summary_of(consultation)
    state, _trace = await readiness_of(consultation)
    to_look = bool(state.look_days) and consultation.phase is not Phase.SECOND_LOOK
    missing = what_is_unanswered(state) if to_look else what_is_missing(state)
    checks = [{"state": "stop", "sentence": sentence} for sentence in missing]
    rules = profile(consultation.agency.profile)
    frozen = summary is not None and summary.published_at is not None
    numbers = summary.numbers if summary and frozen else await numbers_of(consultation)
    words = summary.words if summary else {}
    return desk_page(
        request,
        "desk/publication/show.html",
        area="desk-responses",
        wrong=wrong,
        consultation=consultation,
        summary=summary,
        frozen=frozen,
        figures=figures(numbers),
        languages_of=rules.languages,
        binding=rules.default_language,
        checks=checks or [{"state": "ok", "sentence": _("Nothing is missing.")}],
        ready=not missing,
        longest=LONGEST_SUMMARY,
        theirs=wrong.theirs if isinstance(wrong, Stale) else None,
        revision=summary.revision if summary else 0,
        filled={**{f"words_{name}": words.get(name, "") for name in rules.languages}}
        | dict(filled or {}),
        may_write=allows(actor, Permission.SUMMARY_WRITE, consultation),
        to_look=to_look,
        look_days=state.look_days,
        objections=await objections_at_desk([consultation.id]),
        may_look=to_look and allows(actor, Permission.SECOND_LOOK_BEGIN, consultation),
        may_publish=not to_look and allows(actor, Permission.SUMMARY_PUBLISH, consultation),
        may_reconsult=allows(actor, Permission.CONSULTATION_RECONSULT, consultation),
    )


async def write(request: Request) -> Response:
    """Save the words of the summary."""
    slug = request.path_params["slug"]
    data = await typed(request)
    words = {
        name.removeprefix("words_"): first(data, name) for name in data if name.startswith("words_")
    }
    try:
        await write_summary(actor_of(request), slug, words, revision=_revision(data))
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-summary", slug=slug)


def _revision(data: Typed) -> int:
    """Return the state of the summary that stood in the form; anything else fits none."""
    told = first(data, "revision")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


async def begin_look(request: Request) -> Response:
    """Give authors their second look, or show what is missing."""
    slug = request.path_params["slug"]
    try:
        await begin_second_look(actor_of(request), slug)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again)
    return see_other(request, "desk-summary", slug=slug)


async def publish_(request: Request) -> Response:
    """Put the result in force, or show what is missing."""
    slug = request.path_params["slug"]
    try:
        await publish(actor_of(request), slug)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again)
    return see_other(request, "summary", slug=slug)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/summary",
        show,
        name="desk-summary",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/consultations/{slug:slug}/summary",
        write,
        Permission.SUMMARY_WRITE,
        name="desk-summary-words",
    ),
    Act(
        "/desk/consultations/{slug:slug}/second-look",
        begin_look,
        Permission.SECOND_LOOK_BEGIN,
        name="second-look",
    ),
    Act(
        "/desk/consultations/{slug:slug}/publication",
        publish_,
        Permission.SUMMARY_PUBLISH,
        name="publication",
    ),
]
