"""Signing in by a mailed link or a password, the code that completes it, and signing out."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission
from forum.accounts.actions import (
    Opened,
    ask_for_link,
    pass_second_factor,
    sign_in_by_link,
    sign_in_by_password,
    sign_out,
)
from forum.accounts.queries import arrival_by
from forum.accounts.rules.sign_ins import LONGEST, Next
from forum.core.errors import ForumError, Invalid, Refused, TooMany
from forum.site.origin import device, network
from forum.web import language
from forum.web.forms import Form, Typed, as_sent, first, read, typed
from forum.web.identity import actor_of, forget, remember
from forum.web.pages import onward, page, see_other
from forum.web.routes import Act, Page


class LinkForm(Form):
    """Where to send a link, and the page to go on to afterwards."""

    email: str = ""
    onward: str = ""


class PasswordForm(Form):
    """Whose password; the password itself is read as it was sent."""

    username: str = ""
    onward: str = ""


class NameForm(Form):
    """The name of somebody new."""

    name: str = ""


class CodeForm(Form):
    """The code of the second factor."""

    code: str = ""
    onward: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Offer both ways in; whoever is in goes on."""
    actor, filled = actor_of(request), filled or {}
    target = onward(first(filled, "onward") or request.query_params.get("onward"), "")
    if actor.sign_in_id is not None and wrong is None:
        following = Next.NOTHING if actor.signed_in else Next.CODE
        return _onward(request, following, target, staff=actor.is_staff)
    return page(
        request,
        "sign_in/show.html",
        wrong=wrong,
        onward=target,
        email=first(filled, "email"),
        username=first(filled, "username"),
    )


async def ask(request: Request) -> Response:
    """Have a link mailed. The answer is the same whether or not there is an account."""
    filled = await typed(request)
    try:
        form = read(LinkForm, filled)
        target = onward(form.onward, "")
        await ask_for_link(actor_of(request), form.email, onward=target, network=network(request))
    except (Invalid, TooMany) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "sign-in-letter-sent")


async def sent(request: Request) -> Response:
    """Say that a letter is on its way, if there is such an address."""
    return page(request, "sign_in/sent.html")


async def arrive(request: Request, wrong: ForumError | None = None, name: str = "") -> Response:
    """Show whom a link signs in. Mail programs look at links: only the button uses it."""
    try:
        arrival = await arrival_by(request.path_params["token"])
    except Refused as over:
        return await show(request, over)
    response = page(request, "sign_in/arrive.html", wrong=wrong, arrival=arrival, typed_name=name)
    response.headers["cache-control"] = "no-store"
    return response


async def use_link(request: Request) -> Response:
    """Sign in by a link, once."""
    filled = await typed(request)
    try:
        form = read(NameForm, filled)
        opened = await sign_in_by_link(
            actor_of(request),
            request.path_params["token"],
            name=form.name,
            device=device(request),
        )
    except Invalid as wrong:
        return await arrive(request, wrong, first(filled, "name"))
    except Refused as over:
        return await show(request, over)
    return _let_in(request, opened, onward(opened.onward, ""))


async def use_password(request: Request) -> Response:
    """Sign in by a password."""
    filled = await typed(request)
    try:
        form = read(PasswordForm, filled)
        opened = await sign_in_by_password(
            actor_of(request),
            form.username,
            await as_sent(request, "password"),
            device=device(request),
            network=network(request),
        )
    except Invalid as wrong:
        # The page has two fields for an address; this one has a name of its own.
        named = {"email": "username"}
        placed = Invalid({named.get(name, name): said for name, said in wrong.fields.items()})
        return await show(request, placed, filled)
    except (Refused, TooMany) as wrong:
        return await show(request, wrong, filled)
    return _let_in(request, opened, onward(form.onward, ""))


async def ask_code(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Ask for the code that completes a sign-in."""
    actor, filled = actor_of(request), filled or {}
    target = onward(first(filled, "onward") or request.query_params.get("onward"), "")
    if actor.sign_in_id is None:
        return see_other(request, "sign-in")
    if actor.signed_in:
        following = Next.SET_UP if actor.asleep else Next.NOTHING
        return _onward(request, following, target, staff=actor.is_staff)
    return page(request, "sign_in/code.html", wrong=wrong, onward=target)


async def use_code(request: Request) -> Response:
    """Complete a sign-in with the code."""
    filled, actor = await typed(request), actor_of(request)
    try:
        form = read(CodeForm, filled)
        token = await pass_second_factor(actor, form.code, network=network(request))
    except (Invalid, Refused, TooMany) as wrong:
        return await ask_code(request, wrong, filled)
    target = onward(form.onward, "")
    response = _onward(request, Next.NOTHING, target, staff=actor.asleep)
    remember(response, request, token, seconds=int(LONGEST.total_seconds()))
    return response


async def leave(request: Request) -> Response:
    """Sign out on this device."""
    await sign_out(actor_of(request))
    response = see_other(request, "home")
    forget(response, request)
    return response


routes = [
    Page("/sign-in", show, name="sign-in"),
    Act("/sign-in/link", ask, Permission.SIGN_IN, name="sign-in-letter"),
    Page("/sign-in/link", sent, name="sign-in-letter-sent"),
    Page("/sign-in/link/{token}", arrive, name="sign-in-link"),
    Act("/sign-in/link/{token}", use_link, Permission.SIGN_IN, name="sign-in-link-use"),
    Act("/sign-in/password", use_password, Permission.SIGN_IN, name="sign-in-password"),
    Page("/sign-in/second-factor", ask_code, name="sign-in-code"),
    Act("/sign-in/second-factor", use_code, Permission.SIGN_IN, name="sign-in-code-use"),
    Act("/sign-out", leave, Permission.SIGN_IN, name="sign-out"),
]


def _let_in(request: Request, opened: Opened, target: str) -> Response:
    response = _onward(request, opened.next, target, staff=False)
    remember(response, request, opened.token, seconds=int(LONGEST.total_seconds()))
    if not language.has_chosen(request):
        language.keep(response, request, opened.person.language)
    return response


def _onward(request: Request, following: Next, target: str, *, staff: bool) -> Response:
    """Go to what is still missing, else to where the person was going, else to their own page."""
    if following is Next.NOTHING:
        own = "desk" if staff else "me"
        address = target or str(request.app.url_path_for(own))
    else:
        wanted = "sign-in-code" if following is Next.CODE else "me-second-factor"
        address = str(request.app.url_path_for(wanted))
        address += f"?onward={quote(target, safe='')}" if target else ""
    return RedirectResponse(address, status_code=303)
