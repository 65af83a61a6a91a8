"""A receipt: proof for anybody, without an account, that something was received and when."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from forum.audit.keys import read_keys
from forum.audit.models import LogEntry
from forum.audit.queries import entry_by_code, line_of
from forum.audit.queries.log import place_of, promised
from forum.audit.queries.witnessed import seen_proof_of
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.participation.models import Contribution
from forum.participation.queries import find_by_receipt, find_contribution
from forum.participation.rules import Showing
from forum.site.record import TYPE_WORDS
from forum.voting.queries import poll_with
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.qr import qr
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show the entry as its exact bytes, and its hash; never the words that it commits to."""
    code = request.path_params["code"]
    entry = await _entry(request)
    place = await place_of(entry)
    if entry.type == "ballot.cast":
        poll = await poll_with(entry.subject)
        return page(
            request,
            "receipts/ballot.html",
            code=code,
            poll=poll,
            entry=entry,
            place=place,
            **_to_scan(request, code),
        )
    if entry.type != "comment.received":
        line = line_of(entry)
        about = Contribution.get_or_none(record_id=line.data.get("comment", entry.subject))
        contribution = await about.select_related("consultation")
        return page(
            request,
            "receipts/entry.html",
            code=code,
            entry=entry,
            line=line,
            what=_(TYPE_WORDS[entry.type]) if entry.type in TYPE_WORDS else entry.type,
            place=place,
            contribution=contribution,
            **_to_scan(request, code),
        )
    contribution = await find_by_receipt(code)
    return page(
        request,
        "receipts/show.html",
        contribution=contribution,
        consultation=contribution.consultation,
        entry=entry,
        place=place,
        author=actor_of(request).person_id == contribution.author_id
        and contribution.showing is not Showing.ERASED,
        **_to_scan(request, code),
    )


def _to_scan(request: Request, code: str) -> dict[str, Any]:
    """Return the address of a receipt, and the code that leads a telephone there."""
    base: str = request.app.state.settings.base_url
    address = base.rstrip("/") + str(request.app.url_path_for("receipt", code=code))
    return {"address": address, "qr": qr(address)}


async def proof(request: Request) -> Response:
    """Give the proof that the entry stands in the log, as a file; it tells no words."""
    found = await seen_proof_of(await _entry(request))
    if found is None:
        raise _waits()
    return _as_file(str(found), f"{request.path_params['code']}.tlog-proof")


async def promise(request: Request) -> Response:
    """Give the signed promise that the entry will stand in the log within a minute."""
    folder = request.app.state.settings.keys_path
    entry = await _entry(request)
    text = promised(entry, read_keys(folder)) if folder else None
    if text is None:
        raise NotFound("receipt.no-promise", _("There is no promise for this entry."))
    return _as_file(text, f"{request.path_params['code']}.promise")


async def own_proof(request: Request) -> Response:
    """Give the author the proof of the own words: with it anybody can check what they said."""
    contribution = await find_contribution(request.path_params["ref"])
    if actor_of(request).person_id != contribution.author_id:
        raise NotFound("receipt.not-yours", _("Only its author has the proof with the words."))
    if contribution.showing is Showing.ERASED:
        raise NotFound(
            "receipt.erased",
            _("Its words were erased. The proof without them still shows that it came in."),
        )
    entry = await entry_by_code(contribution.receipt)
    found = await seen_proof_of(entry, opened=True) if entry else None
    if found is None:
        raise _waits()
    return _as_file(str(found), f"{contribution.receipt}.private.tlog-proof")


async def _entry(request: Request) -> LogEntry:
    entry = await entry_by_code(request.path_params["code"])
    if entry is None:
        raise NotFound("receipt.not-found", _("There is no receipt with this code."))
    return entry


def _waits() -> NotFound:
    return NotFound(
        "receipt.waits", _("This entry has no place in the log yet. Come back in a minute.")
    )


def _as_file(text: str, name: str) -> Response:
    """Return a text that the browser keeps under this name."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return PlainTextResponse(text, headers=headers)


routes = [
    Page("/r/{code:code}", show, name="receipt"),
    Page("/r/{code:code}/proof", proof, name="receipt-proof"),
    Page("/comments/{ref:ref}/proof", own_proof, name="comment-proof"),
    Page("/r/{code:code}/promise", promise, name="receipt-promise"),
]
