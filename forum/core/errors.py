"""The refusals the forum can give, apart from any transport.

A code is stable and meant for programs; a message is one sentence for the person reading it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from forum.core.i18n import _


class ForumError(Exception):
    """Anything the forum declines to do, with a sentence a citizen can read."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotFound(ForumError):
    """There is nothing at that address, or not for you."""

    status = 404


class NotAllowed(ForumError):
    """You may not do this."""

    status = 403


class Refused(ForumError):
    """A rule of the forum says no: too late, too early, already done, something is missing.

    `missing` lists, sentence by sentence, what stands in the way.
    """

    status = 409

    def __init__(self, code: str, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(code, message)
        self.missing = tuple(missing)


class TooMany(ForumError):
    """Too many attempts in a short time; waiting helps."""

    status = 429


class Invalid(ForumError):
    """Some fields need another look: field name → sentence."""

    status = 422

    def __init__(self, fields: Mapping[str, str], message: str | None = None) -> None:
        super().__init__("form.invalid", message or _("Some answers need another look."))
        self.fields = dict(fields)


class CannotStore(Refused):
    """The database can store nothing just now, so nothing has happened; later it may."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "forum.cannot-store",
            _(
                "The forum can store nothing just now. Send this again in a few minutes: what is "
                "sent twice counts once."
            ),
        )


class Stale(Refused):
    """Somebody else changed the same thing meanwhile; `theirs` is what stands there now."""

    def __init__(self, code: str, message: str, theirs: object) -> None:
        super().__init__(code, message)
        self.theirs = theirs
