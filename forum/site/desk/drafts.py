"""Drafts at the desk: which there are, and one with all its clauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, Role, allows, require
from forum.catalogue.models import Standard
from forum.catalogue.queries import standards_of
from forum.core import clock
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import N_, _, local
from forum.drafts.actions import adopt_existing, edit_note, start_version
from forum.drafts.actions.editing import seal
from forum.drafts.models import Version
from forum.drafts.queries import (
    compared,
    drafts_in_editing,
    find_draft,
    last_step,
    links_of,
    opens,
    pieces_of,
    versions_by_standard,
    versions_of,
)
from forum.drafts.rules import LONGEST_EASY, LONGEST_NOTE, LONGEST_TITLE, SHARED_DAYS, VersionState
from forum.profiles.load import profile
from forum.site.desk.frame import Waiting, address, desk_page, enter
from forum.web.carried import carried, drop
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

AREA = "desk-drafts"

CHANGE_WORDS: dict[str, str] = {
    "reworded": N_("Clause %(label)s was reworded."),
    "added": N_("Clause %(label)s was added."),
    "removed": N_("Clause %(label)s was removed."),
    "moved": N_("Clause %(label)s was moved."),
    "split": N_("Clause %(label)s was cut in two."),
    "merged": N_("Another clause was joined to clause %(label)s."),
    "placed": N_("Words without a place became clause %(label)s."),
    "set_aside": N_("Words without a place were set aside."),
}


@dataclass(frozen=True)
class Shelf:
    """One standard and its versions, the newest first."""

    standard: Standard
    versions: list[Version]

    @property
    def editing(self) -> Version | None:
        """The version that is being written, if there is one."""
        newest = self.versions[0] if self.versions else None
        return newest if newest and newest.state is VersionState.EDITING else None

    @property
    def last_fixed(self) -> Version | None:
        """The version from which the next one would begin."""
        return next((one for one in self.versions if one is not self.editing), None)


class StartForm(Form):
    """From which version the next one begins."""

    based_on: int = Field(ge=1, le=999_999)


class AdoptionForm(Form):
    """Since when the agency has promised this."""

    since: date

    @field_validator("since")
    @classmethod
    def of_our_times(cls, since: date) -> date:
        """Refuse a day that is none on some clocks, and that nobody means."""
        if since.year < 1900:
            raise ValueError(_("Write a year from 1900 on."))
        if since.year == MAXYEAR:
            raise ValueError(_("Choose a day that has passed."))
        return since


async def index(request: Request, wrong: ForumError | None = None) -> Response:
    """List the standards of this person's agencies with their versions."""
    actor = enter(request)
    theirs = await standards_of(actor.agencies_as(*Role))
    standards = [one for one in theirs if allows(actor, Permission.DRAFT_READ, one)]
    versions = await versions_by_standard(standards)
    return desk_page(
        request,
        "desk/drafts/index.html",
        area=AREA,
        wrong=wrong,
        shelves=[Shelf(one, versions[one.id]) for one in standards],
    )


