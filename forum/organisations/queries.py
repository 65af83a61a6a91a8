"""Reading organisations: one of them, those of a person, those that wait to be confirmed."""

from __future__ import annotations

from tortoise.functions import Count

from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import digest, is_slug
from forum.organisations.models import Invitation, Membership, Organisation
from forum.organisations.rules import check_invitation, invitation_over

AT_ONCE = 100


async def find_organisation(slug: str, *, lock: bool = False) -> Organisation:
    """Return one organisation with its members, or say there is none."""
    found = Organisation.filter(slug=slug)
    if lock:
        found = found.select_for_update(no_key=True)
    fetched = found.prefetch_related("memberships__person")
    organisation = await fetched.first() if is_slug(slug) else None
    if organisation is None:
        raise NotFound("organisation.not-found", _("There is no organisation of that name."))
    return organisation


async def list_organisations(*, page: int = 1) -> tuple[list[Organisation], int]:
    """Return a page of all organisations by name, and how many pages there are."""
    pages = max(1, -(-await Organisation.all().count() // AT_ONCE))
    start = (min(page, pages) - 1) * AT_ONCE
    return await Organisation.all().order_by("name", "id").offset(start).limit(AT_ONCE), pages


async def unconfirmed(*, most: int = AT_ONCE) -> list[Organisation]:
    """Return those that nobody has confirmed yet, the longest waiting first; members fetched."""
    found = Organisation.filter(confirmed_at__isnull=True).order_by("registered_at", "id")
    return await found.limit(most).prefetch_related("memberships")


async def invitations_of(organisation: Organisation) -> list[Invitation]:
    """Return the invitations that are on their way, the newest first."""
    return await Invitation.filter(organisation_id=organisation.id).order_by("-id")


async def invitation_by(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation of a mailed link with its organisation, or say that it is over."""
    found = Invitation.filter(token_digest=digest(token))
    if lock:
        found = found.select_for_update(no_key=True)
    invitation = await found.first()
    if invitation is None:
        raise invitation_over()
    check_invitation(invitation.made_at, clock.now())
    await invitation.fetch_related("organisation__memberships")
    return invitation


async def sizes_of(organisations: list[Organisation]) -> dict[int, int]:
    """Return by id how many people belong to each."""
    rows = Membership.filter(organisation_id__in=[one.id for one in organisations])
    counted = rows.annotate(number=Count("id")).group_by("organisation_id")
    return dict(await counted.values_list("organisation_id", "number"))
