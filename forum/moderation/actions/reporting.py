"""Saying that somebody's words break a rule. A moderator hears of it; nothing else happens."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_left
from forum.audit.actions import erase_openings, record
from forum.audit.queries import entry_of
from forum.audit.rules import identity, short_code
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.core.ids import is_once, new_record_id
from forum.core.text import clean
from forum.moderation.events import Decided, Reported
from forum.moderation.models import Decision, Report
from forum.moderation.queries.reports import reported_lately
from forum.moderation.rules.reporting import check_pace, check_readable, check_report, counts
from forum.participation.queries import find_contribution
from forum.profiles.load import profile


@dataclass(frozen=True)
class Reporting:
    """Which rule somebody says is broken, and why; `once` is the key of the form."""

    rule: str
    words: str = ""
    once: str = ""


async def report(actor: Actor, ref: str, reporting: Reporting) -> Report:
    """Say that these words break a rule.

    One person reports one contribution once: whoever does it again finds the first report. However
    many do, its words stay as they are until a moderator has read them.
    """
    words = clean(reporting.words)
    async with transaction():
        await check_not_left(actor)
        contribution = await find_contribution(ref, lock=True)
        if contribution.author_id == actor.person_id:
            raise Refused(
                "report.own", _("These are your own words. You can withdraw them instead.")
            )
        require(actor, Permission.COMMENT_REPORT, on=contribution)
        await one_at_a_time(f"reporting:{actor.person_id}")
        if not is_once(reporting.once):
            raise Refused(
                "report.no-key", _("This form was incomplete. Your words are below: send it again.")
            )
        mine = Report.filter(contribution_id=contribution.id, person_id=actor.person_id)
        earlier = await mine.first()
        if earlier is not None:
            return earlier
        if await Report.exists(once=reporting.once):
            raise Refused(
                "report.key-used",
                _("Another report was sent from this form before. Send this one now."),
            )
        check_readable(contribution.showing)
        check_report(profile(contribution.consultation.agency.profile), reporting.rule, words)
        sent = await reported_lately(actor.person_id)
        check_pace(sent)
        counted = counts(sent)
        record_id = new_record_id()
        entry = await record(
            "report.received",
            by="citizen",
            ctx=contribution.consultation.record_id,
            subject=record_id,
            d={
                "comment": contribution.record_id,
                "rule": reporting.rule,
                **({} if counted else {"counted": False}),
            },
            c={"author": identity(actor.record_id), **({"body": words} if words else {})},
            ref=await entry_of(contribution.record_id, "comment.received"),
        )
        made = await Report.create(
            record_id=record_id,
            receipt=short_code(bytes.fromhex(entry.leaf)),
            contribution=contribution,
            person_id=actor.person_id,
            rule=reporting.rule,
            words=words,
            counted=counted,
            once=reporting.once,
            at=clock.now(),
        )
        announce(Reported(made.id))
    return made


async def erase_reports(person_id: int) -> None:
    """Leave of somebody's reports that they came in, by which rule: not what was written in them.

    Joins the act of whoever calls, who enters it in the record.
    """
    mine = Report.filter(person_id=person_id)
    subjects = [str(one) for one in await mine.values_list("record_id", flat=True)]
    await erase_openings(subjects, ["body"])
    await mine.update(words="")


async def settle_reports(fact: Decided) -> None:
    """Note which decision answers the reports that waited for it. Joins the decision."""
    decision = await Decision.get(id=fact.decision_id)
    waiting = Report.filter(contribution_id=decision.contribution_id, decision_id=None)
    await waiting.update(decision_id=decision.id)
