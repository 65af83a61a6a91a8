"""Plays the script through the actions people use, each at its own time on the forum's clock."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from forum.access.policy import Actor, Role
from forum.catalogue.queries import find_standard
from forum.consultations.actions import announce, pause, plan
from forum.consultations.plans import Plan
from forum.consultations.queries import find_consultation, findings_of
from forum.core import clock
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.demo.appealing import cue_appealing
from forum.demo.beside import cue_beside
from forum.demo.corrections import cue_corrections
from forum.demo.drafting import cue_drafting
from forum.demo.edits import play_edits
from forum.demo.meeting_script import meetings
from forum.demo.meetings import Room, cue_poll
from forum.demo.proposing import cue_proposing
from forum.demo.script import DAY_ZERO, START, ZONE, Script, moment
from forum.demo.script import Comment as Words
from forum.demo.script import Consultation as Plot
from forum.demo.script import script as read_script
from forum.demo.stage import PROFILE, bring_standard, set_stage, works_for
from forum.demo.talk import Talk, explain
from forum.demo.watching import cue_watching
from forum.drafts.actions import edit_note, start_version
from forum.drafts.actions.editing import seal
from forum.drafts.queries import find_version, versions_of
from forum.profiles.load import profile
from forum.sessions.actions import advance_due

BEGINNING = datetime.combine(DAY_ZERO, START, ZONE)
SEED = 20261124
LOOK = timedelta(days=10)
"""So long before publication its authors begin to look at their answers."""
Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True, order=True)
class Cue:
    """One act of the play and when it happens; cues of one moment keep the script's order."""

    at: datetime
    number: int


async def play() -> None:
    """Fill an empty forum with the whole story up to day zero, 09:00."""
    script = read_script()
    with speaking("id"):
        await Play(script).perform()
    set_clock(BEGINNING)


def set_clock(to: datetime) -> None:
    """Put the forum's clock to this moment."""
    clock.set_ahead(to - datetime.now(UTC))


