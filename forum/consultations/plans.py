"""What an official plans before a consultation is announced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.text import clean
from forum.profiles.load import Profile, Words

LONGEST_TITLE = 200
LONGEST_LEAD = 500
LONGEST_CONTACT = 300
LONGEST_NOTICE = 5_000
LONGEST_REASON = 1_000


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


def tidied(plan: Plan, country: Profile) -> Plan:
    """Return the plan as it is kept, in the languages of the profile.

    Only what cannot be kept at all is refused here; all else is said by the check before
    announcing. `Invalid` names words as `title_id`, as the form does.
    """
    plan = replace(
        plan,
        title=_tidy(plan.title, country),
        lead=_tidy(plan.lead, country),
        contact=clean(plan.contact),
        privacy_notice=_tidy(plan.privacy_notice, country),
    )
    wrong = {
        **_too_long("title", plan.title, LONGEST_TITLE),
        **_too_long("lead", plan.lead, LONGEST_LEAD),
        **_too_long("privacy", plan.privacy_notice, LONGEST_NOTICE),
    }
    if len(plan.contact) > LONGEST_CONTACT:
        wrong["contact"] = _at_most(LONGEST_CONTACT)
    if not plan.title.get(country.default_language):
        wrong[f"title_{country.default_language}"] = _("Give the consultation a title.")
    if plan.time_zone not in country.time_zones.values():
        wrong["zone"] = _("Choose one of the time zones offered.")
    if wrong:
        raise Invalid(wrong)
    return plan


def check_reason(reason: str) -> str:
    """Return a reason as it is kept; whoever stops or delays something says why."""
    tidy = clean(reason)
    if not any(char.isalnum() for char in tidy):
        raise Invalid({"reason": _("Say why in a sentence. Everybody can read it.")})
    if len(tidy) > LONGEST_REASON:
        raise Invalid({"reason": _at_most(LONGEST_REASON)})
    return tidy


def _tidy(words: Words, country: Profile) -> Words:
    told = {language: clean(words.get(language, "")) for language in country.languages}
    return {language: text for language, text in told.items() if text}


def _too_long(name: str, words: Words, most: int) -> dict[str, str]:
    return {
        f"{name}_{language}": _at_most(most) for language, text in words.items() if len(text) > most
    }


def _at_most(most: int) -> str:
    return _("Write at most %(most)s characters.") % {"most": most}
