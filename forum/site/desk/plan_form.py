"""The form of a plan: what stands in it, and how it is read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.consultations.plans import Plan
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.profiles.load import Profile
from forum.web.forms import Form
from forum.web.moments import read_moment, write_moment

TIMES = ("opens", "closes", "answers")


class PlanForm(Form):
    """A plan as typed; times are those of the zone chosen."""

    title_id: str = ""
    title_en: str = ""
    lead_id: str = ""
    lead_en: str = ""
    opens: str = ""
    closes: str = ""
    answers: str = ""
    zone: str = ""
    contact: str = ""
    privacy_id: str = ""
    privacy_en: str = ""

    def plan(self, country: Profile) -> Plan:
        """Return what it says, or `Invalid` with a sentence for each time that cannot be read."""
        if self.zone not in country.time_zones.values():
            raise Invalid({"zone": _("Choose one of the time zones offered.")})
        times: dict[str, datetime | None] = {}
        wrong: dict[str, str] = {}
        for name in TIMES:
            try:
                times[name] = read_moment(getattr(self, name), self.zone)
            except ValueError as sentence:
                wrong[name] = str(sentence)
        if wrong:
            raise Invalid(wrong)
        return Plan(
            title={"id": self.title_id, "en": self.title_en},
            lead={"id": self.lead_id, "en": self.lead_en},
            time_zone=self.zone,
            opens_at=times["opens"],
            closes_at=times["closes"],
            respond_by=times["answers"],
            contact=self.contact,
            privacy_notice={"id": self.privacy_id, "en": self.privacy_en},
        )


def written(plan: Plan) -> dict[str, str]:
    """Return what stands in the form of this plan."""
    filled = {
        "zone": plan.time_zone,
        "contact": plan.contact,
        "opens": write_moment(plan.opens_at, plan.time_zone),
        "closes": write_moment(plan.closes_at, plan.time_zone),
        "answers": write_moment(plan.respond_by, plan.time_zone),
    }
    words = {"title": plan.title, "lead": plan.lead, "privacy": plan.privacy_notice}
    for name, told in words.items():
        filled |= {f"{name}_{language}": told.get(language, "") for language in ("id", "en")}
    return filled


def suggested(
    title: dict[str, str], contact: str, zone: str, country: Profile, now: datetime
) -> Plan:
    """Return a plan to begin with, whose times keep every period that the profile recommends."""
    periods = country.periods
    today = now.astimezone(ZoneInfo(zone)).date()
    opens = today + timedelta(days=periods.announce_days.days + 1)
    closes = opens + timedelta(days=periods.recommended_open_days.days)
    answers = closes + timedelta(days=periods.answer_days.days)

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), ZoneInfo(zone))

    return Plan(
        title=title,
        time_zone=zone,
        opens_at=at(opens, 8),
        closes_at=at(closes, 16),
        respond_by=at(answers, 16),
        contact=contact,
        privacy_notice=country.privacy_notice,
    )
