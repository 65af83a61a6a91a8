"""Letters, visits and calls: entering them for people without an account; passing answers on."""

from __future__ import annotations

from datetime import date

from pydantic import Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission, allows, require
from forum.consultations.models import Consultation
from forum.consultations.queries import find_public
from forum.core.errors import ForumError, Invalid, NotFound, Refused
from forum.core.i18n import LANGUAGES, _
from forum.core.ids import new_secret
from forum.core.text import plain
from forum.drafts.queries import clauses_of
from forum.participation.actions import Received, enter_received, pass_on
from forum.participation.queries import entered_in
from forum.participation.rules import (
    CHANNEL_WORDS,
    KIND_WORDS,
    MOST_LETTERS,
    TO_CHOOSE,
    Channel,
    Kind,
)
from forum.responses.queries import responses_to
from forum.site.asked import page_asked
from forum.site.desk.frame import address, desk_page, enter, keeping_words
from forum.site.writing import USED_UP
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.routes import Act, Page

LONGEST_WORDS = 60
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


class EntryForm(Form):
    """A letter or a call as staff typed it; an empty `clause` is the whole draft."""

    text: str = ""
    clause: str = ""
    kind: Kind = Kind.COMMENT
    channel: Channel = Channel.LETTER
    received: date | None = None
    language: str = Field(default="id", max_length=5)
    signed: str = ""
    contact: str = ""
    once: str = ""

    def handed(self) -> Received:
        """Return what came in."""
        return Received(
            text=self.text,
            once=self.once,
            channel=self.channel,
            received_on=self.received,
            language=self.language,
            kind=self.kind,
            signed=self.signed,
            contact=self.contact,
        )


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form, and what was entered so far with where answers are to be sent."""
    actor, filled = enter(request), filled or {}
    consultation = await find_public(request.path_params["slug"])
    require(actor, Permission.CONTACT_ERASE, on=consultation)
    found = await entered_in(consultation.id, page=page_asked(request.query_params.get("page")))
    once = first(filled, "once")
    if not once or (wrong is not None and wrong.code in USED_UP):
        once = new_secret()[:32]
    return desk_page(
        request,
        "desk/entries/show.html",
        area="desk-consultations",
        wrong=wrong,
        consultation=consultation,
        found=found,
        quotes={one.id: plain(one.html, LONGEST_WORDS) for one in found.rows},
        answers=await responses_to([one.id for one in found.rows]) if found.rows else {},
        writable=allows(actor, Permission.COMMENT_ENTER, consultation),
        why_not=_why_not(consultation),
        once=once,
        filled={
            name: first(filled, name)
            for name in ("text", "clause", "kind", "channel", "received", "signed", "contact")
        },
        chosen=first(filled, "language") or consultation.agency.language,
        languages_of=[(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES],
        clauses=await _clause_options(consultation),
        kinds=[(kind.value, _(KIND_WORDS[kind])) for kind in TO_CHOOSE],
        channels=[
            (channel.value, _(word))
            for channel, word in CHANNEL_WORDS.items()
            if channel is not Channel.SITE
        ],
        channel_words=CHANNEL_WORDS,
        most=MOST_LETTERS,
    )


async def create(request: Request) -> Response:
    """Enter it, then show the receipt to hand over."""
    slug, filled = request.path_params["slug"], await typed(request)
    try:
        form = read(EntryForm, filled)
        made = await enter_received(actor_of(request), slug, form.clause or None, form.handed())
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, filled)
    except NotFound as wrong:
        if wrong.code != "clause.not-found":
            raise
        gone = Invalid({"clause": _("There is no such clause in this draft. Choose another.")})
        return await show(request, gone, filled)
    return RedirectResponse(address(request, "comment-paper", ref=made.ref), status_code=303)


async def erase(request: Request) -> Response:
    """Note that the answer was passed on, and erase where it was to be sent."""
    contribution = await pass_on(actor_of(request), request.path_params["ref"])
    back = address(request, "desk-entries", slug=contribution.consultation.slug)
    return RedirectResponse(f"{back}#e-{contribution.ref}", status_code=303)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/entries",
        show,
        name="desk-entries",
        reads=Permission.CONTACT_ERASE,
    ),
    Act(
        "/desk/consultations/{slug:slug}/entries",
        keeping_words(create),
        Permission.COMMENT_ENTER,
        name="desk-entry",
    ),
    Act(
        "/desk/entries/{ref:ref}/contact/erasure",
        erase,
        Permission.CONTACT_ERASE,
        name="desk-entry-erasure",
    ),
]


async def _clause_options(consultation: Consultation) -> list[tuple[str, str]]:
    clauses = await clauses_of(consultation.version)
    return [
        ("", _("The whole draft")),
        *((one.label, _("Clause %(label)s") % {"label": one.label}) for one in clauses),
    ]


def _why_not(consultation: Consultation) -> str:
    if consultation.permits(Permission.COMMENT_ENTER):
        return _("Your roles do not include this. Ask the owner of the consultation.")
    return consultation.why_not(Permission.COMMENT_ENTER).message
