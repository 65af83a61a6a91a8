"""Through the agenda: doors, beginning, items and steps, breaks, and a move taken back."""

from __future__ import annotations

from forum.consultations.plans import check_reason
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.sessions.actions.log import K, enter
from forum.sessions.actions.polling import present_without_chair
from forum.sessions.actions.sheet import Details, Sheet, check_may_meet
from forum.sessions.models import AgendaItem
from forum.sessions.rules import LONGEST_SENTENCE, LONGEST_TERM, Step, wrong_words
from forum.sessions.run_sheet import POLLS

LONGEST_TIMER = 4 * 3_600
LONGEST_BREAK = 24 * 60


async def open_doors(sheet: Sheet, _details: Details) -> None:
    """Let people check in."""
    await check_may_meet(sheet)
    await sheet.happen(K.DOORS)


async def begin(sheet: Sheet, _details: Details) -> None:
    """Begin the meeting."""
    await check_may_meet(sheet)
    await sheet.happen(K.BEGAN)
    present = await present_without_chair(sheet.session)
    await enter("session.opened", sheet.session, sheet.actor, d={"present": present})


async def go_to_item(sheet: Sheet, details: Details) -> None:
    """Go to an item, to its first step unless another is named."""
    item = sheet.item(details.item)
    await _go(sheet, K.ITEM, item, details.step)


async def go_to_step(sheet: Sheet, details: Details) -> None:
    """Go to a step of the present item."""
    if details.step is None:
        raise Invalid({"step": _("Choose one of the options offered.")})
    await _go(sheet, K.STEP, sheet.item(sheet.floor.item), details.step)


async def take_break(sheet: Sheet, details: Details) -> None:
    """Interrupt the meeting, for so many minutes if that is known."""
    minutes = details.minutes
    if minutes is not None and not 0 < minutes <= LONGEST_BREAK:
        raise Invalid({"minutes": _("Write how many minutes, at most a day.")})
    await sheet.happen(K.BREAK, {"minutes": minutes} if minutes else {})


async def resume(sheet: Sheet, _details: Details) -> None:
    """Go on."""
    await sheet.happen(K.RESUMED)


async def undo(sheet: Sheet, details: Details) -> None:
    """Go back to where the session was before the last move."""
    reason = check_reason(details.reason)
    back = sheet.floor.trail[-1]
    place = {"item": back.item, "step": back.step.value if back.step else None}
    await sheet.happen(K.UNDONE, {"of": back.s, "reason": reason, **place})


async def tell_outcome(sheet: Sheet, details: Details) -> None:
    """End the discussion of an item with one sentence; told again, the newer one counts."""
    sentence, problem, term = (
        clean(text) for text in (details.sentence, details.problem, details.term)
    )
    wrong = wrong_words("sentence", sentence, LONGEST_SENTENCE)
    if wrong and not sentence:
        wrong = {"sentence": _("Write the outcome in one sentence. Everybody reads it.")}
    for name, text, most in (
        ("problem", problem, LONGEST_SENTENCE),
        ("term", term, LONGEST_TERM),
    ):
        wrong.update(wrong_words(name, text, most) if text else {})
    if wrong:
        raise Invalid(wrong)
    item = sheet.item(details.item or sheet.floor.item)
    told = {"item": item.ref, "sentence": sentence, "problem": problem, "term": term}
    await sheet.happen(K.OUTCOME, told)


async def set_timer(sheet: Sheet, details: Details) -> None:
    """Set the clock that everybody sees; 0 takes it away."""
    seconds = details.seconds or 0
    if not 0 <= seconds <= LONGEST_TIMER:
        raise Invalid({"seconds": _("Write how many seconds, at most four hours.")})
    await sheet.happen(K.TIMER, {"seconds": seconds})


async def set_balance(sheet: Sheet, details: Details) -> None:
    """Hear those for and those against in turn, or not."""
    if details.on is not sheet.floor.balance:
        await sheet.happen(K.BALANCE, {"on": details.on})


async def _go(sheet: Sheet, k: K, item: AgendaItem, step: Step | None) -> None:
    steps = [Step(one) for one in item.steps]
    if step is not None and step not in steps:
        raise Refused("session.no-step", _("This item has no such step."))
    left_out = POLLS if sheet.session.withdrawn else frozenset()
    to = step or next((one for one in steps if one not in left_out), steps[0])
    if (item.ref, to) == (sheet.floor.item, sheet.floor.step):
        raise Refused("session.here", _("The session is there already."))
    await sheet.seat_speaker()
    await sheet.happen(k, {"item": item.ref, "step": to.value})
