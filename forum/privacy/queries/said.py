"""What somebody said, with its history, its answers, and what opens its entries in the record."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from forum.accounts.models import Person, Suspension
from forum.audit.models import LogEntry, Opening
from forum.moderation.models import Appeal, Decision, Report
from forum.moderation.queries import appeals_about
from forum.moderation.queries.decisions import UNBORN
from forum.participation.models import Contribution, Marked, Support
from forum.responses.models import Objection
from forum.responses.queries import responses_to

AROUND = ("consultation", "parent")


async def contributions(person: Person) -> list[dict[str, Any]]:
    """Return all that somebody handed in, also for an organisation, the first one first."""
    rows = await Contribution.filter(author_id=person.id).order_by("id").select_related(*AROUND)
    ids = [one.id for one in rows]
    answers = await responses_to(ids) if ids else {}
    marked = {one.contribution_id: one for one in await Marked.filter(contribution_id__in=ids)}
    objections = {
        one.contribution_id: one for one in await Objection.filter(contribution_id__in=ids)
    }
    decisions: defaultdict[int, list[Decision]] = defaultdict(list)
    made = Decision.filter(contribution_id__in=ids).exclude(state__in=UNBORN).order_by("id")
    for decision in await made:
        decisions[decision.contribution_id].append(decision)
    appeals = await appeals_about(row.id for rows_ in decisions.values() for row in rows_)
    subjects = [one.record_id for one in rows] + [one.record_id for one in objections.values()]
    entries = await _entries(subjects)
    return [
        {
            "number": one.ref,
            "consultation": one.consultation.title,
            "clause": one.label,
            "kind": one.kind.value,
            "organisation": one.signed if one.organisation_id else "",
            "reply_to": one.parent.ref if one.parent else "",
            "text": one.text,
            "proposed_words": one.proposal.words if one.proposal else "",
            "marked_words": marked[one.id].quote if one.id in marked else "",
            "showing": one.showing.value,
            "shown_text": one.shown_text if one.shown_text != one.text else "",
            "supports": one.supports,
            "handed_in_at": one.handed_in_at,
            "edited_at": one.edited_at,
            "withdrawn_at": one.withdrawn_at,
            "erased_at": one.erased_at,
            "receipt": one.receipt,
            "decisions": [
                {
                    "number": row.ref,
                    "at": row.at,
                    "measure": row.measure.value,
                    "rule": row.rule,
                    "reason": row.reason,
                    "facts": row.facts,
                    "until": row.appeal_until,
                    "appeal": _appeal(appeals.get(row.id)),
                }
                for row in decisions[one.id]
            ],
            "answer": [
                {
                    "at": answers[one.id].response.approved_at,
                    "verdict": answers[one.id].response.disposition.value,
                    "reason": answers[one.id].response.reason,
                }
            ]
            if one.id in answers
            else [],
            "objection": [
                {
                    "at": objections[one.id].raised_at,
                    "text": objections[one.id].sentence,
                    "reason": objections[one.id].reason,
                    "settled_at": objections[one.id].settled_at,
                }
            ]
            if one.id in objections
            else [],
            "record": [
                *entries[one.record_id],
                *(entries[objections[one.id].record_id] if one.id in objections else []),
            ],
        }
        for one in rows
    ]


def _appeal(appeal: Appeal | None) -> list[dict[str, Any]]:
    if appeal is None:
        return []
    return [
        {
            "at": appeal.filed_at,
            "text": appeal.words,
            "reason": appeal.reason,
            "settled_at": appeal.decided_at,
        }
    ]


async def suspensions(person: Person) -> list[dict[str, Any]]:
    """Return when somebody was suspended, by which rule, and where, with what the record has."""
    found = await Suspension.filter(person_id=person.id).select_related("agency").order_by("id")
    refs = [one.decision_ref for one in found]
    decided = {one.ref: one.record_id for one in await Decision.filter(ref__in=refs)}
    entries = await _entries([*decided.values(), *(one.record_id for one in found)])
    return [
        {
            "agency": one.agency.name,
            "number": one.decision_ref,
            "rule": one.rule,
            "began_at": one.since,
            "until": one.until,
            "ended_at": one.ended_at,
            "record": [*entries[decided.get(one.decision_ref, "")], *entries[one.record_id]],
        }
        for one in found
    ]


async def supports(person: Person) -> list[dict[str, Any]]:
    """Return what somebody supports: which contribution, never the words of its author."""
    found = Support.filter(person_id=person.id).select_related("contribution__consultation")
    return [
        {
            "number": one.contribution.ref,
            "consultation": one.contribution.consultation.title,
            "clause": one.contribution.label,
            "at": one.at,
        }
        for one in await found.order_by("id")
    ]


async def reports(person: Person) -> list[dict[str, Any]]:
    """Return what somebody reported, and the decision after it; never the words reported."""
    found = Report.filter(person_id=person.id).select_related(
        "decision", "contribution__consultation"
    )
    rows = await found.order_by("id")
    entries = await _entries([one.record_id for one in rows])
    return [
        {
            "number": one.contribution.ref,
            "consultation": one.contribution.consultation.title,
            "rule": one.rule,
            "text": one.words,
            "at": one.at,
            "receipt": one.receipt,
            "measure": one.decision.measure.value if one.decision else "",
            "record": entries[one.record_id],
        }
        for one in rows
    ]


async def _entries(subjects: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the entries about each, with the openings that prove the author's own words.

    Who else supports, decided or answered is not the author's to open.
    """
    told: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = await LogEntry.filter(subject__in=list(subjects)).order_by("seq") if subjects else []
    rows = [row for row in rows if row.type not in ("comment.supported", "comment.unsupported")]
    openings: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    own = [row.seq for row in rows if row.type in OWN]
    for one in await Opening.filter(entry_id__in=own).exclude(kind="actor").order_by("kind"):
        salt = base64.b64encode(bytes(one.salt)).decode()
        openings[one.entry_id].append({"opens": one.kind, "salt": salt, "value": one.value})  # type: ignore[attr-defined] # the column of the relation
    for row in rows:
        at = json.loads(row.entry).get("at")
        told[row.subject].append(
            {"type": row.type, "at": at, "entry": row.entry, "openings": openings[row.seq]}
        )
    return told


OWN = (
    *("comment.received", "comment.edited", "objection.raised", "appeal.filed"),
    *("moderation.decided", "report.received"),
)
