"""What is planned before a session: when, where, and the agenda with the polls that it asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.text import clean
from forum.profiles.load import Profile, Words
from forum.sessions.rules import Step
from forum.voting.plans import PollPlan, as_data, check_plan
from forum.voting.rules import Kind

LONGEST_TITLE = 200
LONGEST_PLACE = 300
LONGEST_ACCESS = 1_000
MOST_ITEMS = 60
MINUTES = range(1, 8 * 60 + 1)
SPEAKING = range(15, 3_601)
LONGEST_SESSION = timedelta(hours=24)
USUAL_STEPS = (Step.READ, Step.QUESTIONS, Step.SPEAKERS, Step.OUTCOME)
POLL_STEPS = (Step.STRAW, Step.VOTE)


@dataclass(frozen=True, kw_only=True)
class ItemPlan:
    """One point of the agenda. Its steps are kept in their order; a poll brings its own step.

    `lineage` binds it to a clause; without a title it bears the name of the clause's component.
    `ref` says which item of an earlier plan this is.
    """

    title: Words = field(default_factory=dict)
    lineage: str = ""
    minutes: int = 10
    steps: tuple[Step, ...] = USUAL_STEPS
    straw: PollPlan | None = None
    vote: PollPlan | None = None
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """A session as it is planned; its zone is that of the consultation."""

    title: Words
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    link: str = ""
    access: Words = field(default_factory=dict)
    speaking_seconds: int = 120
    agenda: tuple[ItemPlan, ...] = ()


def tidied(plan: SessionPlan, country: Profile) -> SessionPlan:
    """Return the plan as it is kept, in the languages of the profile, or say what is wrong.

    `Invalid` names words as `title_id`, and what belongs to the third item as `item_3_title_id`,
    `item_3_minutes`, `item_3_straw`, `item_3_vote`, `item_3_steps`.
    """
    plan = replace(
        plan,
        title=_tidy(plan.title, country),
        access=_tidy(plan.access, country),
        place=clean(plan.place),
        link=clean(plan.link),
        agenda=tuple(_tidy_item(one, country) for one in plan.agenda),
    )
    wrong = {
        **_too_long("title", plan.title, LONGEST_TITLE),
        **_too_long("access", plan.access, LONGEST_ACCESS),
        **_wrong_times(plan),
        **_wrong_place(plan),
    }
    if not plan.title.get(country.default_language):
        wrong[f"title_{country.default_language}"] = _("Give the session a title.")
    if plan.speaking_seconds not in SPEAKING:
        wrong["speaking_seconds"] = _("Choose between 15 seconds and one hour.")
    if len(plan.agenda) > MOST_ITEMS:
        wrong["agenda"] = _("Plan at most 60 items.")
    for number, item in enumerate(plan.agenda[:MOST_ITEMS], 1):
        wrong.update(
            {f"item_{number}_{name}": words for name, words in _wrong_item(item, country).items()}
        )
    if wrong:
        raise Invalid(wrong)
    return plan


def seal(plan: SessionPlan) -> str:
    """Return a short mark by which a form says which plan it was opened with."""
    data = {
        "title": plan.title,
        "times": [at.isoformat() if at else "" for at in (plan.starts_at, plan.ends_at)],
        "place": [plan.place, plan.link, plan.access, plan.speaking_seconds],
        "agenda": [_item_data(one) for one in plan.agenda],
    }
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _item_data(item: ItemPlan) -> list[Any]:
    polls = [as_data(poll) if poll else {} for poll in (item.straw, item.vote)]
    return [item.ref, item.title, item.lineage, item.minutes, list(item.steps), *polls]


def _tidy_item(item: ItemPlan, country: Profile) -> ItemPlan:
    wanted = {step for step in item.steps if step not in POLL_STEPS}
    if item.straw is not None:
        wanted.add(Step.STRAW)
    if item.vote is not None:
        wanted.add(Step.VOTE)
    steps = tuple(step for step in Step if step in wanted)
    return replace(item, title=_tidy(item.title, country), steps=steps)


def _wrong_item(item: ItemPlan, country: Profile) -> dict[str, str]:
    wrong = _too_long("title", item.title, LONGEST_TITLE)
    if not item.title and not item.lineage:
        wrong[f"title_{country.default_language}"] = _(
            "Give this item a title, or choose the clause it is about."
        )
    if item.minutes not in MINUTES:
        wrong["minutes"] = _("Plan between 1 minute and 8 hours.")
    if not item.steps:
        wrong["steps"] = _("Choose at least one step.")
    for name, poll, kind in (("straw", item.straw, Kind.STRAW), ("vote", item.vote, Kind.FORMAL)):
        if poll is None:
            continue
        if poll.kind is not kind:
            wrong[name] = _("A straw poll and a formal vote are planned apart.")
        try:
            check_plan(poll)
        except Invalid as invalid:
            wrong[name] = " ".join(invalid.fields.values())
    return wrong


def _wrong_times(plan: SessionPlan) -> dict[str, str]:
    if plan.starts_at is None or plan.ends_at is None:
        missing = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
        return {name: _("Give a day and an hour.") for name, at in missing.items() if at is None}
    if not timedelta() < plan.ends_at - plan.starts_at <= LONGEST_SESSION:
        return {"ends_at": _("It must end after it begins, within a day.")}
    return {}


def _wrong_place(plan: SessionPlan) -> dict[str, str]:
    wrong = {}
    if len(plan.place) > LONGEST_PLACE:
        wrong["place"] = _at_most(LONGEST_PLACE)
    if len(plan.link) > LONGEST_PLACE:
        wrong["link"] = _at_most(LONGEST_PLACE)
    elif plan.link and not plan.link.startswith(("https://", "http://")):
        wrong["link"] = _("Write the whole address, beginning with https://.")
    return wrong


def _tidy(words: Mapping[str, str], country: Profile) -> Words:
    told = {language: clean(words.get(language, "")) for language in country.languages}
    return {language: text for language, text in told.items() if text}


def _too_long(name: str, words: Words, most: int) -> dict[str, str]:
    return {
        f"{name}_{language}": _at_most(most) for language, text in words.items() if len(text) > most
    }


def _at_most(most: int) -> str:
    return _("Write at most %(most)s characters.") % {"most": most}
