"""What the chair does: takes the chair, presses the one button, or presses another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from forum.access.policy import Actor
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.sessions.actions import ending, moving, polling, speaking
from forum.sessions.actions.log import K, ref_of
from forum.sessions.actions.sheet import Details, Sheet, check_chair, sheet_of
from forum.sessions.models import Session
from forum.sessions.rules import RUNNING, State, withdrawn
from forum.sessions.run_sheet import MOVING, Move, Press, why_not
from forum.voting.actions import bar
from forum.voting.ballot_box import ballot_box
from forum.voting.queries import find_poll

DONE: dict[Press, Callable[[Sheet, Details], Awaitable[None]]] = {
    Press.DOORS: moving.open_doors,
    Press.BEGIN: moving.begin,
    Press.ITEM: moving.go_to_item,
    Press.STEP: moving.go_to_step,
    Press.OPEN_POLL: polling.open_poll,
    Press.CLOSE_POLL: polling.close_poll,
    Press.OUTCOME: moving.tell_outcome,
    Press.END: ending.end,
    Press.BREAK: moving.take_break,
    Press.RESUME: moving.resume,
    Press.UNDO: moving.undo,
    Press.TIMER: moving.set_timer,
    Press.BALANCE: moving.set_balance,
    Press.FLOOR: speaking.give_floor,
    Press.FLOOR_OVER: speaking.take_floor,
    Press.ANSWERED: speaking.mark_answered,
    Press.HANDS: polling.enter_hands,
}

ONLY_NEXT = frozenset({Press.DOORS, Press.BEGIN, Press.OPEN_POLL})
"""What is pressed only when its turn has come."""


async def take_chair(actor: Actor, ref: str) -> Session:
    """Take the chair, also from somebody else; whoever chairs does not vote in an open poll."""
    async with transaction():
        sheet = await sheet_of(actor, ref)
        session = sheet.session
        if session.chair_id == actor.person_id:
            return session
        if not (session.rehearsal or session.state in RUNNING | {State.ANNOUNCED}):
            raise Refused("session.chair-later", _("The chair is taken once it is announced."))
        await Session.filter(id=session.id).update(chair_id=actor.person_id)
        session.chair_id = actor.person_id
        await sheet.happen(K.CHAIR, {"who": await ref_of(actor)})
        if sheet.floor.poll is not None and actor.person_id is not None:
            await bar(await find_poll(sheet.floor.poll.ref, lock=True), actor.person_id)
    return session


async def press_next(
    actor: Actor,
    ref: str,
    *,
    seen: int,
    does: str = "",
    sentence: str = "",
    problem: str = "",
    term: str = "",
) -> Move:
    """Press the one button and return what it did; `seen` is the `moved` of the page's floor.

    `does` is the kind of move that stands on the button, if the page says it: where a consultation
    is withdrawn, what comes next changes without a move.

    The words are those of the outcome, which the button asks for when its turn has come. Votes sent
    to this process before the press are written first, so that a poll that it closes counts them.
    """
    await ballot_box().drain()
    async with transaction():
        sheet = await sheet_of(actor, ref)
        await check_chair(sheet)
        await sheet.check_seen(seen)
        sheet.check_does(does)
        move = sheet.next
        if move is None:
            raise _nothing_next(sheet)
        details = Details(
            item=move.item, step=move.step, sentence=sentence, problem=problem, term=term
        )
        await DONE[move.kind](sheet, details)
    return move


async def press(
    actor: Actor, ref: str, kind: Press, *, seen: int, details: Details | None = None
) -> None:
    """Press anything else on the run sheet; refused with a sentence if it is not its time."""
    details = details or Details()
    if kind is Press.ANNUL:
        await polling.annul(actor, ref, details.poll, details.reason)
        return
    if kind is Press.CLOSE_POLL:
        await ballot_box().drain()
    async with transaction():
        sheet = await sheet_of(actor, ref)
        await check_chair(sheet)
        if kind in MOVING:
            await sheet.check_seen(seen)
        refused = why_not(sheet.floor, kind)
        if refused is not None:
            raise refused
        move = sheet.next
        if kind in ONLY_NEXT and (move is None or move.kind is not kind):
            raise _nothing_next(sheet)
        await DONE[kind](sheet, details)


def _nothing_next(sheet: Sheet) -> Refused:
    if sheet.session.state is State.PLANNED:
        return Refused("session.not-announced", _("Announce this session first."))
    if sheet.session.withdrawn and sheet.session.state in RUNNING | {State.ANNOUNCED}:
        return withdrawn()
    return Refused("session.nothing-next", _("This is not what comes next."))
