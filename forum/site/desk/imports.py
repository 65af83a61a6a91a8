"""Bringing a standard in: a file or pasted text, looked at first, then made into a draft."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.catalogue.queries import find_standard
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _
from forum.drafts.actions import import_standard, keep_upload
from forum.drafts.importing import ImportedStandard, read_document
from forum.drafts.importing.word import looks_like_word
from forum.profiles.load import profile
from forum.site.desk.drafts import AREA
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import MOST_FIELDS, Typed, files, first, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

LARGEST_FILE = 1024 * 1024
ENDINGS = (".docx", ".doc", ".docm", ".odt", ".dotx")
LARGEST_TEXT = 4 * LARGEST_FILE  # the same number of letters, each of up to four bytes


async def form(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    seen: ImportedStandard | None = None,
) -> Response:
    """Show where a file or a text goes, and what was read of it so far."""
    actor = enter(request)
    standard = await find_standard(request.path_params["slug"])
    require(actor, Permission.DRAFT_IMPORT, on=standard)
    country = profile(standard.profile)
    clauses = seen.clauses if seen else []
    return desk_page(
        request,
        "desk/drafts/import.html",
        area=AREA,
        wrong=wrong,
        filled=filled or {},
        standard=standard,
        country=country,
        seen=seen,
        parts=[
            (component, inside)
            for component in sorted(country.components, key=lambda one: one.order)
            if (inside := [one for one in clauses if one.component == component.code])
        ],
    )


async def bring(request: Request) -> Response:
    """Show what was read, or make it the next version."""
    slug = request.path_params["slug"]
    # Read first with room for a whole standard: whoever reads the form after this finds it read.
    await request.form(max_fields=MOST_FIELDS, max_files=1, max_part_size=LARGEST_TEXT)
    data = await typed(request)
    try:
        name, file = await _file(request)
        if looks_like_word(file) or name.casefold().endswith(ENDINGS):
            upload = await keep_upload(actor_of(request), slug, name, file)
            return see_other(request, "desk-upload", ref=upload.ref)
        text = _as_text(file) or first(data, "document")
        data = {**data, "document": text}
        if "preview" in data:
            standard = await find_standard(slug)
            require(actor_of(request), Permission.DRAFT_IMPORT, on=standard)
            seen = read_document(text, profile(standard.profile))
            return await form(request, filled=data, seen=seen)
        version = await import_standard(actor_of(request), slug, text)
    except (Invalid, Refused) as again:
        return await form(request, wrong=again, filled=data)
    return see_other(request, "desk-draft", ref=version.ref)


routes = [
    Page(
        "/desk/standards/{slug:slug}/import",
        form,
        name="desk-import",
        reads=Permission.DRAFT_IMPORT,
    ),
    Act(
        "/desk/standards/{slug:slug}/import",
        bring,
        Permission.DRAFT_IMPORT,
        name="desk-import-sent",
    ),
]


async def _file(request: Request) -> tuple[str, bytes]:
    """Return the name and the bytes of the file, if one was sent."""
    data = (await files(request)).get("file", b"")
    sent = (await request.form()).get("file")
    return (sent.filename or "" if data and isinstance(sent, UploadFile) else ""), data


def _as_text(data: bytes) -> str:
    """Return the text of a file that is JSON by what is in it."""
    if len(data) > LARGEST_FILE:
        raise Invalid({"file": _("This file is larger than one megabyte. Import it in parts.")})
    if data.startswith(b"%PDF"):
        raise Invalid({"file": _("This is a PDF. Copy its text and paste it below.")})
    if data and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise Invalid({"file": _("This is neither Word nor JSON. Paste any other text below.")})
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid({"file": _("This file is not text in UTF-8.")}) from None
