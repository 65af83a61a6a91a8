"""What the public reads after a decision: applied once it stands, put back when it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.audit.actions import record
from forum.audit.actions.recording import By
from forum.audit.models import LogEntry
from forum.audit.queries import entry_of
from forum.core import clock
from forum.core.text import render_in_thread
from forum.moderation.models import Decision
from forum.moderation.rules import ABOUT_WORDS, Measure, Span, State, cover
from forum.participation.models import Contribution
from forum.participation.rules import GONE, Showing
from forum.participation.similar import index

SHOWN_AFTER = {
    Measure.KEEP: Showing.SHOWN,
    Measure.REDACT: Showing.REDACTED,
    Measure.HIDE: Showing.HIDDEN,
}


@dataclass(frozen=True)
class Covered:
    """Words as everybody reads them, with the places covered; rendered once."""

    shown: str
    html: str
    words: str


async def covered(
    contribution: Contribution, spans: Sequence[Span], words_spans: Sequence[Span]
) -> Covered:
    """Return what is read with these places covered, in the text and in the words it proposes."""
    shown = cover(contribution.text, spans)
    words = contribution.proposal.words if contribution.proposal else ""
    return Covered(shown, str(await render_in_thread(shown)), cover(words, words_spans))


async def show_after(
    contribution: Contribution, measure: Measure, rule: str, what: Covered, ref: LogEntry, by: By
) -> None:
    """Let the public read what a measure leaves, and say so in the record. The row is locked."""
    before = contribution.showing
    await _lay(contribution, SHOWN_AFTER[measure], what)
    if measure is Measure.KEEP:
        if before is Showing.SHOWN:
            return
        type_ = "comment.published" if before is Showing.HELD else "comment.restored"
    else:
        type_ = "comment.redacted" if measure is Measure.REDACT else "comment.hidden"
    await record(
        type_,
        by=by,
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id,
        d={"rule": rule} if rule else None,
        ref=ref,
    )


async def _lay(contribution: Contribution, showing: Showing, what: Covered) -> None:
    contribution.showing = showing
    contribution.shown_text, contribution.html = what.shown, what.html
    if contribution.proposal is not None:
        contribution.proposed = contribution.proposal.covered(what.words).kept()
    contribution.reacted_at = contribution.reacted_at or clock.now()
    await contribution.save(
        update_fields=["showing", "shown_text", "html", "proposed", "reacted_at"]
    )
    await index(contribution)


async def put_back(contribution: Contribution, undone: Decision, ref: LogEntry, by: By) -> None:
    """Let the public read again what it read by the decision before, or all of it if none was.

    What its author has withdrawn meanwhile stays withdrawn. What a listed rule had held, and nobody
    has judged to be harmless, is held again: only a person shows it.
    """
    if contribution.showing in GONE:
        return
    earlier = await standing_about(contribution, but=undone)
    if earlier is None and undone.before is Showing.HELD and undone.state is State.LAPSED:
        await _hold_again(contribution, undone.rule)
        return
    if earlier is None:
        everything = await covered(contribution, (), ())
        await show_after(contribution, Measure.KEEP, "", everything, ref, by)
        return
    what = await covered(contribution, spans_in(earlier.spans), spans_in(earlier.words_spans))
    await show_after(contribution, earlier.measure, earlier.rule, what, ref, by)


async def _hold_again(contribution: Contribution, rule: str) -> None:
    await _lay(contribution, Showing.HELD, await covered(contribution, (), ()))
    await record(
        "comment.held",
        by="system",
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id,
        d={"rule": rule},
        ref=await entry_of(contribution.record_id, "comment.received"),
    )


async def standing_about(
    contribution: Contribution, but: Decision | None = None
) -> Decision | None:
    """Return the newest decision in force about these words, perhaps without one of them."""
    found = Decision.filter(
        contribution_id=contribution.id, state=State.STANDS, measure__in=ABOUT_WORDS
    )
    if but is not None:
        found = found.exclude(id=but.id)
    return await found.order_by("-at", "-id").first()


def spans_in(kept: Sequence[Sequence[int]] | None) -> list[Span]:
    """Return places as they were kept."""
    return [(start, end) for start, end in kept or ()]
