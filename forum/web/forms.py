"""Reads a submitted form into a frozen pydantic model, or says which fields need another look."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from forum.core.errors import Invalid
from forum.core.i18n import _, ngettext
from forum.core.text import clean

LARGEST_PART = 256 * 1024
MOST_FIELDS = 400
MOST_FILES = 4


class Form(BaseModel):
    """A form: trimmed, of known fields only, never changed after reading."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="ignore")


F = TypeVar("F", bound=Form)
Typed = Mapping[str, str | list[str]]


async def typed(request: Request) -> dict[str, str | list[str]]:
    """Return what was typed, cleaned: one text a name, or a list where a name was sent twice."""
    sent = await _sent(request)
    return {name: _values(sent, name) for name in sent}


def first(data: Typed, name: str) -> str:
    """Return what was typed under a name, the first of it where the name was sent twice."""
    value = data.get(name) or ""
    return value if isinstance(value, str) else value[0]


async def as_sent(request: Request, name: str) -> str:
    """Return one text exactly as it was sent: a password is not tidied."""
    sent = await _sent(request)
    value = sent.get(name)
    return value if isinstance(value, str) else ""


async def files(request: Request) -> dict[str, bytes]:
    """Return the bytes of each uploaded file that is not empty."""
    sent = await _sent(request)
    return {
        name: await value.read()
        for name, value in sent.multi_items()
        if isinstance(value, UploadFile) and value.size
    }


def read(form: type[F], data: Typed) -> F:
    """Return the form, or raise Invalid with one sentence for each field that needs it."""
    known: dict[str, Any] = {}
    for name, required in _fields(form):
        value = data.get(name)
        if value is None or (value == "" and not required):
            continue
        known[name] = value
    try:
        return form.model_validate(known)
    except ValidationError as wrong:
        raise Invalid({_name(error): _sentence(error) for error in wrong.errors()}) from None


@functools.cache
def _fields(form: type[Form]) -> list[tuple[str, bool]]:
    """Return each field and whether it must be there: a crowd that votes is read by this."""
    return [(name, info.is_required()) for name, info in form.model_fields.items()]


def listed(data: Typed, *names: str) -> dict[str, str | list[str]]:
    """Return the same answers with these names as lists, however often each was sent."""
    lists = {name: _list(data.get(name, "")) for name in names}
    return {**data, **lists}


async def read_form(form: type[F], request: Request) -> F:
    """Read the body of this request."""
    return read(form, await typed(request))


async def _sent(request: Request) -> FormData:
    return await request.form(
        max_fields=MOST_FIELDS, max_files=MOST_FILES, max_part_size=LARGEST_PART
    )


def _values(sent: FormData, name: str) -> str | list[str]:
    values = [clean(value) for value in sent.getlist(name) if isinstance(value, str)]
    if len(values) > 1:
        return values
    return values[0] if values else ""


def _list(value: str | list[str]) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return value


def _name(error: Any) -> str:
    return str(error["loc"][0]) if error["loc"] else "form"


def _sentence(error: Any) -> str:
    """Say in the reader's language what pydantic says in English only."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing" | "string_too_short":
            return _("Please fill this in.")
        case "string_too_long":
            most = limits["max_length"]
            return ngettext(
                "Write at most %(most)s character.", "Write at most %(most)s characters.", most
            ) % {"most": most}
        case "int_parsing" | "int_type" | "decimal_parsing" | "int_from_float":
            return _("Write a whole number.")
        case "greater_than_equal" | "greater_than":
            return _("Write a number of at least %(least)s.") % {
                "least": limits.get("ge", limits.get("gt"))
            }
        case "less_than_equal" | "less_than":
            return _("Write a number of at most %(most)s.") % {
                "most": limits.get("le", limits.get("lt"))
            }
        case "enum" | "literal_error" | "bool_parsing":
            return _("Choose one of the options offered.")
        case "date_parsing" | "date_from_datetime_parsing" | "datetime_parsing" | "time_parsing":
            return _("Write a date and a time as they are shown in the field.")
        case "value_error":
            return str(limits["error"])
    return _("This cannot be read. Please check it.")
