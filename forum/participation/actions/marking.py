"""Words that a contribution is about: kept with it, and carried into each version that follows."""

from __future__ import annotations

from dataclasses import dataclass

from forum.audit.actions import record
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.drafts.anchoring import (
    CHECK,
    KEPT,
    Anchor,
    Fit,
    Span,
    Trace,
    anchor_at,
    carry,
    check_quote,
    fit_of,
    sentence_at,
    trace,
)
from forum.drafts.events import VersionFrozen
from forum.drafts.models import Clause, Version
from forum.drafts.queries import pieces_of
from forum.participation.models import Contribution, Marked, MarkedLater

NOT_SURE = KEPT - 0.01


@dataclass(frozen=True, kw_only=True)
class Pointed:
    """Words of a clause as a form marks them; without a quote only their place is told."""

    version: str
    language: str
    start: int
    end: int
    quote: str = ""


def check_pointed(about: Pointed | None, clause: Clause, version: Version) -> Anchor | None:
    """Return the anchor for these words, or refuse what is not in the frozen text of the clause."""
    if about is None:
        return None
    if about.version != version.name:
        raise Invalid(
            {
                "about": _(
                    "The draft was corrected meanwhile. Mark the words again as they read now."
                )
            }
        )
    text = clause.text.get(about.language, "")
    span = check_quote(text, Span(about.start, about.end), about.quote)
    return anchor_at(text, span, lineage=clause.lineage, language=about.language)


async def keep_mark(contribution: Contribution, version: Version, anchor: Anchor) -> None:
    """Keep which words a contribution is about, in the transaction that keeps the contribution."""
    await Marked.create(
        contribution=contribution,
        version_id=version.id,
        lineage=anchor.lineage,
        language=anchor.language,
        begins=anchor.start,
        ends=anchor.end,
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
    )


async def carry_marks(fact: VersionFrozen) -> None:
    """Find all words marked in the version before in the one just frozen. Joins the freezing."""
    version = await Version.get(id=fact.version_id)
    if version.based_on_id is None:
        return
    marks = await _in_force(version.based_on_id)
    if not marks:
        return
    old = await pieces_of(await Version.get(id=version.based_on_id))
    new = await pieces_of(version)
    labels = {piece.lineage: piece.label for piece in new}
    traces = {
        language: trace(old, new, language) for language in {m.language for _i, m, _s in marks}
    }
    rows = [
        _row(id_, version.id, anchor, traces[anchor.language], labels, sure=sure)
        for id_, anchor, sure in marks
    ]
    await MarkedLater.bulk_create(rows, batch_size=500)
    fits = [row.fit for row in rows]
    await record(
        "marks.carried",
        by="system",
        subject=version.record_id,
        d={"version": version.name, **{fit.value: fits.count(fit) for fit in Fit}},
    )


async def _in_force(version_id: int) -> list[tuple[int, Anchor, bool]]:
    """Return every anchor that has a place in a version, and whether it is sure."""
    found = [
        (one.id, _anchor(one, one.lineage, one.begins, one.ends, one.quote), True)
        for one in await Marked.filter(version_id=version_id)
    ]
    later = MarkedLater.filter(version_id=version_id).exclude(fit=Fit.FORMER)
    found += [
        (
            one.marked_id,
            _anchor(one.marked, one.lineage, one.begins, one.ends, one.words),
            one.fit is Fit.KEPT,
        )
        for one in await later.select_related("marked")
    ]
    return found


def _anchor(mark: Marked, lineage: str, begins: int, ends: int, quote: str) -> Anchor:
    return Anchor(
        lineage=lineage,
        language=mark.language,
        start=begins,
        end=ends,
        quote=quote,
        before=mark.before,
        after=mark.after,
    )


def _row(
    marked_id: int,
    version_id: int,
    anchor: Anchor,
    traced: Trace,
    labels: dict[str, str],
    *,
    sure: bool,
) -> MarkedLater:
    found = carry(anchor, traced)
    score = found.score if sure else min(found.score, NOT_SURE)
    before = traced.old.get(anchor.lineage, "")
    gone = score < CHECK
    return MarkedLater(
        marked_id=marked_id,
        version_id=version_id,
        fit=fit_of(score),
        score=score,
        lineage="" if gone else found.lineage,
        label="" if gone else labels[found.lineage],
        begins=found.start,
        ends=found.end,
        words="" if gone else traced.new[found.lineage][found.start : found.end],
        was=before[slice(*sentence_at(before, Span(anchor.start, anchor.end)))],
    )
