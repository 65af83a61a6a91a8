"""The log as programs read it: what was signed, its tiles, and by which keys (C2SP tlog-tiles)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from forum.audit.queries.log import Signed, newest_checkpoint, read_tile
from forum.audit.queries.witnessed import with_cosignatures
from forum.audit.rules.checkpoints import policy as policy_of
from forum.audit.rules.tiles import read_path
from forum.audit.witnesses import quorum, witness_lines
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.web.assets import FOR_A_YEAR
from forum.web.routes import Page

JUST_NOW = {"cache-control": "public, max-age=2"}
FOR_EVER = {"cache-control": f"public, {FOR_A_YEAR}"}


async def checkpoint(request: Request) -> Response:
    """Give the newest checkpoint, as it was signed."""
    return PlainTextResponse(await with_cosignatures(await _signed(request)), headers=JUST_NOW)


async def tile(request: Request) -> Response:
    """Give hashes or entries, which never change once they are there."""
    signed = await _signed(request)
    asked = read_path(request.path_params["path"])
    found = await read_tile(signed.log, asked) if asked else None
    if found is None:
        raise _not_there()
    return Response(found, media_type="application/octet-stream", headers=FOR_EVER)


async def policy(request: Request) -> Response:
    """Say by which keys the log is to be checked."""
    log = (await _signed(request)).log
    base = request.app.state.settings.base_url.rstrip("/")
    words = policy_of(
        log.key, f"{base}/log/{log.number}", log.promise_key, witness_lines(), quorum()
    )
    return PlainTextResponse(words, headers=JUST_NOW)


async def _signed(request: Request) -> Signed:
    signed = await newest_checkpoint(request.path_params["number"])
    if signed is None:
        raise _not_there()
    return signed


def _not_there() -> NotFound:
    return NotFound("log.not-there", _("The log has nothing at this address."))


routes = [
    Page("/log/{number:number}/checkpoint", checkpoint, name="log-checkpoint"),
    Page("/log/{number:number}/policy", policy, name="log-policy"),
    Page("/log/{number:number}/tile/{path:path}", tile, name="log-tile"),
]
