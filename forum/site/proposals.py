"""Proposing other words for a clause: written, read as a redline, then sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.consultations.models import Consultation
from forum.consultations.queries import find_public
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused, TooMany
from forum.core.i18n import lang_of, local
from forum.core.seals import opened_seal
from forum.drafts.models import Clause
from forum.drafts.queries import find_clause
from forum.drafts.rules import LONGEST
from forum.participation.actions import Handed, Rewording, post_proposal, support_comment
from forum.participation.proposals import Proposed, check_words
from forum.participation.queries import by_ids, touching
from forum.participation.rules import Kind
from forum.profiles.load import profile
from forum.site.voices import Voice, voices
from forum.site.writing import PURPOSE, blank
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.problems import show_refusal
from forum.web.routes import Act, Page

NAMED = 3
"""So many of those who touch the same words are shown before one's own is sent."""


class ProposalForm(Form):
    """New words as typed, and why. `once`, `opened`, `version` and `language` come from the page.

    `then` says whether it is only to be read; `instead` which other proposal is supported.
    """

    what: Literal["words", "none"] = "words"
    words: str = ""
    text: str = ""
    once: str = ""
    opened: str = ""
    name: str = Field(default="", max_length=80)
    organisation: str = Field(default="", max_length=80)
    language: str = Field(default="", max_length=5)
    version: str = ""
    then: Literal["read", "send"] = "send"
    instead: str = ""

    @property
    def new_words(self) -> str | None:
        """The words, or nothing where the clause should go."""
        return self.words if self.what == "words" else None

    async def handed(self) -> Handed:
        """Return what is handed in beside the words."""
        return Handed(
            text=self.text,
            kind=Kind.PROPOSAL,
            once=self.once,
            opened_at=await opened_seal(self.opened, PURPOSE),
            name=self.name,
            organisation=self.organisation,
        )

    def rewording(self) -> Rewording:
        """Return the words that are proposed."""
        return Rewording(
            version=self.version[:9],
            language=self.language,
            words=self.new_words,
        )


@dataclass(frozen=True)
class Preview:
    """A proposal as it will be read, and those who propose something for the same words."""

    proposed: Proposed
    others: list[Voice]
    more: int


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
) -> Response:
    """Show the form, with the redline of what was typed where that can be drawn."""
    actor = actor_of(request)
    consultation = await find_public(request.path_params["slug"])
    clause = await find_clause(consultation.version, request.path_params["label"])
    language = _language(clause, first(filled or request.query_params, "language"))
    was = clause.text.get(language, "")
    country = profile(consultation.standard.profile)
    component = country.component(clause.component)
    preview = None
    if filled is not None:
        try:
            preview = await _preview(request, consultation, clause, language, filled)
        except Invalid as unreadable:
            if wrong is None:
                wrong = unreadable
    return page(
        request,
        "proposals/form.html",
        wrong=wrong,
        consultation=consultation,
        clause=clause,
        name_of_component=local(component.name) if component else "",
        form=await blank(actor, consultation, wrong, filled),
        what=first(filled or {}, "what") or "words",
        words=first(filled, "words") if filled and "words" in filled else was,
        was=was,
        lang=language,
        binding=country.default_language,
        preview=preview,
        longest=LONGEST,
    )


async def propose(request: Request) -> Response:
    """Take a proposal, or show how it will be read."""
    slug, label = request.path_params["slug"], request.path_params["label"]
    filled = await typed(request)
    try:
        form, actor = read(ProposalForm, filled), actor_of(request)
        if form.then == "read":
            return await show(request, None, filled)
        if form.instead:
            made = await support_comment(actor, form.instead)
        else:
            made = await post_proposal(actor, slug, label, await form.handed(), form.rewording())
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        try:
            return await show(request, wrong, filled)
        except NotFound as gone:
            return await _copied(request, gone, filled)
    except NotFound as gone:
        return await _copied(request, gone, filled)
    return see_other(request, "comment", ref=made.ref)


routes = [
    Page("/consultations/{slug:slug}/clauses/{label:label}/proposal", show, name="clause-proposal"),
    Act(
        "/consultations/{slug:slug}/clauses/{label:label}/proposals",
        propose,
        Permission.COMMENT_POST,
        name="clause-proposals",
    ),
]


def _language(clause: Clause, asked: str) -> str:
    """Return the language of the words that are changed: the one asked for, or the reader's."""
    return asked if clause.text.get(asked) else lang_of(clause.text)


async def _preview(
    request: Request, consultation: Consultation, clause: Clause, language: str, filled: Typed
) -> Preview:
    """Return the proposal as it will be read, or raise `Invalid` where it proposes nothing."""
    was = clause.text.get(language, "")
    words = "" if first(filled, "what") == "none" else check_words(was, first(filled, "words"))
    proposed = Proposed(
        version_id=consultation.version_id,
        version=consultation.version.name,
        language=language,
        was=was,
        words=words,
        shown=words,
    )
    same = await touching(consultation.id, clause.lineage, proposed)
    shown = await by_ids(same[:NAMED])
    others = await voices(actor_of(request), consultation, shown) if shown else []
    return Preview(proposed, others, len(same) - len(shown))


async def _copied(request: Request, gone: NotFound, filled: Typed) -> Response:
    """Show what was typed where no form can hold it any more: the clause moved or is gone."""
    kept = [text for name in ("words", "text") if (text := first(filled, name))]
    return await show_refusal(request, gone, kept=kept)
