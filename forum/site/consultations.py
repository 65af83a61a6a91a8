"""One consultation: the draft as a document, with what people say in its margin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.consultations.queries import cycle_of, find_public, set_aside
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused, TooMany
from forum.drafts.queries import shelf_of
from forum.notices.models import Thing
from forum.participation.actions import post_comment
from forum.participation.models import Contribution
from forum.participation.queries import Margin, Voices, margins, on_whole_draft
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS
from forum.sessions.queries import sessions_of
from forum.sessions.rules import STATE_WORDS as SESSION_WORDS
from forum.site.follows import following
from forum.site.offering import Offered, offer
from forum.site.reading import View, draft_of, parts_of, view_asked
from forum.site.voices import BESIDE, voices
from forum.site.writing import CommentForm, blank
from forum.voting.models import Poll
from forum.voting.queries import polls_on
from forum.voting.rules import STATE_WORDS as POLL_WORDS
from forum.voting.rules import PollState
from forum.web.forms import Typed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page

MOST_ON_WHOLE = 10


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    alike: Sequence[Contribution] = (),
) -> Response:
    """Show the draft, or the same page again with what was typed and why it was not taken."""
    actor = actor_of(request)
    consultation = await find_public(request.path_params["slug"])
    draft = await draft_of(consultation, await shelf_of(consultation.standard))
    view = view_asked(request.query_params.get("view", ""), draft)
    beside = await margins(consultation.id)
    whole = beside.get("", Margin())
    on_whole = Voices([])
    if whole.total:
        on_whole = await on_whole_draft(
            consultation.id, MOST_ON_WHOLE, reader=actor.person_id, also=BESIDE
        )
    polls = [poll for poll in await polls_on(consultation) if not poll.session_ref]
    return page(
        request,
        "consultations/show.html",
        wrong=wrong,
        consultation=consultation,
        draft=draft,
        view=view,
        views=View,
        parts=parts_of(draft, view, consultation.standard.profile),
        margins=beside,
        nothing=Margin(),
        said=sum(margin.total for margin in beside.values()),
        whole=whole,
        voices=await voices(actor, consultation, on_whole.rows, on_whole.supported),
        cycle=await cycle_of(consultation),
        set_aside=set_aside(consultation),
        following=following(actor, Thing.CONSULTATION, consultation.slug),
        form=await blank(actor, consultation, wrong, filled, alike=alike),
        verdicts=DISPOSITION_WORDS,
        sessions=await sessions_of(consultation),
        session_words=SESSION_WORDS,
        polls=polls,
        open_polls=_open_by_clause(polls),
        poll_words=POLL_WORDS,
        binding=profile(consultation.standard.profile).default_language,
    )


async def comment(request: Request) -> Response:
    """Take a comment or a question on the whole draft."""
    filled = await typed(request)
    try:
        form, actor = read(CommentForm, filled), actor_of(request)
        consultation = await find_public(request.path_params["slug"])
        contribution = await offer(actor, consultation, None, form)
        if contribution is None:
            contribution = await post_comment(actor, consultation.slug, None, await form.handed())
    except Offered as first:
        return await show(request, None, filled, first.alike)
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "comment", ref=contribution.ref)


def _open_by_clause(polls: Sequence[Poll]) -> dict[str, list[Poll]]:
    """Return the polls that can be answered now, by the lineage of the clause they are about."""
    found: defaultdict[str, list[Poll]] = defaultdict(list)
    for poll in polls:
        if poll.state is PollState.OPEN:
            found[poll.lineage].append(poll)
    return dict(found)


routes = [
    Page("/consultations/{slug:slug}", show, name="consultation"),
    Act(
        "/consultations/{slug:slug}/comments",
        comment,
        Permission.COMMENT_POST,
        name="consultation-comments",
    ),
]
