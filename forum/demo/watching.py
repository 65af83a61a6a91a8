"""Who reports what in the story, and who judges a decision again without seeing it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from forum.access.policy import Actor
from forum.core.text import clean
from forum.demo.script import script
from forum.moderation.actions import Again, Reporting, judge_again, report
from forum.moderation.queries import reviews_for
from forum.participation.models import Contribution

CueAt = Callable[[str, Callable[[], Awaitable[object]]], None]

CONSULTATION = "ktp-el-2026"
REPORTS = (
    ("D-2 12:35", "petrus", "kt-44", "personal_data", "Ada nomor telepon di dalamnya."),
    ("D-1 07:30", "sari", "kt-54", "insult", "Petugas loket juga manusia."),
    ("D-1 07:41", "joko", "kt-54", "insult", ""),
    ("D+0 08:10", "hadi", "kt-60", "insult", "Tidak sopan kepada dinas."),
)
"""The first stays as it is, the second is hidden, the last still waits on day zero."""


def cue_watching(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan what these people do, each at its time."""
    for number, (when, who, id_, rule, words) in enumerate(REPORTS):
        reporting = Reporting(rule=rule, words=words, once=f"watching-report-{number}")
        cue(when, partial(_report, cast[who], id_, reporting))
    cue("D-1 10:30", partial(_judge_again, cast["kadek"]))


async def _report(actor: Actor, id_: str, reporting: Reporting) -> None:
    plot = next(one for one in script().consultations if one.slug == CONSULTATION)
    said = next(one.text for one in plot.comments if one.id == id_)
    found = Contribution.filter(consultation__slug=CONSULTATION, text=clean(said))
    await report(actor, (await found.get()).ref, reporting)


async def _judge_again(moderator: Actor) -> None:
    """Come to the same as the first moderator, for every decision that was drawn."""
    for review in await reviews_for(moderator):
        again = Again(measure=review.decision.measure, rule=review.decision.rule)
        await judge_again(moderator, review.ref, again)
