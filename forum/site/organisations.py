"""Organisations: the list, one of them with what it declares and said, and what its lead may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, allows, require
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused, TooMany
from forum.core.i18n import _, local
from forum.organisations.actions import (
    declare,
    hand_over,
    invite,
    leave,
    register,
    remove_member,
    take_back_invitation,
)
from forum.organisations.actions.registering import elements_profile
from forum.organisations.models import Organisation
from forum.organisations.queries import (
    find_organisation,
    invitations_of,
    list_organisations,
    sizes_of,
)
from forum.organisations.rules import LONGEST_INTERESTS, OTHER
from forum.participation.queries import of_organisation
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.asked import page_asked
from forum.site.voices import by_consultation, voices
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page

Deed = Callable[[Actor, str, dict[str, str]], Awaitable[object]]


class RegisterForm(Form):
    """What an organisation says of itself when it is registered."""

    name: str = ""
    kind: str = ""
    interests: str = ""


async def index(request: Request) -> Response:
    """List the organisations that are registered here."""
    number = page_asked(request.query_params.get("page"))
    found, pages = await list_organisations(page=number)
    return page(
        request,
        "organisations/index.html",
        organisations=[(one, kind_of(one)) for one in found],
        sizes=await sizes_of(found),
        may_register=allows(actor_of(request), Permission.ORGANISATION_REGISTER),
        page=min(number, pages),
        pages=pages,
    )


async def new_page(request: Request) -> Response:
    """Show the form that registers one, to whoever is signed in."""
    require(actor_of(request), Permission.ORGANISATION_REGISTER)
    return await new(request)


async def new(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form that registers one."""
    elements = profile(await elements_profile()).elements
    return page(
        request,
        "organisations/new.html",
        wrong=wrong,
        kinds=[*((one.code, local(one.name)) for one in elements), ("", _(OTHER))],
        most=LONGEST_INTERESTS,
        filled={name: first(filled or {}, name) for name in ("name", "kind", "interests")},
    )


async def create(request: Request) -> Response:
    """Register one, led by whoever asks."""
    filled = await typed(request)
    try:
        form = read(RegisterForm, filled)
        made = await register(
            actor_of(request), name=form.name, kind=form.kind, interests=form.interests
        )
    except (Invalid, Refused, NotAllowed) as wrong:
        return await new(request, wrong, filled)
    return see_other(request, "organisation", slug=made.slug)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show what it declares and what it said; to its members also who they are."""
    actor, filled = actor_of(request), filled or {}
    organisation = await find_organisation(request.path_params["slug"])
    await organisation.fetch_related("confirmed_for")
    leads = allows(actor, Permission.ORGANISATION_KEEP, organisation)
    found = await of_organisation(
        organisation.slug, page=page_asked(request.query_params.get("page"))
    )
    return page(
        request,
        "organisations/show.html",
        wrong=wrong,
        organisation=organisation,
        kind=kind_of(organisation),
        leads=leads,
        belongs=allows(actor, Permission.ORGANISATION_LEAVE, organisation),
        invitations=await invitations_of(organisation) if leads else [],
        found=found,
        said=[
            (consultation, await voices(actor, consultation, theirs))
            for consultation, theirs in by_consultation(found.rows)
        ],
        verdicts=DISPOSITION_WORDS,
        most=LONGEST_INTERESTS,
        email=first(filled, "email"),
        interests=first(filled, "interests") or organisation.interests,
        zone=request.app.state.settings.time_zone,
    )


async def keep(request: Request) -> Response:
    """Declare its interests anew."""
    return await _done(request, lambda actor, slug, data: declare(actor, slug, data["interests"]))


async def invite_(request: Request) -> Response:
    """Mail an invitation."""
    return await _done(request, lambda actor, slug, data: invite(actor, slug, data["email"]))


async def take_back(request: Request) -> Response:
    """Take an invitation back."""
    ref = request.path_params["ref"]
    return await _done(request, lambda actor, slug, _data: take_back_invitation(actor, slug, ref))


async def leave_(request: Request) -> Response:
    """Stop being a member."""
    return await _done(request, lambda actor, slug, _data: leave(actor, slug))


async def remove(request: Request) -> Response:
    """End the membership of somebody."""
    ref = request.path_params["ref"]
    return await _done(request, lambda actor, slug, _data: remove_member(actor, slug, ref))


async def lead(request: Request) -> Response:
    """Let another member lead."""
    return await _done(request, lambda actor, slug, data: hand_over(actor, slug, data["member"]))


def kind_of(organisation: Organisation) -> str:
    """Return which element of the public it is, in a word."""
    elements = profile(organisation.profile).elements
    names = {one.code: local(one.name) for one in elements}
    return names.get(organisation.kind) or _(OTHER)


routes = [
    Page("/organisations", index, name="organisations"),
    Page(
        "/organisations/new",
        new_page,
        name="organisation-new",
        reads=Permission.ORGANISATION_REGISTER,
    ),
    Act("/organisations", create, Permission.ORGANISATION_REGISTER, name="organisation-create"),
    Page("/organisations/{slug:slug}", show, name="organisation"),
    Act(
        "/organisations/{slug:slug}/interests",
        keep,
        Permission.ORGANISATION_KEEP,
        name="organisation-interests",
    ),
    Act(
        "/organisations/{slug:slug}/invitations",
        invite_,
        Permission.ORGANISATION_KEEP,
        name="organisation-invitations",
    ),
    Act(
        "/organisations/{slug:slug}/invitations/{ref:ref}/ending",
        take_back,
        Permission.ORGANISATION_KEEP,
        name="organisation-invitation-ending",
    ),
    Act(
        "/organisations/{slug:slug}/leaving",
        leave_,
        Permission.ORGANISATION_LEAVE,
        name="organisation-leaving",
    ),
    Act(
        "/organisations/{slug:slug}/members/{ref:ref}/ending",
        remove,
        Permission.ORGANISATION_KEEP,
        name="organisation-member-ending",
    ),
    Act(
        "/organisations/{slug:slug}/lead",
        lead,
        Permission.ORGANISATION_KEEP,
        name="organisation-lead",
    ),
]


async def _done(request: Request, act: Deed) -> Response:
    """Do it and show the page; if it is refused, with what was typed and why."""
    slug, filled = request.path_params["slug"], await typed(request)
    data = {name: first(filled, name) for name in ("interests", "email", "member")}
    try:
        await act(actor_of(request), slug, data)
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "organisation", slug=slug)
