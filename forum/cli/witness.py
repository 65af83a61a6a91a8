"""Watch the logs of others: sign what only grew, and refuse what was rewritten.

    forum witness --folder watching --name witness.example/w1 --log "<key of the log>"

It needs no database and no other setting. The first start makes the key, and each prints the line
that the keeper of the log puts into FORUM_WITNESSES, with the address under which this is reached.
What was signed last of each log is kept in the folder: lose it and make a new key.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from forum.audit.rules.checkpoints import Checkpoint, read_checkpoint
from forum.audit.rules.notes import (
    Kind,
    NotANote,
    Signer,
    Verifier,
    is_name,
    parts_of,
    read_verifier,
)
from forum.audit.rules.witnessing import Asked, NotSeen, look_at, read_request
from forum.core.settings import Settings

LONGEST = 64 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    """Say whose logs, by which name, and where what was seen is kept."""
    parser.add_argument("--folder", type=Path, required=True, help="for the key and what was seen")
    parser.add_argument(
        "--name", required=True, help="of this witness, such as newsroom.example/w1"
    )
    parser.add_argument(
        "--log", action="append", required=True, help="key of a log; may be repeated"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8100, help="port (8100)")


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Answer the logs until told to stop."""
    try:
        logs = [read_verifier(one) for one in arguments.log]
        watching = Watching(arguments.folder, arguments.name, logs)
    except (NotANote, OSError, ValueError) as reason:
        print(reason)
        return 1
    address = f"http://{arguments.host}:{arguments.port}"
    print(f"{watching.signer.verifier} {address}", flush=True)
    with watching:
        uvicorn.run(watching.app(), host=arguments.host, port=arguments.port, log_level="warning")
    return 0


class Watching:
    """One witness: its key, the logs it knows, and what it signed last of each.

    Only one process watches from a folder; a second one is turned away.
    """

    def __init__(self, folder: Path, name: str, logs: Sequence[Verifier]) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.logs = tuple(logs)
        self._lock = _alone(folder / "lock")
        self.signer = _key(folder / "witness.key", name)

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, *_what: object) -> None:
        self._lock.close()

    def app(self) -> Starlette:
        """Return what answers the logs."""
        return Starlette(
            routes=[
                Route("/add-checkpoint", self.add_checkpoint, methods=["POST"]),
                Route("/", self.about),
            ]
        )

    async def about(self, _request: Request) -> Response:
        """Say what this is, and by which key it signs."""
        logs = "\n".join(one.name for one in self.logs)
        return PlainTextResponse(f"A witness of\n{logs}\n\nIt signs by\n{self.signer.verifier}\n")

    async def add_checkpoint(self, request: Request) -> Response:
        """Sign what grew, or say why not. What is signed is on disk before it is handed out."""
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                return PlainTextResponse("This is longer than anything a log asks.\n", 413)
        try:
            asked = read_request(body.decode())
        except (UnicodeDecodeError, NotANote) as wrong:
            return PlainTextResponse(f"{wrong}\n", 400)
        try:
            return PlainTextResponse(self.sign(asked))
        except NotSeen as refused:
            if refused.size is not None:
                return PlainTextResponse(f"{refused.size}\n", 409, media_type="text/x.tlog.size")
            return PlainTextResponse(f"{refused.sentence}\n", refused.status)

    def sign(self, asked: Asked) -> str:
        """Return the line of this witness, or raise NotSeen. Nothing happens in between."""
        origin = asked.note.partition("\n")[0]
        try:
            told = look_at(asked, self.logs, self.last(origin))
        except NotSeen as refused:
            if refused.size is None and refused.status in (409, 422):
                self._keep_evidence(asked)
            raise
        self._keep(told.origin, str(told))
        text, _lines = parts_of(asked.note)
        return self.signer.sign(text, seen_at=int(time.time()))

    def last(self, origin: str) -> Checkpoint | None:
        """Return what was signed last of a log."""
        file = self._file(origin)
        return read_checkpoint(file.read_text()) if file.exists() else None

    def _file(self, origin: str) -> Path:
        return self.folder / f"seen-{hashlib.sha256(origin.encode()).hexdigest()[:24]}"

    def _keep(self, origin: str, text: str) -> None:
        file = self._file(origin)
        half = file.with_suffix(".part")
        with half.open("w") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        half.replace(file)

    def _keep_evidence(self, asked: Asked) -> None:
        """Keep what a log signed that does not fit what it signed before: it proves misconduct."""
        with (self.folder / "refused").open("a") as written:
            written.write(f"{asked.note}\n")
            written.flush()
            os.fsync(written.fileno())


def _alone(file: Path) -> TextIO:
    lock = file.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise OSError(f"Another witness watches from {file.parent} already.") from None
    return lock


def _key(file: Path, name: str) -> Signer:
    """Return the key in the file; a new one if there is none."""
    if not is_name(name):
        raise ValueError(f"A witness cannot be called {name!r}: no spaces, and no plus.")
    if not file.exists():
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as written:
            written.write(f"{name} {base64.b64encode(secrets.token_bytes(32)).decode()}\n")
            written.flush()
            os.fsync(written.fileno())
    kept, _gap, seed = file.read_text().strip().partition(" ")
    if kept != name:
        raise ValueError(f"The key in {file} belongs to {kept}, not to {name}.")
    return Signer(name, base64.b64decode(seed, validate=True), Kind.WITNESS)
