"""Dates and times as people type them in a form: on the clock of one place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from forum.core.i18n import _

EARLIEST, LATEST = 2000, 2099


def read_moment(text: str, zone: str) -> datetime | None:
    """Return the time that "2026-11-30T16:00" means there, or nothing for nothing.

    Anything else is a ValueError with a sentence for whoever typed it.
    """
    if not text:
        return None
    try:
        day, hour = text.replace(" ", "T").split("T")
        typed = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour))
    except ValueError:
        raise ValueError(_("Write a date and a time, such as 2026-11-30 16:00.")) from None
    if typed.tzinfo is not None:
        raise ValueError(_("Write the time of the zone chosen, without a zone of its own."))
    if not EARLIEST <= typed.year <= LATEST:
        raise ValueError(_("Write a year between 2000 and 2099."))
    moment = typed.replace(tzinfo=ZoneInfo(zone))
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != typed:
        raise ValueError(_("There is no such time there: the clocks are put forward just then."))
    return moment.astimezone(UTC)


def write_moment(when: datetime | None, zone: str) -> str:
    """Return a time as the field of a form holds it."""
    if when is None:
        return ""
    return when.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
