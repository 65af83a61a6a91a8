"""How long a link and a sign-in are good for."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import Refused
from forum.core.i18n import _

LINK_LIFE = timedelta(minutes=15)
KEPT_LINK = timedelta(days=1)
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
LONGEST_FOR_STAFF = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=15)


class Next(StrEnum):
    """What a sign-in still lacks."""

    NOTHING = "nothing"
    CODE = "code"
    SET_UP = "set-up"


def check_link(made_at: datetime, used_at: datetime | None, now: datetime) -> None:
    """Refuse a link that was used or is too old."""
    if used_at is not None:
        raise Refused("sign-in.link-used", _("This sign-in link has been used. Ask for a new one."))
    if now - made_at > LINK_LIFE:
        raise Refused(
            "sign-in.link-expired", _("This sign-in link has expired. Ask for a new one.")
        )


def unknown_link() -> Refused:
    """Return the sentence for a link that is not one of ours, or no longer kept."""
    return Refused(
        "sign-in.link-unknown",
        _("This sign-in link is not complete or too old. Ask for a new one."),
    )


def still_good(started_at: datetime, seen_at: datetime, now: datetime, *, staff: bool) -> bool:
    """Tell whether a sign-in has neither been left alone too long nor lasted too long."""
    return now <= good_until(started_at, seen_at, staff=staff)


def good_until(started_at: datetime, seen_at: datetime, *, staff: bool) -> datetime:
    """Return when a sign-in ends by itself unless its owner is seen again."""
    return min(seen_at + IDLE, started_at + (LONGEST_FOR_STAFF if staff else LONGEST))


def is_fresh(started_at: datetime, now: datetime) -> bool:
    """Tell whether somebody signed in so recently that a borrowed device is unlikely."""
    return now - started_at <= FRESH


def check_fresh(started_at: datetime, now: datetime) -> None:
    """Ask for a new sign-in before a change that could lock the owner out."""
    if not is_fresh(started_at, now):
        raise Refused(
            "account.sign-in-again",
            _("Sign in again first: this may be changed only within 15 minutes after signing in."),
        )


def what_next(*, has_second_factor: bool, has_roles: bool) -> Next:
    """Tell what must follow a sign-in: a code, or setting one up where roles depend on it."""
    if has_second_factor:
        return Next.CODE
    return Next.SET_UP if has_roles else Next.NOTHING
