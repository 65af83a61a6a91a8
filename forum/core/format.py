"""Dates, times, money and numbers as people write them, in the reader's language.

Every time is shown with the zone of the place it belongs to: a closing time in Makassar is a time
in Makassar for every reader.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

from forum.core import clock
from forum.core.i18n import _, language, ngettext

SYMBOLS = {"IDR": "Rp"}
CLOCKS = {"id": "HH.mm"}
_home = "Asia/Jakarta"


def set_home_zone(name: str) -> None:
    """Show times in this zone where a thing has none of its own; called once, at start."""
    global _home  # noqa: PLW0603 - one installation lives in one place
    _home = name


def moment(when: datetime | None, zone: str = "") -> str:
    """Write "Monday 30 November 2026, 16:00 WITA", or nothing for no time."""
    if when is None:
        return ""
    here = _at(when, zone)
    clock_face = CLOCKS.get(language.get(), "HH:mm")
    words = format_datetime(here, f"EEEE d MMMM y, {clock_face}", locale=language.get())
    return f"{words} {zone_name(here)}"


def weekday(when: datetime | None, zone: str = "") -> str:
    """Write "Monday 30 November, 16:00 WITA" for a time whose year nobody doubts."""
    if when is None:
        return ""
    here = _at(when, zone)
    words = format_date(here.date(), "EEEE d MMMM", locale=language.get())
    return f"{words}, {hour(when, zone)}"


def hour(when: datetime | None, zone: str = "") -> str:
    """Write "16:00 WITA"."""
    if when is None:
        return ""
    here = _at(when, zone)
    clock_face = CLOCKS.get(language.get(), "HH:mm")
    return f"{format_datetime(here, clock_face, locale=language.get())} {zone_name(here)}"


def second(when: datetime | None, zone: str = "") -> str:
    """Write "16:00:07", for what happened a moment ago."""
    if when is None:
        return ""
    minutes = CLOCKS.get(language.get(), "HH:mm")
    clock_face = f"{minutes}{minutes[2]}ss"
    return format_datetime(_at(when, zone), clock_face, locale=language.get())


def countdown(until: datetime | None) -> str:
    """Write "1:12", the minutes and seconds that are left; nothing is ever less than nothing."""
    if until is None:
        return ""
    minutes, seconds = divmod(max(0, round((until - clock.now()).total_seconds())), 60)
    return f"{minutes}{CLOCKS.get(language.get(), 'HH:mm')[2]}{seconds:02}"


def zone_of(when: datetime | None, zone: str = "") -> str:
    """Write "WITA": the zone in which a time is told."""
    return zone_name(_at(when, zone)) if when is not None else ""


def day(when: date | None, zone: str = "") -> str:
    """Write "30 November 2026"."""
    return _date(when, zone, "d MMMM y")


def short_day(when: date | None, zone: str = "") -> str:
    """Write "30 Nov"."""
    return _date(when, zone, "d MMM")


def until(when: datetime | None, zone: str = "") -> str:
    """Write how far away a time is: "in 6 days", "in 3 hours", "2 days ago".

    Days are counted on the calendar, as people count them; hours are whole hours that are left.
    """
    if when is None:
        return ""
    left = when - clock.now()
    ahead = left >= timedelta()
    size = abs(left)
    if size >= timedelta(days=1):
        days = abs((_at(when, zone).date() - _at(clock.now(), zone).date()).days)
        if ahead:
            return ngettext("in %(num)s day", "in %(num)s days", days) % {"num": days}
        return ngettext("%(num)s day ago", "%(num)s days ago", days) % {"num": days}
    hours = int(size / timedelta(hours=1))
    if hours:
        if ahead:
            return ngettext("in %(num)s hour", "in %(num)s hours", hours) % {"num": hours}
        return ngettext("%(num)s hour ago", "%(num)s hours ago", hours) % {"num": hours}
    minutes = int(size / timedelta(minutes=1))
    if not minutes:
        return _("in less than a minute") if ahead else _("just now")
    if ahead:
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes) % {"num": minutes}
    return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes) % {"num": minutes}


def length(time: timedelta) -> str:
    """Write how long something took: "40 minutes", "30 hours", "3 days"."""
    return format_timedelta(time, granularity="minute", threshold=2, locale=language.get())


def number(value: float) -> str:
    """Write 1.984 or 1,984."""
    return format_decimal(value, locale=language.get())


def money(amount: float, currency: str = "IDR") -> str:
    """Write Rp50.000: no space, and no cents that are not there."""
    places = "#,##0" if amount == int(amount) else "#,##0.00"
    words = format_decimal(amount, places, locale=language.get())
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{words}" if symbol else f"{currency} {words}"


def iso(when: datetime | date | None) -> str:
    """Return the value of a `datetime` attribute, which HTML reads to the thousandth second."""
    if isinstance(when, datetime):
        return when.isoformat(timespec="milliseconds")
    return when.isoformat() if when is not None else ""


def zone_name(when: datetime) -> str:
    """Return WIB, WITA, WIT, or UTC+08 where a zone has no letters."""
    name = when.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def _at(when: datetime, zone: str) -> datetime:
    return when.astimezone(ZoneInfo(zone or _home))


def _date(when: date | None, zone: str, pattern: str) -> str:
    if when is None:
        return ""
    day_there = _at(when, zone).date() if isinstance(when, datetime) else when
    return format_date(day_there, pattern, locale=language.get())
