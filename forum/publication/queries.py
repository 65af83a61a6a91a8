"""The numbers of a consultation, and what is missing before publication."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import median
from typing import Any

from forum.consultations.models import Consultation
from forum.consultations.queries import promises_of
from forum.core.errors import NotFound
from forum.core.format import moment
from forum.core.i18n import _
from forum.drafts.models import Clause
from forum.moderation.models import Decision
from forum.moderation.queries.decisions import UNBORN
from forum.participation.models import Contribution, Support
from forum.participation.rules import Showing
from forum.profiles.load import profile
from forum.publication.models import Summary
from forum.publication.rules import Look, Readiness
from forum.responses.models import Answered
from forum.responses.queries import Trace, causes_in, touched, trace_of, unsettled_in
from forum.responses.rules import ResponseState
from forum.sessions.codes import spoken
from forum.sessions.queries import running_in


async def summary_of(consultation: Consultation) -> Summary | None:
    """Return the summary as far as it has been written."""
    return await Summary.get_or_none(consultation_id=consultation.id)


async def published_summary(consultation: Consultation) -> Summary:
    """Return the frozen summary."""
    summary = await summary_of(consultation)
    if summary is None or summary.published_at is None:
        raise NotFound(
            "summary.unknown", _("The summary is published when everything has been answered.")
        )
    return summary


async def readiness_of(consultation: Consultation) -> tuple[Readiness, Trace]:
    """Return what stands in the way of publication, and the trace it comes from."""
    trace = await trace_of(consultation)
    held = await Contribution.filter(consultation_id=consultation.id, showing=Showing.HELD)
    summary = await summary_of(consultation)
    binding = profile(consultation.agency.profile).default_language
    served = await _first_served(trace)
    state = Readiness(
        unanswered=[one.ref for one in trace.unanswered],
        unapproved=[served.get(one.id, one.ref) for one in trace.unapproved],
        unchanged=[served.get(one.id, one.ref) for one in trace.unchanged],
        uncaused=[changed.label for changed in trace.uncaused],
        undecided=[one.ref for one in held],
        in_session=[spoken(one.code) for one in await running_in(consultation)],
        objections=await unsettled_in(consultation),
        next_version=consultation.next_version_id is not None,
        summary=summary is not None and bool(summary.words.get(binding)),
        look_days=profile(consultation.standard.profile).periods.second_look_days.days,
        looked=_look(consultation),
        look_until=moment(consultation.second_look_until, consultation.time_zone),
    )
    return state, trace


def _look(consultation: Consultation) -> Look:
    if consultation.second_look_until is None:
        return Look.NOT_BEGUN
    return Look.RUNS if consultation.second_look_runs else Look.OVER


async def numbers_of(consultation: Consultation) -> dict[str, Any]:
    """Return every number of a consultation, counted now; all are whole numbers."""
    contributions = await Contribution.filter(consultation_id=consultation.id).values(
        "id", "author_id", "kind", "showing", "handed_in_at"
    )
    answered = await Answered.filter(
        response__consultation_id=consultation.id, response__state=ResponseState.APPROVED
    ).values(
        "contribution__handed_in_at",
        "contribution__round",
        "response__approved_at",
        "response__disposition",
    )
    decided = Decision.filter(contribution__consultation_id=consultation.id)
    decisions = await decided.exclude(state__in=UNBORN).values_list("measure", flat=True)
    supports = await Support.filter(contribution__consultation_id=consultation.id).count()
    trace, causes = await trace_of(consultation), await causes_in(consultation)
    promises = await promises_of(consultation)
    waits = [row["response__approved_at"] - row["contribution__handed_in_at"] for row in answered]
    return {
        "contributions": len(contributions),
        "people": len({row["author_id"] for row in contributions}),
        "supports": supports,
        "kinds": _counted(row["kind"] for row in contributions),
        "showing": _counted(row["showing"] for row in contributions),
        "dispositions": _counted(row["response__disposition"] for row in answered),
        "answered": len(answered),
        "in_time": sum(
            promised is not None and row["response__approved_at"] <= promised
            for row in answered
            for promised in [promises.get(row["contribution__round"], consultation.promised)]
        ),
        "median_days": round(median(waits) / timedelta(days=1)) if waits else 0,
        "decisions": _counted(decisions),
        "clauses": await Clause.filter(
            version_id=consultation.next_version_id or consultation.version_id
        ).count(),
        "changes": _counted(changed.fate for changed in trace.changes),
        "causes": _counted(
            kind
            for changed in trace.changes
            for kind in {cause.kind for one in touched(changed) for cause in causes.get(one, [])}
        ),
    }


def frozen_bytes(consultation: Consultation, words: dict[str, str], numbers: dict[str, Any]) -> str:
    """Return the exact text of a summary, in one canonical form, for its fingerprint."""
    content = {
        "consultation": consultation.slug,
        "title": consultation.title,
        "words": words,
        "numbers": numbers,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _counted(codes: Iterable[object]) -> dict[str, int]:
    return dict(sorted(Counter(str(code) for code in codes).items()))


async def _first_served(trace: Trace) -> dict[int, str]:
    """Name each answer by the first contribution it serves: that is how officials know it."""
    ids = [one.id for one in (*trace.unapproved, *trace.unchanged)]
    rows = await Answered.filter(response_id__in=ids).select_related("contribution").order_by("-id")
    return {row.response_id: row.contribution.ref for row in rows}
