"""What an entry of the catalogue must have, in sentences for whoever adds it."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import available_timezones

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import is_slug
from forum.core.text import clean
from forum.profiles.load import CODES, profile

LONGEST_NAME = 300


def check_slug(slug: str) -> None:
    """Refuse a name in an address that is not small letters, digits and hyphens."""
    if not is_slug(slug):
        raise Invalid(
            {"slug": _("Use 1 to 80 small letters, digits and hyphens, such as “ktp-el-baru”.")}
        )


def check_profile(code: str) -> None:
    """Refuse a profile that the forum does not have."""
    if code not in CODES:
        raise Invalid({"profile": _("There is no such profile: %(code)s.") % {"code": code}})


def check_zone(name: str) -> None:
    """Refuse a time zone that the world does not have."""
    if name not in available_timezones():
        raise Invalid({"time_zone": _("Write a time zone such as Asia/Makassar.")})


def named(words: Mapping[str, str], field: str, *, profile_code: str) -> dict[str, str]:
    """Return a name tidied, in the languages of the profile; the binding one must be there."""
    country = profile(profile_code)
    tidy = {code: clean(words.get(code, "")) for code in country.languages}
    if not tidy[country.default_language] or max(map(len, tidy.values())) > LONGEST_NAME:
        raise Invalid(
            {
                field: _("Write 1 to %(most)s characters in the language that binds.")
                % {"most": LONGEST_NAME}
            }
        )
    return {code: text for code, text in tidy.items() if text}