class Play:
    """The cues of every consultation in one order of time."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.chance = random.Random(SEED)  # noqa: S311 - chance for a story, not for secrets
        self.cues: list[tuple[Cue, Act]] = []
        self.cast: dict[str, Actor] = {}

    async def perform(self) -> None:
        """Act everything out, with the clock's own moves in between."""
        first = min(moment(plot.times.drafted) for plot in self.script.consultations)
        set_clock(first - timedelta(days=1))
        self.cast = await set_stage(self.script)
        for service in self.script.services:
            drafter = works_for(self.cast, self.script, Role.DRAFTER, service.agency)
            publisher = works_for(self.cast, self.script, Role.PUBLISHER, service.agency)
            await bring_standard(service, drafter, publisher)
        for plot in self.script.consultations:
            self._cue_consultation(plot)
        self._cue_meetings()
        cue_beside(self.cast, self._cue_at)
        cue_drafting(self.cast, self._cue_at)
        cue_proposing(self.cast, self._cue_at)
        cue_corrections(self.cast, self._cue_at)
        cue_watching(self.cast, self._cue_at)
        cue_appealing(self.cast, self._cue_at)
        for cue, act in sorted(self.cues, key=lambda pair: pair[0]):
            set_clock(cue.at)
            await advance_due()
            await act()
            await run_due()
        set_clock(BEGINNING)
        await advance_due()
        await run_due()

    def cue(self, at: datetime, act: Act) -> None:
        """Plan one act, unless it lies after day zero."""
        if at <= BEGINNING:
            self.cues.append((Cue(at, len(self.cues)), act))

    def _cue_meetings(self) -> None:
        chance = random.Random(SEED)  # noqa: S311 - a chance of their own: the rest stays the same
        for meeting in meetings().sessions:
            Room(meeting, self.cast, chance).cue(self._cue_at)
        for poll in meetings().polls:
            citizens = [id_ for id_ in self.cast if not self._works(id_)]
            cue_poll(poll, self.cast, chance.sample(citizens, sum(poll.counts)), self._cue_at)

    def _cue_at(self, when: str, act: Act) -> None:
        self.cue(moment(when), act)

    def _cue_consultation(self, plot: Plot) -> None:
        times = plot.times
        self.cue(moment(times.drafted), lambda: self._draft(plot))
        if times.announced:
            self.cue(moment(times.announced), lambda: self._announce(plot))
        talk = Talk(plot, self.cast, self.chance)
        for comment in plot.comments:
            self._cue_comment(plot, talk, comment)
        for response in plot.responses:
            at = moment(response.written_at)
            self.cue(at, partial(talk.answer, response))
            if response.approved_at:
                self.cue(
                    moment(response.approved_at),
                    partial(talk.approve, response),
                )
        if times.paused:
            self.cue(
                moment(times.paused),
                lambda: self._pause(plot),
            )
        looked = moment(times.looked) if times.looked else None
        if times.published:
            looked = moment(times.published) - LOOK
        if looked:
            self.cue(looked, lambda: talk.let_look(self._publisher(plot)))
        for objection in plot.objections:
            self.cue(moment(objection.at), partial(talk.object_to, objection))
            if objection.kept_at:
                self.cue(moment(objection.kept_at), partial(talk.propose_to_keep, objection))
        if times.published:
            self.cue(moment(times.published), lambda: talk.publish(self._publisher(plot)))

    def _cue_comment(self, plot: Plot, talk: Talk, comment: Words) -> None:
        at = moment(comment.at)
        self.cue(at, lambda: talk.say(comment))
        ends = min(BEGINNING, moment(plot.times.paused or plot.times.closes or "D+0 09:00"))
        others = [id_ for id_ in self.cast if id_ != comment.author and not self._works(id_)]
        for supporter in self.chance.sample(others, min(comment.supports, len(others))):
            when = at + (ends - at) * self.chance.random() ** 2
            self.cue(when, partial(talk.support, comment, supporter))
        if comment.decision is not None:
            self.cue(moment(comment.decision.at), lambda: talk.decide(comment))

    async def _draft(self, plot: Plot) -> None:
        owner = self.cast[plot.owner]
        drafter = works_for(self.cast, self.script, Role.DRAFTER, self._agency(plot))
        standard = await find_standard(plot.standard)
        if standard.in_force:
            version = await start_version(drafter, plot.standard, standard.in_force)
        else:
            version = (await versions_of(standard))[0]
        version = await find_version(plot.standard, version.number)
        touched = await play_edits(drafter, version, plot.draft)
        await explain(drafter, version, plot.draft, touched)
        await edit_note(drafter, version.ref, seal(version), version.title, plot.note)
        await plan(owner, plot.standard, self._plan(plot), slug=plot.slug)

    async def _announce(self, plot: Plot) -> None:
        findings = await findings_of(await find_consultation(plot.slug))
        await announce(
            self._publisher(plot),
            plot.slug,
            [finding.code for finding in findings if finding.severity == "warning"],
        )

    async def _pause(self, plot: Plot) -> None:
        await pause(self._publisher(plot), plot.slug, plot.pause_reason)

    def _plan(self, plot: Plot) -> Plan:
        times = plot.times
        return Plan(
            title=plot.title,
            lead=plot.lead,
            time_zone=ZONE.key,
            opens_at=moment(times.opens) if times.opens else None,
            closes_at=moment(times.closes) if times.closes else None,
            respond_by=moment(times.respond_by) if times.respond_by else None,
            contact=plot.contact,
            privacy_notice=profile(PROFILE).privacy_notice,
        )

    def _publisher(self, plot: Plot) -> Actor:
        return works_for(self.cast, self.script, Role.PUBLISHER, self._agency(plot))

    def _agency(self, plot: Plot) -> str:
        return next(one.agency for one in self.script.services if one.slug == plot.standard)

    def _works(self, id_: str) -> bool:
        return bool(self.cast[id_].grants)
