"""Plays the sessions and polls of the script through the actions that people use."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from forum.access.policy import Actor
from forum.consultations.queries import find_consultation
from forum.core.ids import new_ref
from forum.demo.meeting_script import Act, Item, Meeting, Outside
from forum.demo.meeting_script import Poll as Asked
from forum.demo.script import moment
from forum.drafts.queries import find_clause
from forum.sessions import actions
from forum.sessions.actions import minutes as minutes_of
from forum.sessions.actions.minutes import Rewriting
from forum.sessions.actions.minutes_corrections import (
    Correcting,
    Deciding,
    decide_correction,
    propose_correction,
)
from forum.sessions.minutes import ParagraphKind, from_data
from forum.sessions.minutes.correcting import Verdict
from forum.sessions.plans import ItemPlan, SessionPlan
from forum.sessions.queries import find_session, floor_of
from forum.sessions.queries.minutes import minutes_of as find_minutes
from forum.sessions.rules import Ask, Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import Vote, close_poll, open_poll, plan_poll
from forum.voting.ballot_box import ballot_box
from forum.voting.plans import PollPlan, stance_options
from forum.voting.rules import Electorate, Kind, Majority, Results

Cue = Callable[[str, Callable[[], Awaitable[None]]], None]


class Room:
    """Plays one session; remembers which entry of the script got which reference."""

    def __init__(self, plot: Meeting, cast: Mapping[str, Actor], chance: random.Random) -> None:
        self.plot = plot
        self.cast = cast
        self.chance = chance
        self.entries: dict[str, str] = {}
        self.voters = [one.who for one in plot.guests]

    def cue(self, cue: Cue) -> None:
        """Plan every act of this session."""
        cue(self.plot.planned, self._plan)
        cue(self.plot.announced, self._announce)
        for act in self.plot.acts:
            cue(act.at, partial(self._act, act))
        if self.plot.guests_at:
            cue(self.plot.guests_at, self._let_in)

    async def _plan(self) -> None:
        plot = self.plot
        plan = SessionPlan(
            title=plot.title,
            starts_at=moment(plot.starts),
            ends_at=moment(plot.ends),
            place=plot.place,
            link=plot.link,
            access=plot.access,
            agenda=tuple([await self._item(item) for item in plot.agenda]),
        )
        planner = self.cast[plot.planner]
        await actions.plan_session(planner, plot.consultation, plan, code=plot.code)

    async def _item(self, item: Item) -> ItemPlan:
        found = await find_consultation(self.plot.consultation)
        lineage = (await find_clause(found.version, item.clause)).lineage if item.clause else ""
        return ItemPlan(
            title=item.title,
            lineage=lineage,
            minutes=item.minutes,
            steps=tuple(Step(step) for step in item.steps),
            straw=_straw(item.straw) if item.straw else None,
            vote=_formal(item.vote) if item.vote else None,
        )

    async def _announce(self) -> None:
        await actions.announce_session(self.cast[self.plot.publisher], self.plot.code)

    async def _let_in(self) -> None:
        for guest in self.plot.guests:
            await actions.check_in(
                self.cast[guest.who],
                self.plot.code,
                element=guest.element,
                organisation=guest.organisation,
                name_public=guest.name_public,
                in_hall=guest.in_hall,
            )

    async def _act(self, act: Act) -> None:
        await getattr(self, f"_{act.do}")(act)

    async def _next(self, act: Act) -> None:
        chair = self.cast[self.plot.chair]
        await actions.take_chair(chair, self.plot.code)
        for _time in range(act.times):
            await actions.press_next(
                chair,
                self.plot.code,
                seen=await self._moved(),
                sentence=act.sentence,
                problem=act.problem,
                term=act.term,
            )

    async def _ask(self, act: Act) -> None:
        asking = actions.Asking(Ask(act.ask), act.text, act.stance, new_ref())
        entry = await actions.ask(self.cast[act.by], self.plot.code, asking)
        self.entries[act.id] = entry.ref
        others = [who for who in self.voters if who != act.by]
        for who in self.chance.sample(others, act.supports):
            await actions.support(self.cast[who], entry.ref, on=True)

    async def _answered(self, act: Act) -> None:
        await self._press(Press.ANSWERED, entry=self.entries[act.id])

    async def _floor(self, act: Act) -> None:
        await self._press(Press.FLOOR, entry=self.entries[act.id])

    async def _hands(self, act: Act) -> None:
        floor = await floor_of(await find_session(self.plot.code))
        assert floor.poll is not None  # noqa: S101 - the script opens it first
        await self._press(Press.HANDS, poll=floor.poll.ref, hands=act.counts)

    async def _note(self, act: Act) -> None:
        await actions.note(self.cast[self.plot.noted_by], self.plot.code, act.text)

    async def _votes(self, act: Act) -> None:
        floor = await floor_of(await find_session(self.plot.code))
        assert floor.poll is not None  # noqa: S101 - the script opens it first
        voters = self.chance.sample(self.voters, sum(act.counts))
        await _cast([self.cast[who] for who in voters], floor.poll.ref, act.counts)

    async def _open(self, act: Act) -> None:
        until = moment(act.until) if act.until else None
        await minutes_of.open_correction(self.cast[self.plot.chair], self.plot.code, until)

    async def _correct(self, act: Act) -> None:
        """Somebody corrects the first note of the minutes, and the note-taker takes it."""
        minutes = await find_minutes(await find_session(self.plot.code))
        paragraphs = from_data(minutes.paragraphs)
        wrong = next(one for one in paragraphs if one.kind is ParagraphKind.NOTES)
        proposed = await propose_correction(
            self.cast[act.by],
            self.plot.code,
            Correcting(paragraph=wrong.key, text=act.text, once=new_ref()),
        )
        words = dict.fromkeys(wrong.words, act.sentence)
        rewriting = Rewriting(paragraph=wrong.key, words=words, seen=wrong.revision)
        deciding = Deciding(verdict=Verdict.TAKEN, reason=act.reason, rewriting=rewriting)
        await decide_correction(self.cast[self.plot.noted_by], proposed.ref, deciding)

    async def _adopt(self, _act: Act) -> None:
        await minutes_of.adopt_minutes(self.cast[self.plot.chair], self.plot.code)

    async def _moved(self) -> int:
        return (await floor_of(await find_session(self.plot.code))).moved

    async def _press(
        self, kind: Press, *, entry: str = "", poll: str = "", hands: tuple[int, ...] = ()
    ) -> None:
        await actions.press(
            self.cast[self.plot.chair],
            self.plot.code,
            kind,
            seen=await self._moved(),
            details=actions.Details(entry=entry, poll=poll, hands=hands),
        )


def cue_poll(plot: Outside, cast: Mapping[str, Actor], voters: list[str], cue: Cue) -> None:
    """Plan a straw poll outside sessions: opened, answered, and perhaps closed."""
    refs: list[str] = []

    async def begin() -> None:
        found = await find_consultation(plot.consultation)
        clause = await find_clause(found.version, plot.clause)
        made = await plan_poll(
            cast[plot.by],
            plot.consultation,
            _straw(Asked(question=plot.question)),
            lineage=clause.lineage,
        )
        await open_poll(cast[plot.by], made.ref)
        refs.append(made.ref)
        await _cast([cast[who] for who in voters[: sum(plot.counts)]], made.ref, plot.counts)

    async def end() -> None:
        await close_poll(cast[plot.by], refs[0])

    cue(plot.opened, begin)
    if plot.closed:
        cue(plot.closed, end)


async def _cast(voters: list[Actor], poll: str, counts: tuple[int, ...]) -> None:
    choices = [option for option, times in enumerate(counts) for _time in range(times)]
    for voter, option in zip(voters, choices, strict=True):
        await ballot_box().drop(Vote(voter, poll, str(option), new_ref()))


def _straw(asked: Asked) -> PollPlan:
    return PollPlan(question=asked.question, options=stance_options())


def _formal(asked: Asked) -> PollPlan:
    return PollPlan(
        question=asked.question,
        options=stance_options(),
        kind=Kind.FORMAL,
        electorate=Electorate.PRESENT,
        majority=Majority.SIMPLE,
        results=Results.AT_CLOSE,
    )
