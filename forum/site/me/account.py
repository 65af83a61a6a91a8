"""A person's name, language and password."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.accounts.actions import choose_language, rename, set_password
from forum.accounts.queries import person_behind, signed_in_lately
from forum.core.errors import ForumError, Invalid, Refused, TooMany
from forum.site.me.frame import own, own_page
from forum.site.origin import network
from forum.web import language
from forum.web.forms import Form, Typed, as_sent, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class NameForm(Form):
    """How a person is read by others."""

    name: str = ""
    about: str = ""


class LanguageForm(Form):
    """The language of pages and letters."""

    language: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the account with its forms."""
    actor = own(request)
    person = await person_behind(actor)
    typed_name = filled is not None and "name" in filled
    return own_page(
        request,
        "me/account.html",
        "me-account",
        wrong=wrong,
        person=person,
        typed_name=first(filled or {}, "name") if typed_name else person.name,
        about=first(filled or {}, "about") if typed_name else person.about,
        asks_current=bool(person.password_hash) and not await signed_in_lately(actor),
        saved=request.query_params.get("saved", ""),
    )


async def change_name(request: Request) -> Response:
    """Change the name and the words beside it."""
    filled = await typed(request)
    try:
        form = read(NameForm, filled)
        await rename(actor_of(request), name=form.name, about=form.about)
    except Invalid as wrong:
        return await show(request, wrong, filled)
    return _saved(request, "name")


async def change_language(request: Request) -> Response:
    """Change the language of pages and letters."""
    filled = await typed(request)
    try:
        form = read(LanguageForm, filled)
        await choose_language(actor_of(request), form.language)
    except Invalid as wrong:
        return await show(request, wrong, filled)
    response = _saved(request, "language")
    language.keep(response, request, form.language)
    return response


async def change_password(request: Request) -> Response:
    """Set a password; every other device is signed out."""
    try:
        await set_password(
            actor_of(request),
            await as_sent(request, "password"),
            current=await as_sent(request, "current"),
            network=network(request),
        )
    except (Invalid, Refused, TooMany) as wrong:
        return await show(request, wrong)
    return _saved(request, "password")


routes = [
    Page("/me/account", show, name="me-account", reads=Permission.ACCOUNT_KEEP),
    Act("/me/name", change_name, Permission.ACCOUNT_KEEP, name="me-name"),
    Act("/me/language", change_language, Permission.ACCOUNT_KEEP, name="me-language"),
    Act("/me/password", change_password, Permission.ACCOUNT_KEEP, name="me-password"),
]


def _saved(request: Request, what: str) -> Response:
    response = see_other(request, "me-account")
    response.headers["location"] += f"?saved={what}"
    return response
