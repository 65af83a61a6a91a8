"""What happened to one contribution, in order: from the record, the decisions and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.audit.queries import entries_about
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.drafts.queries import ChangedClause
from forum.moderation.models import Appeal, Decision
from forum.moderation.queries import appeals_about, decisions_about
from forum.moderation.rules import State
from forum.participation.models import Contribution
from forum.profiles.load import ModerationRule, Profile, profile
from forum.responses.models import Objection
from forum.responses.queries import PublicAnswer, changes_of, touched
from forum.site.voices import Voice

FROM_THE_RECORD = {
    ("comment.received", "citizen"): "received",
    ("comment.received", "agency"): "received",
    ("comment.published", "system"): "published",
    ("comment.held", "system"): "held",
    ("comment.edited", "citizen"): "edited",
    ("comment.withdrawn", "citizen"): "withdrawn",
    ("erasure.executed", "citizen"): "erased",
    ("erasure.executed", "operator"): "erased",
}
"""What a person decides is told with its rule and reason, so it comes from elsewhere."""


@dataclass(frozen=True)
class Event:
    """One step: what happened when, and what belongs to it."""

    what: str
    at: datetime
    decision: Decision | None = None
    rule: ModerationRule | None = None
    answer: PublicAnswer | None = None
    changes: tuple[ChangedClause, ...] = ()
    objection: Objection | None = None
    appeal: Appeal | None = None


async def journey_of(voice: Voice, objection: Objection | None = None) -> list[Event]:
    """Return every step so far, oldest first."""
    contribution = voice.contribution
    consultation = contribution.consultation
    rules = profile(consultation.agency.profile)
    events = [
        Event(FROM_THE_RECORD[line.type, line.by], line.at)
        for line in await entries_about(contribution.record_id)
        if line.at is not None and (line.type, line.by) in FROM_THE_RECORD
    ]
    events += await _judged(contribution, rules)
    answer = voice.answer
    if answer is not None and answer.response.approved_at is not None:
        events.append(Event("answered", answer.response.approved_at, answer=answer))
        events += await _changed(consultation, answer)
    if objection is not None:
        events.append(Event("objected", objection.raised_at, objection=objection))
        if objection.settled_at is not None:
            events.append(Event("settled", objection.settled_at, objection=objection))
    if contribution.admitted_at is not None:
        events.append(Event("admitted", contribution.admitted_at))
    # Moments of the record are whole seconds, so the sort must keep the order of what is alike.
    return sorted(events, key=lambda event: event.at.replace(microsecond=0))


async def _judged(contribution: Contribution, rules: Profile) -> list[Event]:
    """Return what moderators decided, what came of appeals, and what was undone."""
    decisions = await decisions_about(contribution)
    appeals = await appeals_about(one.id for one in decisions)
    events = []
    for one in decisions:
        appeal, rule = appeals.get(one.id), rules.rule(one.rule)
        if not one.on_appeal:  # the milder one that an appeal brought is told with the appeal
            events.append(Event("decided", one.at, decision=one, rule=rule, appeal=appeal))
        if one.state is State.LAPSED:
            over = one.second_at or one.confirm_by or one.at
            events.append(Event("lapsed", over, decision=one))
        if appeal is not None:
            events.append(Event("appealed", appeal.filed_at, decision=one, appeal=appeal))
            if appeal.decided_at is not None:
                events.append(Event("heard", appeal.decided_at, decision=one, appeal=appeal))
    return events


async def _changed(consultation: Consultation, answer: PublicAnswer) -> list[Event]:
    """Return the change of the words, once they are in force."""
    lineages = {lineage for lineage, _label in answer.changed}
    version = consultation.next_version
    if consultation.phase is not Phase.PUBLISHED or version is None or not lineages:
        return []
    changes = tuple(one for one in await changes_of(consultation) if touched(one) & lineages)
    return [Event("changed", version.frozen_at or version.made_at, changes=changes)]
