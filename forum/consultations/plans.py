"""What an official plans before a consultation is announced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.profiles.load import Profile, Words


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be consulted, when, and whom to ask; times may still be missing."""

    title: Words
    time_zone: str
    lead: Words = field(default_factory=dict)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    respond_by: datetime | None = None
    contact: str = ""
    privacy_notice: Words = field(default_factory=dict)


def check_plan(plan: Plan, profile: Profile) -> None:
    """Refuse a plan that cannot even be kept; all else is said by the check before announcing."""
    wrong: dict[str, str] = {}
    if not plan.title.get(profile.default_language):
        wrong[f"title_{profile.default_language}"] = _("Give the consultation a title.")
    if plan.time_zone not in profile.time_zones.values():
        wrong["zone"] = _("Choose one of the time zones offered.")
    if wrong:
        raise Invalid(wrong)
