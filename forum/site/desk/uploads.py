"""A Word document before it is a draft: what became of each part of it, and what to correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import N_, _, local
from forum.drafts.actions import assign_upload, import_upload
from forum.drafts.importing.word import Assembled, Block, Flag, Role, Where, assemble, block_from
from forum.drafts.importing.word.walk import MOST_BLOCKS
from forum.drafts.queries import find_upload
from forum.drafts.wording import FieldRow, field_rows
from forum.profiles.load import Profile, profile
from forum.site.desk.drafts import AREA
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Typed, first, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

ROLE_WORDS: dict[Role, str] = {
    Role.CLAUSE: N_("A clause of the component above"),
    Role.UNDER: N_("A clause; the line that leads to it goes before it"),
    Role.JOINED: N_("Goes on with the clause above"),
    Role.PREFIX: N_("A line that leads to the clauses below"),
    Role.NOTE: N_("Why: the reason of the clause above"),
    Role.TRANSLATION: N_("The clause above in the other language"),
    Role.TITLE: N_("Title of the draft"),
    Role.DRAFT_NOTE: N_("Explanatory note of the draft"),
    Role.ASIDE: N_("Only a number or the name of a column"),
    Role.LEFT: N_("No place yet: keep it for a person"),
}
FLAG_WORDS: dict[str, str] = {
    Flag.COMPONENT: N_("The name is not quite that of a component."),
    Flag.NO_COMPONENT: N_("No component was named before it."),
    Flag.NO_CLAUSE: N_("There is no clause that it could belong to."),
    Flag.TITLE: N_("It may be the title, or not."),
    Flag.INTRODUCTION: N_("It stands before the first component."),
    Flag.PREFIX: N_("It would go before each clause below it."),
    Flag.COLUMN: N_("The column has a name that says nothing about standards."),
    Flag.LENGTH: N_("It is too long for one clause."),
    Flag.PLACE: N_("It does not stand in the running text."),
    Flag.VALUES: N_("More than one value was found in it, so none was taken."),
}
WHERE_WORDS: dict[Where, str] = {
    Where.FOOTNOTE: N_("Footnote"),
    Where.BOX: N_("Text box"),
    Where.MARGIN: N_("Head or foot of the page"),
    Where.COMMENT: N_("A comment in the document"),
    Where.DELETED: N_("Struck out in the document"),
    Where.HIDDEN: N_("Hidden in the document"),
}


@dataclass(frozen=True)
class Line:
    """One part of the document as the preview shows it."""

    place: int
    block: Block
    label: str
    rows: Sequence[FieldRow]
    flag: str


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show every part of a document, what it becomes, and what a person should look at."""
    actor = enter(request)
    upload = await find_upload(request.path_params["ref"])
    require(actor, Permission.DRAFT_IMPORT, on=upload.standard)
    if upload.version is not None and wrong is None:
        return see_other(request, "desk-draft", ref=upload.version.ref)
    country = profile(upload.standard.profile)
    blocks = [block_from(row) for row in upload.blocks]
    made = assemble(blocks, country)
    lines = _lines(blocks, made, country)
    doubtful = [line for line in lines if line.flag]
    only = bool(request.query_params.get("look"))
    return desk_page(
        request,
        "desk/drafts/upload.html",
        area=AREA,
        wrong=wrong,
        filled=filled or {},
        upload=upload,
        standard=upload.standard,
        country=country,
        lines=doubtful if only else lines,
        every=len(lines),
        doubtful=len(doubtful),
        only=only,
        clauses=len(made.standard.clauses),
        left=len(made.standard.unread),
        title=made.standard.title,
        flags=FLAG_WORDS,
        where=WHERE_WORDS,
        choices=_choices(country),
    )


async def assign(request: Request) -> Response:
    """Keep the corrections; make a draft of the document where that was asked for."""
    ref = request.path_params["ref"]
    await request.form(max_fields=MOST_BLOCKS + 20, max_files=0)
    data = await typed(request)
    chosen = {
        int(name[2:]): first(data, name)
        for name in data
        if name.startswith("b.") and name[2:].isascii() and name[2:].isdecimal() and len(name) < 7
    }
    try:
        if "make" in data:
            version = await import_upload(actor_of(request), ref, chosen)
            return see_other(request, "desk-draft", ref=version.ref)
        await assign_upload(actor_of(request), ref, chosen)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-upload", ref=ref)


routes = [
    Page("/desk/uploads/{ref:ref}", show, name="desk-upload", reads=Permission.DRAFT_IMPORT),
    Act("/desk/uploads/{ref:ref}", assign, Permission.DRAFT_IMPORT, name="desk-upload-sent"),
]


def _choices(country: Profile) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a part may become, in the groups of the select."""
    parts = [
        (one.code, f"{one.order} {local(one.name)}")
        for one in sorted(country.components, key=lambda one: one.order)
    ]
    return [
        (_("It becomes"), [(str(role), _(words)) for role, words in ROLE_WORDS.items()]),
        (_("It names the component"), [(f"{Role.HEADING}:{code}", name) for code, name in parts]),
        (_("A clause of"), [(f"{Role.CLAUSE}:{code}", name) for code, name in parts]),
    ]


def _lines(blocks: Sequence[Block], made: Assembled, country: Profile) -> list[Line]:
    pieces = {piece.label: piece for piece in made.standard.clauses}
    lines, told = [], set[str]()
    for place, block in enumerate(blocks):
        label = made.labels.get(place, "")
        rows: list[FieldRow] = []
        if label and label not in told:  # the values stand with the first words of the clause
            told.add(label)
            piece = pieces[label]
            component = country.component(piece.component)
            rows = field_rows(component, {}, piece.fields) if component else []
        doubt = Flag.VALUES if place in made.doubtful else ""
        lines.append(Line(place, block, label, rows, block.flag or doubt))
    return lines
