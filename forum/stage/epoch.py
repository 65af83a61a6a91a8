"""Which numbering and which release a picture belongs to: with another one nothing is patched."""

from __future__ import annotations

import hashlib
from functools import cache

from forum.core.i18n import LOCALES
from forum.core.paths import data_dir
from forum.sessions.models import Session


def epoch_of(session: Session) -> str:
    """Return the epoch as pages print it and sockets compare it."""
    return f"{session.epoch}.{_release()}"


@cache
def _release() -> str:
    """Return the digest of whatever is drawn from: templates and sentences."""
    templates = data_dir("templates")
    files = [*(templates / "stage").rglob("*.html"), *(templates / "components").rglob("*.html")]
    files += LOCALES.rglob("*.po")
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()[:8]
