"""One contribution from being handed in to what became of it, and what its author may still do."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission, allows
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused, TooMany
from forum.core.i18n import _
from forum.moderation.queries import held_because
from forum.participation.actions import (
    edit_comment,
    post_reply,
    support_comment,
    withdraw_comment,
    withdraw_support,
)
from forum.participation.marks import later_of
from forum.participation.queries import by_ids, entered_as, find_contribution, thread_of
from forum.participation.rules import (
    EDITING_TIME,
    GONE,
    TAKEN_BACK,
    Kind,
    Showing,
    mark_of,
    why_not_edit,
    words_for,
)
from forum.responses.actions import object_to_answer
from forum.responses.objecting import (
    FATE_WORDS,
    LONGEST_SENTENCE,
    OBJECTED_WORDS,
    OBJECTION_WORDS,
    ObjectionKind,
    fate_of,
)
from forum.responses.queries import objection_to
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.asked import page_asked
from forum.site.journey import journey_of
from forum.site.voices import voices
from forum.site.wording import FIT_SENTENCES, FIT_WORDS
from forum.site.writing import CommentForm, blank
from forum.web.forms import Form, Typed, first, read, read_form, typed
from forum.web.identity import actor_of
from forum.web.pages import onward, page, see_other
from forum.web.routes import Act, Page

SAME_WORDS = 10


class EditForm(Form):
    """Other words; `seen` is the mark of those that stood in the form."""

    text: str = ""
    seen: str = ""


class ObjectionForm(Form):
    """What an author says against the answer."""

    kind: ObjectionKind
    sentence: str = ""


class SupportForm(Form):
    """Support given or taken back, and the page to come back to."""

    support: Literal["yes", "no"] = "yes"
    next: str = ""


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    *,
    replying: bool = False,
) -> Response:
    """Show what became of it so far; to its author also what nobody else reads."""
    actor = actor_of(request)
    contribution = await find_contribution(request.path_params["ref"])
    consultation = contribution.consultation
    [voice] = await voices(actor, consultation, [contribution])
    objection = await objection_to(contribution)
    made = voice.answer is not None and voice.answer.response.made_version_id is not None
    fate = fate_of(
        answered=voice.answer is not None,
        objection=objection.state if objection else None,
        owed=contribution.must_be_answered,
        over=made or consultation.phase is Phase.PUBLISHED or _look_over(consultation),
    )
    author = actor.person_id == contribution.author_id
    now = clock.now()
    thread = await thread_of(contribution, page=page_asked(request.query_params.get("page")))
    settled = why_not_edit(
        contribution.showing, contribution.handed_in_at, contribution.reacted_at, now
    )
    return page(
        request,
        "comments/show.html",
        wrong=wrong,
        contribution=contribution,
        consultation=consultation,
        voice=voice,
        author=author,
        own_words=words_for(
            contribution.showing, contribution.shown_text, contribution.text, author=author
        ).author_only,
        held_because=await held_because(contribution)
        if author and contribution.showing is Showing.HELD
        else [],
        entered=await entered_as(contribution),
        events=await journey_of(voice, objection),
        thread=thread,
        replies=await voices(actor, consultation, thread.rows),
        reply=await blank(
            actor, consultation, wrong if replying else None, filled if replying else None
        ),
        may_reply=contribution.public and contribution.parent_id is None,
        replying=replying,
        signed_in=actor.signed_in,
        fate=fate,
        gone=contribution.showing in GONE and voice.answer is None,
        fate_words=FATE_WORDS,
        objection_words=OBJECTION_WORDS,
        objected_words=OBJECTED_WORDS,
        objection=objection,
        may_object=voice.answer is not None
        and voice.answer.response.made_version_id is None
        and objection is None
        and allows(actor, Permission.OBJECTION_RAISE, contribution),
        objection_kinds=[(kind.value, _(word)) for kind, word in OBJECTION_WORDS.items()],
        objecting=filled if filled and "sentence" in filled else {},
        longest_sentence=LONGEST_SENTENCE,
        same_words=await voices(actor, consultation, await by_ids(voice.touching[:SAME_WORDS]))
        if voice.touching
        else [],
        later=await later_of(contribution.id) if voice.words and contribution.public else [],
        fits=FIT_WORDS,
        explained=FIT_SENTENCES,
        waits=voice.answer is None
        and contribution.must_be_answered
        and contribution.showing not in GONE,
        just_sent=author and now - contribution.handed_in_at < EDITING_TIME,
        may_edit=settled is None and allows(actor, Permission.COMMENT_EDIT, contribution),
        may_erase=contribution.showing is not Showing.ERASED
        and not contribution.organisation_id
        and allows(actor, Permission.COMMENT_ERASE, contribution),
        may_withdraw=contribution.showing in TAKEN_BACK
        and allows(actor, Permission.COMMENT_WITHDRAW, contribution),
        text=(not replying and first(filled or {}, "text")) or contribution.text,
        seen=mark_of(contribution.text),
        theirs=getattr(wrong, "theirs", ""),
        verdicts=DISPOSITION_WORDS,
    )


async def reply(request: Request) -> Response:
    """Take a reply to it."""
    ref = request.path_params["ref"]
    filled = await typed(request)
    try:
        form = read(CommentForm, {**filled, "kind": Kind.REPLY.value})
        made = await post_reply(actor_of(request), ref, await form.handed())
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        return await show(request, wrong, filled, replying=True)
    return see_other(request, "comment", ref=made.ref)


async def edit(request: Request) -> Response:
    """Change one's own words."""
    ref = request.path_params["ref"]
    filled = await typed(request)
    try:
        form = read(EditForm, filled)
        await edit_comment(actor_of(request), ref, form.text, form.seen)
    except (Invalid, Refused, NotAllowed) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "comment", ref=ref)


