"""The moderator's desk: what waits, and one decision after another."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import N_, _, local
from forum.moderation.actions import Judgement, claim, decide
from forum.moderation.queries import (
    all_about,
    appeals_for,
    disagreements,
    for_second,
    queue,
    review_of,
    reviews_for,
    suggestion_for,
    to_confirm,
)
from forum.moderation.rules import (
    LONGEST_REASON,
    LONGEST_SUSPENSION,
    MEASURE_WORDS,
    STATE_WORDS,
    Measure,
    State,
)
from forum.participation.queries import find_contribution
from forum.participation.rules import SHOWING_WORDS, Showing
from forum.profiles.load import profile
from forum.site.desk.cases import claimed_by_another, context_of, why_here
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, first, listed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

MOST_CLAIMS = 2**31 - 1
PART_WORDS = {
    "": N_("everything that waits"),
    "held": N_("not public yet"),
    "reported": N_("reported"),
    "flagged": N_("set off a pattern"),
    "new": N_("not looked at yet"),
}


MORE_WORDS = {
    "criticises": N_("This criticises the agency or its staff: hiding it takes a second person"),
    "ordered": N_("An authority ordered it"),
    "urgent": N_("Somebody may be harmed: do it at once, and have it confirmed within 24 hours"),
}


class ClaimForm(Form):
    """The number of the claim that stood there when the page was read; none is 0."""

    seen: int = Field(default=0, ge=0, le=MOST_CLAIMS)


class DecisionForm(Form):
    """What the moderator decides; `words` is one piece a line."""

    measure: Measure
    showing: Showing
    rule: str = ""
    reason: str = Field(default="", max_length=LONGEST_REASON)
    words: str = ""
    seen: str = ""
    facts: str = Field(default="", max_length=LONGEST_REASON)
    days: int = Field(default=0, ge=0, le=LONGEST_SUSPENSION)
    more: tuple[Literal["criticises", "ordered", "urgent"], ...] = ()


async def show(request: Request) -> Response:
    """Show the queue of this moderator, most urgent first."""
    actor = enter(request)
    part = request.query_params.get("part", "")
    part = part if part in PART_WORDS else ""
    waiting = await queue(actor, part)
    counts = [
        {
            "number": sum(waiting.counts.values()) if not name else waiting.counts[name],
            "word": _(word),
            "href": "?" if not name else f"?part={name}",
            "here": name == part,
        }
        for name, word in PART_WORDS.items()
    ]
    return desk_page(
        request,
        "desk/moderation/queue.html",
        area="desk-moderation",
        counts=counts,
        rows=[(row, why_here(row)) for row in waiting.rows],
        keep=Measure.KEEP,
        again=await reviews_for(actor),
        otherwise=await disagreements(actor),
        seconds=await for_second(actor),
        confirms=await to_confirm(actor),
        appeals=await appeals_for(actor),
        measure_words=MEASURE_WORDS,
    )


async def look(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show one contribution with its context, and the form for a decision."""
    actor = enter(request)
    contribution = await find_contribution(request.path_params["ref"])
    require(actor, Permission.COMMENT_DECIDE, on=contribution)
    row = await suggestion_for(contribution)
    rules = profile(contribution.consultation.agency.profile)
    given = {name: first(filled, name) for name in filled} if filled else {}
    rule = given.get("rule", row.suggestion.code if row.suggestion else "")
    found = [contribution.text[start:end] for start, end in row.spans]
    suggested = "\n".join([*found, *row.in_proposal])
    return desk_page(
        request,
        "desk/moderation/decision.html",
        area="desk-moderation",
        wrong=wrong,
        contribution=contribution,
        row=row,
        context=await context_of(row, rule),
        taken=claimed_by_another(row.claim, actor),
        again=await review_of(contribution),
        rule_options=[
            (
                rule.code,
                f"{rule.number}. {local(rule.name)}",
                local(rule.sentence),
            )
            for rule in rules.moderation_rules
            if rule.measures
        ],
        measures=[(measure.value, _(word)) for measure, word in MEASURE_WORDS.items()],
        showing_words=SHOWING_WORDS,
        measure_words=MEASURE_WORDS,
        decisions=await all_about(contribution),
        state_words=STATE_WORDS,
        more_options=[(name, _(word)) for name, word in MORE_WORDS.items()],
        more=listed(filled, "more")["more"] if filled else [],
        waits=[
            one
            for one in await all_about(contribution)
            if one.state is State.PROPOSED or one.unconfirmed
        ],
        rule_titles={
            rule.code: f"{rule.number}. {local(rule.name)}" for rule in rules.moderation_rules
        },
        rule_names={rule.code: rule.sentence for rule in rules.moderation_rules},
        longest=LONGEST_REASON,
        filled={
            "measure": request.query_params.get("measure", ""),
            "rule": rule,
            "reason": "",
            "facts": "",
            "days": "",
            "words": suggested,
            **given,
        },
    )


async def claim_(request: Request) -> Response:
    """Say that one is at this case, or take it over from whoever was."""
    ref = request.path_params["ref"]
    try:
        form = read(ClaimForm, await typed(request))
        await claim(actor_of(request), ref, form.seen)
    except (Invalid, Refused) as wrong:
        return await look(request, wrong)
    return see_other(request, "desk-comment", ref=ref)


async def decide_(request: Request) -> Response:
    """Take one decision, then go on with the queue."""
    data = await typed(request)
    try:
        form = read(DecisionForm, listed(data, "more"))
        made = await decide(
            actor_of(request),
            request.path_params["ref"],
            Judgement(
                measure=form.measure,
                showing=form.showing,
                rule=form.rule,
                reason=form.reason,
                words=tuple(line.strip() for line in form.words.splitlines() if line.strip()),
                seen=form.seen,
                facts=form.facts,
                days=form.days,
                criticises="criticises" in form.more,
                ordered="ordered" in form.more,
                urgent="urgent" in form.more,
            ),
        )
    except (Invalid, Refused) as again:
        return await look(request, wrong=again, filled=data)
    if made.state is State.PROPOSED:
        return see_other(request, "desk-decision", ref=made.ref)
    return see_other(request, "desk-moderation")


routes = [
    Page("/desk/moderation", show, name="desk-moderation", reads=Permission.DESK_ENTER),
    Page(
        "/desk/comments/{ref:ref}",
        look,
        name="desk-comment",
        reads=Permission.COMMENT_DECIDE,
    ),
    Act(
        "/desk/comments/{ref:ref}/claim",
        claim_,
        Permission.COMMENT_DECIDE,
        name="desk-comment-claim",
    ),
    Act(
        "/desk/comments/{ref:ref}/decision",
        decide_,
        Permission.COMMENT_DECIDE,
        name="desk-comment-decision",
    ),
]
