"""Who does what for an agency: giving and taking roles."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import ROLE_WORDS, Actor, Grant, Permission, Role, allows
from forum.accounts.actions import give_role, take_role
from forum.accounts.models import RoleGrant
from forum.accounts.queries import people_of
from forum.catalogue.models import Agency
from forum.catalogue.queries import agencies, find_agency
from forum.consultations.models import Consultation
from forum.consultations.queries import consultations_at_desk
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import _, local
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class RoleForm(Form):
    """Who is to do what, and where: `agency`, or `agency/consultation`."""

    email: str = ""
    role: Role
    where: str = Field(min_length=1)


@dataclass(frozen=True)
class Post:
    """One role of one person: where it counts, and whether this reader may take it away."""

    grant: RoleGrant
    where: str
    may_take: bool


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show who has which role, agency by agency."""
    actor, filled = enter(request), filled or {}
    served = await agencies({grant.agency_id for grant in actor.grants})
    consultations = await consultations_at_desk([agency.id for agency in served])
    titles = {one.ref: local(one.title) for one in consultations}
    return desk_page(
        request,
        "desk/people/show.html",
        area="desk-people",
        wrong=wrong,
        staff=[(agency, await _posts(actor, agency, titles)) for agency in served],
        roles=[(role.value, _(word)) for role, word in ROLE_WORDS.items()],
        role_words=ROLE_WORDS,
        places=_places(actor, served, consultations),
        email=first(filled, "email"),
        role=first(filled, "role"),
        where=first(filled, "where"),
    )


async def give(request: Request) -> Response:
    """Give a role by the address of a person."""
    filled, actor = await typed(request), actor_of(request)
    try:
        form = read(RoleForm, filled)
        agency, _slash, consultation = form.where.partition("/")
        await _check_place(agency, consultation)
        await give_role(actor, agency, form.email, form.role, consultation_ref=consultation)
    except (Invalid, NotAllowed, NotFound, Refused) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "desk-people")


async def take(request: Request) -> Response:
    """Take a role away."""
    try:
        await take_role(actor_of(request), request.path_params["ref"])
    except (NotAllowed, NotFound, Refused) as wrong:
        return await show(request, wrong)
    return see_other(request, "desk-people")


routes = [
    Page("/desk/people", show, name="desk-people", reads=Permission.DESK_ENTER),
    Act("/desk/people/roles", give, Permission.ROLE_GIVE, name="desk-role-giving"),
    Act("/desk/people/roles/{ref:ref}/end", take, Permission.ROLE_GIVE, name="desk-role-taking"),
]


async def _check_place(agency: str, consultation: str) -> None:
    """Refuse a consultation that the agency does not have: roles know it by its number only."""
    if consultation:
        theirs = await consultations_at_desk([(await find_agency(agency)).id])
        if consultation not in {one.ref for one in theirs}:
            raise Refused("role.no-place", _("There is no such consultation."))


async def _posts(actor: Actor, agency: Agency, titles: dict[str, str]) -> list[Post]:
    return [
        Post(
            grant=row,
            where=titles.get(row.consultation_ref, ""),
            may_take=_may_give(actor, agency.id, row.consultation_ref),
        )
        for row in await people_of(agency.id)
    ]


def _places(
    actor: Actor, served: list[Agency], consultations: list[Consultation]
) -> list[tuple[str, str]]:
    """Return where this reader may give roles: whole agencies first, then consultations."""
    whole = [(agency.slug, local(agency.name)) for agency in served if _may_give(actor, agency.id)]
    single = [
        (
            f"{one.agency.slug}/{one.ref}",
            _("Only: %(consultation)s") % {"consultation": local(one.title)},
        )
        for one in consultations
        if _may_give(actor, one.agency_id, one.ref)
    ]
    return whole + single


def _may_give(actor: Actor, agency_id: int, consultation_ref: str = "") -> bool:
    return allows(actor, Permission.ROLE_GIVE, Grant(Role.OWNER, agency_id, consultation_ref))
