"""A poll with an address of its own: vote without a script, see how it was counted, count again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from forum.access.policy import Actor, Permission, require
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import new_secret
from forum.core.paths import PACKAGE
from forum.drafts.models import Clause
from forum.drafts.queries import find_by_lineage
from forum.profiles.load import profile
from forum.sessions.queries import find_visible
from forum.site.own_vote import mine_in
from forum.stage.ballots import words_of
from forum.stage.forms import BallotForm, read_ballot
from forum.stage.states import tally_state
from forum.stage.words import MAJORITY_WORDS, REASON_WORDS
from forum.voting.ballot_box import Vote, ballot_box
from forum.voting.certificate import poll_json
from forum.voting.models import Poll
from forum.voting.queries import (
    cast_in,
    certificate_of,
    find_poll,
    may_vote,
    own_line,
    reasons_of,
    tally_rows,
)
from forum.voting.rules import STATE_WORDS, Kind, PollState
from forum.web.forms import typed
from forum.web.identity import actor_of
from forum.web.pages import onward, page, see_other
from forum.web.routes import Act, Page

RECOUNT = PACKAGE / "voting" / "recount.py"


async def show(
    request: Request, wrong: ForumError | None = None, filled: BallotForm | None = None
) -> Response:
    """Show the question, what this reader can do or did, and the count as far as it is public."""
    actor = actor_of(request)
    poll = await readable(actor, request.path_params["ref"])
    address = _address(request)
    rows, cast = (await tally_rows([poll.id]))[poll.id], (await cast_in([poll]))[poll.id]
    counted = poll.certificate
    state = (
        {"d": counted["per_option"], "n": counted["cast"]}
        if counted
        else tally_state(poll, rows, cast)
    )
    session = await find_visible(actor, poll.session_ref) if poll.session_ref else None
    # Nobody moderates reasons: what would make a comment wait for a moderator is not shown at all.
    given = await reasons_of(poll) if counted else []
    country = profile(poll.consultation.agency.profile)
    shown = [one for one in given if not country.holds(one[1])]
    return page(
        request,
        "polls/show.html",
        wrong=wrong,
        here=address,
        back=onward(filled.next if filled else "", address),
        poll=poll,
        session=session,
        clause=await _clause(poll),
        mine=await mine_in(actor, poll),
        filled=filled,
        refused=await may_vote(actor, poll),
        state=state,
        counted=counted,
        once=new_secret()[:32],
        line=await own_line(actor, poll) if counted else None,
        reasons=[(words_of(poll, marks), reason) for marks, reason in shown],
        not_shown=len(given) - len(shown),
        words={
            "state": STATE_WORDS,
            "majority": MAJORITY_WORDS,
            "reason": {reason.value: word for reason, word in REASON_WORDS.items()},
        },
    )


async def vote(request: Request) -> Response:
    """Cast one ballot; a formal vote is first repeated, and counts once it is confirmed."""
    ref = request.path_params["ref"]
    form: BallotForm | None = None
    try:
        form = read_ballot(await typed(request))
        require(actor_of(request), Permission.BALLOT_CAST)
        if form.change:
            return await show(request, None, form)
        poll = await readable(actor_of(request), ref)
        marks = form.marks(poll)
        if poll.kind is Kind.FORMAL and form.sure != "yes" and not await _refused(request, poll):
            return page(
                request,
                "polls/confirm.html",
                here=_address(request),
                poll=poll,
                form=form,
                marked=words_of(poll, marks),
                back=onward(form.next, _address(request)),
            )
        await ballot_box().drop(Vote(actor_of(request), ref, marks, form.once, form.reason))
    except (Invalid, Refused, NotAllowed) as again:
        return await show(request, again, form)
    return RedirectResponse(onward(form.next, _address(request)), status_code=303)


async def certificate(request: Request) -> Response:
    """Lead to the part of the page that says how it was counted."""
    return see_other(request, "poll", anchor="h-count", ref=request.path_params["ref"])


async def ballots(request: Request) -> Response:
    """Give the file of the ballots that were counted, byte for byte as its fingerprint says."""
    poll = await _counted(request)
    return PlainTextResponse(
        poll.ballots_csv,
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{poll.ref}-ballots.csv"'},
    )


async def rules(request: Request) -> Response:
    """Give the rules of the count and the published result, as the recount reads them."""
    poll = await _counted(request)
    return PlainTextResponse(
        poll_json(poll.certificate),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{poll.ref}-poll.json"'},
    )


async def recount(_request: Request) -> Response:
    """Give the program that counts: the forum's own file."""
    return FileResponse(RECOUNT, media_type="text/x-python", filename="recount.py")


async def readable(actor: Actor, ref: str) -> Poll:
    """Return a poll that this reader may see; nobody sees one before it opens."""
    poll = await find_poll(ref)
    if poll.state is PollState.DRAFT:
        raise NotFound("poll.not-found", _("There is no such poll."))
    if poll.session_ref:
        await find_visible(actor, poll.session_ref)  # a rehearsal is for those who watch it
    return poll


def _address(request: Request) -> str:
    """Return where the poll is read, also from the page that answers a ballot."""
    return str(request.app.url_path_for("poll", ref=request.path_params["ref"]))


async def _counted(request: Request) -> Poll:
    poll = await readable(actor_of(request), request.path_params["ref"])
    certificate_of(poll)
    return poll


async def _refused(request: Request, poll: Poll) -> bool:
    """Whoever may not vote is told so at once, not after confirming."""
    return await may_vote(actor_of(request), poll) is not None


async def _clause(poll: Poll) -> Clause | None:
    if not poll.lineage:
        return None
    await poll.consultation.fetch_related("version")
    try:
        return await find_by_lineage(poll.consultation.version, poll.lineage)
    except NotFound:
        return None


routes = [
    Page("/polls/{ref:ref}", show, name="poll"),
    Act("/polls/{ref:ref}/ballot", vote, Permission.BALLOT_CAST, name="poll-ballot"),
    Page("/polls/{ref:ref}/certificate", certificate, name="poll-certificate"),
    Page("/polls/{ref:ref}/ballots.csv", ballots, name="poll-ballots"),
    Page("/polls/{ref:ref}/poll.json", rules, name="poll-rules"),
    Page("/recount.py", recount, name="recount"),
]