async def withdraw(request: Request) -> Response:
    """Take one's own words back."""
    ref = request.path_params["ref"]
    try:
        await withdraw_comment(actor_of(request), ref)
    except (Refused, NotAllowed) as wrong:
        return await show(request, wrong)
    return see_other(request, "comment", ref=ref)


async def object_(request: Request) -> Response:
    """Object to the answer to one's own words."""
    ref = request.path_params["ref"]
    filled = await typed(request)
    try:
        form = read(ObjectionForm, filled)
        await object_to_answer(actor_of(request), ref, form.kind, form.sentence)
    except (Invalid, Refused, NotAllowed) as wrong:
        return await show(request, wrong, {"sentence": "", **filled})
    return see_other(request, "comment", ref=ref, anchor="objection")


def _look_over(consultation: Consultation) -> bool:
    return consultation.phase is Phase.SECOND_LOOK and not consultation.second_look_runs


async def support(request: Request) -> Response:
    """Support it, or take support back, and return to where it was read."""
    ref = request.path_params["ref"]
    form = await read_form(SupportForm, request)
    act = support_comment if form.support == "yes" else withdraw_support
    try:
        await act(actor_of(request), ref)
    except (Refused, NotAllowed) as wrong:
        return await show(request, wrong)
    otherwise = str(request.app.url_path_for("comment", ref=ref))
    return RedirectResponse(f"{onward(form.next, otherwise)}#c-{ref}", status_code=303)


routes = [
    Page("/comments/{ref:ref}", show, name="comment"),
    Act("/comments/{ref:ref}/words", edit, Permission.COMMENT_EDIT, name="comment-words"),
    Act(
        "/comments/{ref:ref}/withdrawal",
        withdraw,
        Permission.COMMENT_WITHDRAW,
        name="comment-withdrawal",
    ),
    Act("/comments/{ref:ref}/replies", reply, Permission.COMMENT_POST, name="comment-replies"),
    Act(
        "/comments/{ref:ref}/objection",
        object_,
        Permission.OBJECTION_RAISE,
        name="comment-objection",
    ),
    Act("/comments/{ref:ref}/support", support, Permission.COMMENT_SUPPORT, name="comment-support"),
]
