"""Choosing a language, from the head of every page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission
from forum.accounts.actions import choose_language
from forum.core.errors import Invalid
from forum.core.i18n import LANGUAGES, _
from forum.web import language
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.pages import onward
from forum.web.routes import Act


class LanguageForm(Form):
    """The language, and the page to come back to."""

    language: str
    next: str = ""


async def choose(request: Request) -> Response:
    """Answer in this language from now on; to whoever is signed in also in letters."""
    form = await read_form(LanguageForm, request)
    if form.language not in LANGUAGES:
        raise Invalid({"language": _("Choose one of the options offered.")})
    actor = actor_of(request)
    if actor.signed_in:
        await choose_language(actor, form.language)
    response = RedirectResponse(onward(form.next), status_code=303)
    language.keep(response, request, form.language)
    return response


routes = [Act("/language", choose, Permission.LANGUAGE_CHOOSE, name="language")]
