"""Reporting words that break a rule: the rules beside the form, the receipt, what came of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused, TooMany
from forum.core.i18n import local
from forum.core.ids import new_secret
from forum.moderation.actions import Reporting, report
from forum.moderation.queries import report_of
from forum.moderation.rules.reporting import LONGEST_REPORT, OUTCOME_WORDS, reportable
from forum.participation.queries import find_contribution
from forum.profiles.load import profile
from forum.site.voices import voices
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page

USED_UP = ("report.key-used", "report.no-key")


class ReportForm(Form):
    """A report as typed."""

    rule: str = ""
    words: str = ""
    once: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the words, the rules, and the form; or the receipt, if this reader has reported them."""
    actor = actor_of(request)
    contribution = await find_contribution(request.path_params["ref"])
    consultation = contribution.consultation
    [voice] = await voices(actor, consultation, [contribution])
    once = first(filled or {}, "once")
    if not once or (wrong is not None and wrong.code in USED_UP):
        once = new_secret()[:32]
    return page(
        request,
        "comments/report.html",
        wrong=wrong,
        contribution=contribution,
        consultation=consultation,
        voice=voice,
        author=actor.person_id == contribution.author_id,
        signed_in=actor.signed_in,
        sent=await report_of(actor.person_id, contribution.id),
        outcomes=OUTCOME_WORDS,
        rules=[
            (rule.code, f"{rule.number}. {local(rule.name)}", local(rule.sentence))
            for rule in reportable(profile(consultation.agency.profile))
        ],
        rule=first(filled or {}, "rule"),
        words=first(filled or {}, "words"),
        longest=LONGEST_REPORT,
        once=once,
    )


async def send(request: Request) -> Response:
    """Take one report; a second one by the same person leads to the first."""
    ref = request.path_params["ref"]
    filled = await typed(request)
    try:
        form = read(ReportForm, filled)
        reporting = Reporting(rule=form.rule, words=form.words, once=form.once)
        await report(actor_of(request), ref, reporting)
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "comment-report", ref=ref)


routes = [
    Page("/comments/{ref:ref}/report", show, name="comment-report"),
    Act("/comments/{ref:ref}/reports", send, Permission.COMMENT_REPORT, name="comment-reports"),
]
