"""What waits for a moderator, as the first page of the desks tells it."""

from __future__ import annotations

from starlette.requests import Request

from forum.access.policy import Actor, Role
from forum.core.i18n import ngettext
from forum.moderation.queries import appeals_for, for_second, queue, reviews_for, to_confirm
from forum.site.desk.frame import Waiting, address
from forum.web.identity import actor_of


async def waiting_here(request: Request) -> list[Waiting]:
    """Tell the first page of the desks what waits for a moderator."""
    actor = actor_of(request)
    if not actor.agencies_as(Role.MODERATOR, Role.REVIEWER):
        return []
    cases = await _cases_here(request, actor)
    if not actor.agencies_as(Role.MODERATOR):
        return cases
    found = await queue(actor, "held", limit=1)
    href = address(request, "desk-moderation")
    lines = cases
    if held := found.counts["held"]:
        sentence = ngettext(
            "%(num)s comment is not public yet", "%(num)s comments are not public yet", held
        )
        first = found.rows[0]
        lines.append(
            Waiting(
                sentence % {"num": held},
                f"{href}?part=held",
                since=first.contribution.handed_in_at,
                until=first.decide_by,
                zone=first.contribution.consultation.time_zone,
            )
        )
    if reported := found.counts["reported"]:
        sentence = ngettext(
            "%(num)s comment was reported", "%(num)s comments were reported", reported
        )
        [first_one] = (await queue(actor, "reported", limit=1)).rows
        lines.append(
            Waiting(
                sentence % {"num": reported},
                f"{href}?part=reported",
                until=first_one.decide_by,
                zone=first_one.contribution.consultation.time_zone,
            )
        )
    if again := len(await reviews_for(actor)):
        sentence = ngettext(
            "%(num)s decision is to be judged again, blind",
            "%(num)s decisions are to be judged again, blind",
            again,
        )
        lines.append(Waiting(sentence % {"num": again}, f"{href}#again"))
    if others := found.counts["flagged"] + found.counts["new"]:
        sentence = ngettext(
            "%(num)s comment has not been looked at",
            "%(num)s comments have not been looked at",
            others,
        )
        lines.append(Waiting(sentence % {"num": others}, href))
    return lines


async def _cases_here(request: Request, actor: Actor) -> list[Waiting]:
    """Tell of what one person did at once, of what two must agree on, and of appeals."""
    href = address(request, "desk-moderation")
    lines = []
    if confirms := await to_confirm(actor):
        sentence = ngettext(
            "%(num)s urgent decision is to be confirmed",
            "%(num)s urgent decisions are to be confirmed",
            len(confirms),
        )
        lines.append(
            Waiting(
                sentence % {"num": len(confirms)},
                f"{href}#confirm",
                since=confirms[0].at,
                until=confirms[0].confirm_by,
                zone=confirms[0].contribution.consultation.time_zone,
            )
        )
    if seconds := await for_second(actor):
        sentence = ngettext(
            "%(num)s decision waits for a second person",
            "%(num)s decisions wait for a second person",
            len(seconds),
        )
        lines.append(
            Waiting(
                sentence % {"num": len(seconds)},
                f"{href}#second",
                since=seconds[0].at,
                zone=seconds[0].contribution.consultation.time_zone,
            )
        )
    if appeals := await appeals_for(actor):
        sentence = ngettext(
            "%(num)s appeal is to be heard", "%(num)s appeals are to be heard", len(appeals)
        )
        lines.append(
            Waiting(
                sentence % {"num": len(appeals)},
                f"{href}#appeals",
                since=appeals[0].filed_at,
                until=appeals[0].due_at,
                zone=appeals[0].decision.contribution.consultation.time_zone,
            )
        )
    return lines
