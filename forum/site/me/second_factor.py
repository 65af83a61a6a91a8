"""Setting up a second factor, and doing without it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission
from forum.accounts.actions import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
)
from forum.accounts.queries import person_behind, signed_in_lately
from forum.accounts.rules.codes import enrolment_uri
from forum.accounts.rules.sign_ins import LONGEST
from forum.core.errors import ForumError, Invalid, Refused, TooMany
from forum.site.me.frame import own, own_page
from forum.site.origin import network
from forum.web.forms import Form, first, read, typed
from forum.web.identity import actor_of, remember
from forum.web.pages import onward, see_other
from forum.web.qr import qr
from forum.web.routes import Act, Page


class CodeForm(Form):
    """A code of the authenticator app, and the page to go on to."""

    code: str = ""
    onward: str = ""


async def show(request: Request, wrong: ForumError | None = None, going: str = "") -> Response:
    """Show where it stands: not there, being set up, or there."""
    actor = own(request)
    person = await person_behind(actor)
    present = person.totp_confirmed_at is not None
    # A secret that was never confirmed is not shown to whoever finds the device open later.
    shown = not present and await signed_in_lately(actor)
    secret = person.totp_secret if shown else ""
    uri = _uri(request, secret, person.email or "") if secret else ""
    return own_page(
        request,
        "me/second_factor.html",
        "me-second-factor",
        wrong=wrong,
        present=present,
        since=person.totp_confirmed_at,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        code=qr(uri) if uri else None,
        onward=onward(going or request.query_params.get("onward"), ""),
        zone=request.app.state.settings.time_zone,
    )


async def begin(request: Request) -> Response:
    """Make a secret to share with the app."""
    filled = await typed(request)
    going = onward(first(filled, "onward"), "")
    try:
        await begin_second_factor(actor_of(request))
    except Refused as wrong:
        return await show(request, wrong, going)
    return _here(request, going)


async def confirm(request: Request) -> Response:
    """Turn it on with a first right code."""
    filled = await typed(request)
    try:
        form = read(CodeForm, filled)
        token = await confirm_second_factor(actor_of(request), form.code)
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, first(filled, "onward"))
    own_path = str(request.app.url_path_for("me-second-factor"))
    response = RedirectResponse(onward(form.onward, own_path), status_code=303)
    remember(response, request, token, seconds=int(LONGEST.total_seconds()))
    return response


async def remove(request: Request) -> Response:
    """Do without it from now on."""
    try:
        form = read(CodeForm, await typed(request))
        await remove_second_factor(actor_of(request), form.code, network=network(request))
    except (Invalid, Refused, TooMany) as wrong:
        return await show(request, wrong)
    return see_other(request, "me-second-factor")


routes = [
    Page("/me/second-factor", show, name="me-second-factor", reads=Permission.ACCOUNT_KEEP),
    Act(
        "/me/second-factor/beginning",
        begin,
        Permission.ACCOUNT_KEEP,
        name="me-second-factor-beginning",
    ),
    Act(
        "/me/second-factor/confirmation",
        confirm,
        Permission.ACCOUNT_KEEP,
        name="me-second-factor-confirmation",
    ),
    Act(
        "/me/second-factor/removal",
        remove,
        Permission.ACCOUNT_KEEP,
        name="me-second-factor-removal",
    ),
]


def _here(request: Request, going: str) -> Response:
    address = str(request.app.url_path_for("me-second-factor"))
    query = f"?onward={quote(going, safe='')}" if going else ""
    return RedirectResponse(address + query, status_code=303)


def _uri(request: Request, secret: str, email: str) -> str:
    return enrolment_uri(secret, email=email, site=_site(request))


def _site(request: Request) -> str:
    name: str = request.app.state.settings.site_name
    return name