async def start(request: Request) -> Response:
    """Begin the next version of a standard."""
    data = await typed(request)
    try:
        form = read(StartForm, data)
        version = await start_version(actor_of(request), request.path_params["slug"], form.based_on)
    except (Invalid, Refused) as again:
        return await index(request, wrong=again)
    return see_other(request, "desk-draft", ref=version.ref)


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
) -> Response:
    """Show a version with its title, its note and all its clauses, and once a new secret link."""
    actor = enter(request)
    version = await find_draft(request.path_params["ref"])
    require(actor, Permission.DRAFT_READ, on=version)
    standard = version.standard
    country = profile(standard.profile)
    pieces = await pieces_of(version)
    clauses = compared(pieces, pieces, country.code)
    editing = version.state is VersionState.EDITING
    every = await versions_of(standard)
    earlier = [one for one in every if one.id == version.based_on_id]
    secret = carried(request)
    mine = bool(secret) and await opens(secret, version)
    response = desk_page(
        request,
        "desk/drafts/show.html",
        area=AREA,
        wrong=wrong,
        filled=_note_as_typed(version) | dict(filled or {}),
        version=version,
        standard=standard,
        country=country,
        base=earlier[0] if earlier else None,
        parts=[
            (component, [one for one in clauses if one.component == component.code])
            for component in sorted(country.components, key=lambda one: one.order)
        ],
        theirs=getattr(wrong, "theirs", None),
        longest={"title": LONGEST_TITLE, "note": LONGEST_NOTE, "easy": LONGEST_EASY},
        last=await last_step(version) if editing else None,
        change_words=CHANGE_WORDS,
        links=await links_of(version) if editing else [],
        now=clock.now(),
        made=str(request.url_for("preview", token=secret)) if mine else "",
        may_share=editing and allows(actor, Permission.DRAFT_SHARE, version),
        days=SHARED_DAYS,
        may_edit=editing and allows(actor, Permission.DRAFT_EDIT, version),
        may_adopt=editing
        and all(one.state is VersionState.EDITING for one in every)
        and allows(actor, Permission.STANDARD_ADOPT, version),
    )
    if mine:
        drop(response, request)
    return response


async def note(request: Request) -> Response:
    """Keep another title or explanatory note."""
    ref = request.path_params["ref"]
    data = await typed(request)
    languages = profile((await find_draft(ref)).standard.profile).languages
    try:
        await edit_note(
            actor_of(request),
            ref,
            first(data, "seen"),
            {language: first(data, f"title.{language}") for language in languages},
            {language: first(data, f"note.{language}") for language in languages},
            {language: first(data, f"easy.{language}") for language in languages}
            if any(f"easy.{language}" in data for language in languages)
            else None,
        )
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=_but_seen(data, again))
    return see_other(request, "desk-draft", ref=ref)


async def adopt(request: Request) -> Response:
    """Put in force what the agency promised before it had a forum."""
    ref = request.path_params["ref"]
    data = await typed(request)
    try:
        form = read(AdoptionForm, data)
        zone = ZoneInfo((await find_draft(ref)).standard.service.agency.time_zone)
        since = datetime.combine(form.since, time(), zone).astimezone(UTC)
        await adopt_existing(actor_of(request), ref, since)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-draft", ref=ref)


async def waiting(request: Request) -> list[Waiting]:
    """Return the drafts that somebody who edits drafts has in hand."""
    actor = enter(request)
    return [
        Waiting(
            sentence=_("Version %(number)s of “%(title)s” is being edited.")
            % {"number": version.name, "title": local(version.title)},
            href=address(request, "desk-draft", ref=version.ref),
            about=local(version.standard.service.agency.name),
            since=version.made_at,
        )
        for version in await drafts_in_editing(actor.agencies_as(Role.DRAFTER))
    ]


routes = [
    Page("/desk/drafts", index, name="desk-drafts", reads=Permission.DESK_ENTER),
    Act(
        "/desk/standards/{slug:slug}/versions",
        start,
        Permission.DRAFT_EDIT,
        name="desk-versions",
    ),
    Page("/desk/drafts/{ref:ref}", show, name="desk-draft", reads=Permission.DRAFT_READ),
    Act("/desk/drafts/{ref:ref}/note", note, Permission.DRAFT_EDIT, name="desk-note"),
    Act("/desk/drafts/{ref:ref}/adoption", adopt, Permission.STANDARD_ADOPT, name="desk-adoption"),
]


def _note_as_typed(version: Version) -> dict[str, str | list[str]]:
    typed_so_far: dict[str, str | list[str]] = {"seen": seal(version)}
    for language in profile(version.standard.profile).languages:
        typed_so_far[f"title.{language}"] = version.title.get(language, "")
        typed_so_far[f"note.{language}"] = version.note.get(language, "")
        typed_so_far[f"easy.{language}"] = version.easy.get(language, "")
    return typed_so_far


def _but_seen(data: Typed, again: ForumError) -> Typed:
    """Give back what was typed; what somebody else wrote meanwhile has been seen now."""
    theirs = getattr(again, "theirs", None)
    return {**data, "seen": seal(theirs)} if theirs else data
