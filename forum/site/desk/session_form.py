"""The forms of a session's plan: the session itself, and one point of its agenda."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forum.core.errors import Invalid
from forum.sessions.plans import USUAL_STEPS, ItemPlan, SessionPlan
from forum.sessions.rules import Step
from forum.site.desk import poll_form
from forum.site.desk.poll_form import read_poll, words
from forum.voting.rules import Kind
from forum.web.forms import Form, Typed, listed, read
from forum.web.moments import read_moment, write_moment

TIMES = ("starts_at", "ends_at")
STRAW, VOTE = "straw.", "vote."


class SessionForm(Form):
    """When, where and how, as typed; times are those of the consultation's zone."""

    title_id: str = ""
    title_en: str = ""
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    link: str = ""
    access_id: str = ""
    access_en: str = ""
    speaking_seconds: int = 120

    def plan(self, zone: str, before: SessionPlan | None = None) -> SessionPlan:
        """Return what it says, with the agenda that stands there already."""
        times: dict[str, datetime | None] = {}
        wrong: dict[str, str] = {}
        for name in TIMES:
            try:
                times[name] = read_moment(getattr(self, name), zone)
            except ValueError as sentence:
                wrong[name] = str(sentence)
        if wrong:
            raise Invalid(wrong)
        return SessionPlan(
            title=words(self.title_id, self.title_en),
            starts_at=times["starts_at"],
            ends_at=times["ends_at"],
            place=self.place,
            link=self.link,
            access=words(self.access_id, self.access_en),
            speaking_seconds=self.speaking_seconds,
            agenda=before.agenda if before else (),
        )


class ItemForm(Form):
    """One point of the agenda as typed; its polls are read apart."""

    lineage: str = ""
    title_id: str = ""
    title_en: str = ""
    minutes: int = 10
    steps: tuple[Step, ...] = ()


def read_item(data: Typed, ref: str = "") -> ItemPlan:
    """Return the item, or `Invalid` with every field of it and of its polls that needs a look."""
    wrong: dict[str, str] = {}
    item, polls = ItemPlan(), dict[str, Any]()
    steps = listed(data, "steps").get("steps", [])
    try:
        form = read(ItemForm, listed(data, "steps"))
        item = ItemPlan(
            title=words(form.title_id, form.title_en),
            lineage=form.lineage,
            minutes=form.minutes,
            steps=form.steps,
            ref=ref,
        )
    except Invalid as again:
        wrong |= again.fields
    for name, prefix, kind in (("straw", STRAW, Kind.STRAW), ("vote", VOTE, Kind.FORMAL)):
        if name in steps:
            try:
                polls[name] = read_poll(data, prefix, kind)
            except Invalid as again:
                wrong |= again.fields
    if wrong:
        raise Invalid(wrong)
    return replace(item, **polls)


def of_item(wrong: Invalid, number: int) -> Invalid:
    """Return the complaints about one item of a plan under the names that its own page uses."""
    mine = re.compile(rf"item_{number}_(\w+)")
    named = {}
    for name, sentence in wrong.fields.items():
        found = mine.fullmatch(name)
        named[_place(found[1]) if found else "title_id"] = sentence
    return Invalid(named, wrong.message)


def session_filled(plan: SessionPlan, zone: str) -> dict[str, str]:
    """Return what stands in the form of this plan."""
    return {
        "title_id": plan.title.get("id", ""),
        "title_en": plan.title.get("en", ""),
        "starts_at": write_moment(plan.starts_at, zone),
        "ends_at": write_moment(plan.ends_at, zone),
        "place": plan.place,
        "link": plan.link,
        "access_id": plan.access.get("id", ""),
        "access_en": plan.access.get("en", ""),
        "speaking_seconds": str(plan.speaking_seconds),
    }


def item_filled(item: ItemPlan) -> dict[str, Any]:
    """Return what stands in the form of this item; a poll that is not planned begins as usual."""
    filled: dict[str, Any] = {
        "lineage": item.lineage,
        "title_id": item.title.get("id", ""),
        "title_en": item.title.get("en", ""),
        "minutes": str(item.minutes),
        "steps": [step.value for step in item.steps],
    }
    polls = ((STRAW, item.straw, Kind.STRAW), (VOTE, item.vote, Kind.FORMAL))
    for prefix, plan, kind in polls:
        filled |= poll_form.written(plan, prefix) if plan else poll_form.begun(kind, prefix)
    return filled


def suggested(title: Mapping[str, str], zone: str, now: datetime) -> SessionPlan:
    """Return a plan to begin with: an evening in a week."""
    here = (now + timedelta(days=7)).astimezone(ZoneInfo(zone))
    starts = here.replace(hour=19, minute=0, second=0, microsecond=0)
    return SessionPlan(title=dict(title), starts_at=starts, ends_at=starts + timedelta(hours=2))


def usual_item(lineage: str) -> ItemPlan:
    """Return a clause as it is usually discussed; its title comes from its component."""
    return ItemPlan(lineage=lineage, minutes=15, steps=USUAL_STEPS)


def _place(name: str) -> str:
    """Return the field under which the page shows a complaint about a whole part."""
    return {"title": "title_id", "straw": "straw.question_id", "vote": "vote.question_id"}.get(
        name, name
    )
