"""The response desk: what is unanswered, and the answer that is being written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from urllib.parse import urlencode

from pydantic import Field
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.responses import Response as Answering

from forum.access.policy import Actor, Permission, allows, require
from forum.consultations.queries import find_consultation
from forum.consultations.rules import DISCUSSED
from forum.core.errors import ForumError, Invalid, Refused, Stale
from forum.core.i18n import _, local
from forum.core.text import plain
from forum.drafts.queries import clauses_of
from forum.participation.actions import admit_late
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution, touching_each
from forum.responses import actions
from forum.responses.models import Response
from forum.responses.queries import desk_of, find_response
from forum.responses.queries.desk import PARTS
from forum.responses.rules import (
    CHANGES_TEXT,
    DISPOSITION_WORDS,
    GROUND_WORDS,
    LONGEST_REASON,
    RESPONSE_STATE_WORDS,
    Answer,
    Disposition,
    Ground,
    ResponseState,
)
from forum.site.asked import page_asked, words_asked
from forum.site.desk.answering import PART_WORDS
from forum.site.desk.frame import address, desk_page, enter
from forum.site.desk.open_answer import clause_options, find_opened
from forum.site.desk.standing_words import stand_in_next
from forum.web.forms import Form, Typed, first, listed, read, typed
from forum.web.identity import actor_of
from forum.web.routes import Act, Page

Step = Callable[[Actor, str, str], Awaitable[Response]]

LAW_AT_MOST = 90
SHOWN = 4
STATE_CHIPS = {
    ResponseState.DRAFT: "no",
    ResponseState.PROPOSED: "open",
    ResponseState.RETURNED: "held",
    ResponseState.APPROVED: "done",
}


class AnswerForm(Form):
    """An answer as typed; `contributions` and `changes` may be sent several times."""

    disposition: Disposition
    reason: str = Field(default="", max_length=LONGEST_REASON)
    contributions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    ground: Ground | None = None
    promised_by: str = Field(default="", max_length=200)
    promised_for: date | None = None
    referred_to: str = Field(default="", max_length=200)
    merged_into: str = Field(default="", max_length=10)
    ref: str = ""
    revision: int = 0
    then: str = "save"


class AdmitForm(Form):
    """Why something is answered though it came late."""

    reason: str = ""


class WhyForm(Form):
    """A reason for sending something back."""

    why: str = Field(default="", max_length=LONGEST_REASON)


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    *,
    ref: str = "",
    why: str = "",
    admitting: str = "",
) -> Answering:
    """Show the desk of one consultation, with the answer that is open beside it.

    `why` is what was typed as a reason for a step that the answer of this `ref` did not take.
    """
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    asked = request.query_params
    part = asked.get("part", "")
    part = part if part in PARTS else ""
    desk = await desk_of(
        consultation,
        part=part,
        label=asked.get("label", ""),
        words=words_asked(asked.get("words")),
        page=page_asked(asked.get("page")),
    )
    picks = [admitting] if admitting else asked.getlist("pick")
    opened = await find_opened(consultation, filled, ref or asked.get("answer", ""), picks)
    clauses = await clauses_of(consultation.version)
    kept = {name: asked[name] for name in ("part", "label", "words") if asked.get(name)}
    return desk_page(
        request,
        "desk/responses/show.html",
        area="desk-responses",
        wrong=wrong,
        consultation=consultation,
        desk=desk,
        counts=_counts(desk.counts, part),
        asked=asked,
        kept=urlencode(kept | ({"page": desk.page} if desk.page > 1 else {})),
        pages_at=f"?{urlencode(kept | {'page': ''})}",
        opened=opened,
        why=why,
        may_take=allows(actor, Permission.DRAFT_EDIT, consultation)
        and consultation.phase in DISCUSSED,
        standing=await stand_in_next(consultation, opened.served[:SHOWN]) if opened else set(),
        touching=await touching_each(consultation.id, _proposals(opened.served[:SHOWN]))
        if opened
        else {},
        may_admit=allows(actor, Permission.LATE_ADMIT, consultation),
        labels=[("", _("All"))] + [(one.label, one.label) for one in clauses],
        law={one.lineage: plain(local(one.text), LAW_AT_MOST) for one in clauses},
        state_words=RESPONSE_STATE_WORDS,
        state_chips=STATE_CHIPS,
        options=await clause_options(consultation) if opened else [],
        dispositions=[("", _("Choose"))]
        + [(one.value, _(word)) for one, word in DISPOSITION_WORDS.items()],
        grounds=[("", _("Choose"))] + [(one.value, _(word)) for one, word in GROUND_WORDS.items()],
        longest=LONGEST_REASON,
        theirs=wrong.theirs if isinstance(wrong, Stale) else None,
        may_write=allows(actor, Permission.RESPONSE_WRITE, consultation),
        may_approve=allows(actor, Permission.RESPONSE_APPROVE, consultation),
        changes_text=[one.value for one in CHANGES_TEXT],
    )


async def write(request: Request) -> Answering:
    """Save an answer, and hand it to the approver if that button was pressed."""
    actor = actor_of(request)
    slug = request.path_params["slug"]
    data = await typed(request)
    try:
        form = read(AnswerForm, listed(data, "contributions", "changes"))
        answer = Answer(
            disposition=form.disposition,
            reason=form.reason,
            contributions=form.contributions,
            changes=form.changes,
            ground=form.ground,
            promised_by=form.promised_by,
            promised_for=form.promised_for,
            referred_to=form.referred_to,
            merged_into=form.merged_into,
        )
        response = await actions.write_response(
            actor, slug, answer, ref=form.ref, revision=form.revision
        )
        if form.then == "propose":
            data = {**data, "ref": response.ref, "revision": str(response.revision)}
            await actions.propose(actor, response.ref)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return _back(request, slug, response)


async def approve(request: Request) -> Answering:
    """Make an answer public."""
    return await _step(request, lambda reviewer, ref, _why: actions.approve(reviewer, ref))


async def send_back(request: Request) -> Answering:
    """Return an answer to its writer."""
    return await _step(request, actions.send_back)


async def reopen(request: Request) -> Answering:
    """Take an approved answer up again."""
    return await _step(request, actions.take_up_again)


async def admit(request: Request) -> Answering:
    """Count what came late among what must be answered."""
    ref, data = request.path_params["ref"], await typed(request)
    try:
        contribution = await admit_late(actor_of(request), ref, read(AdmitForm, data).reason)
    except (Invalid, Refused) as again:
        contribution = await find_contribution(ref)
        request.path_params["slug"] = contribution.consultation.slug
        return await show(request, again, admitting=ref, why=first(data, "reason"))
    address_ = address(request, "desk-answers", slug=contribution.consultation.slug)
    return RedirectResponse(f"{address_}?pick={ref}", status_code=303)


def _proposals(served: list[Contribution]) -> list[Contribution]:
    return [one for one in served if one.proposal is not None]


def _counts(counts: dict[str, int], part: str) -> list[dict[str, object]]:
    return [
        {
            "number": counts[name],
            "word": _(word),
            "href": f"?part={name}",
            "here": name == part,
        }
        for name, word in PART_WORDS.items()
        if name != "late" or counts[name]
    ]


async def _step(request: Request, act: Step) -> Answering:
    """Take a step, or show the answer again with what was typed and why it was not taken."""
    ref, data = request.path_params["ref"], await typed(request)
    try:
        response = await act(actor_of(request), ref, read(WhyForm, data).why)
    except (Invalid, Refused) as again:
        response = await find_response(ref)
        request.path_params["slug"] = response.consultation.slug
        return await show(request, again, ref=ref, why=first(data, "why"))
    return _back(request, response.consultation.slug, response)


def _back(request: Request, slug: str, response: Response) -> Answering:
    address_ = address(request, "desk-answers", slug=slug)
    return RedirectResponse(f"{address_}?answer={response.ref}", status_code=303)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/responses",
        show,
        name="desk-answers",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/consultations/{slug:slug}/responses",
        write,
        Permission.RESPONSE_WRITE,
        name="desk-answer",
    ),
    Act(
        "/desk/comments/{ref:ref}/admission",
        admit,
        Permission.LATE_ADMIT,
        name="late-admission",
    ),
    Act(
        "/desk/responses/{ref:ref}/approval",
        approve,
        Permission.RESPONSE_APPROVE,
        name="response-approval",
    ),
    Act(
        "/desk/responses/{ref:ref}/return",
        send_back,
        Permission.RESPONSE_APPROVE,
        name="response-return",
    ),
    Act(
        "/desk/responses/{ref:ref}/reopening",
        reopen,
        Permission.RESPONSE_WRITE,
        name="response-reopening",
    ),
]
