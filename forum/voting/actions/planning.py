"""Planning a poll: nothing of it is public before it opens."""

from __future__ import annotations

from dataclasses import replace

from forum.access.policy import Actor, Permission, require
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.text import clean
from forum.drafts.queries import find_by_lineage
from forum.profiles.load import Words
from forum.voting.models import Poll
from forum.voting.plans import Option, PollPlan, check_plan
from forum.voting.rules import Electorate


async def plan_poll(
    actor: Actor,
    slug: str,
    plan: PollPlan,
    *,
    lineage: str = "",
    label: str = "",
    session_ref: str = "",
    item_ref: str = "",
    rehearsal: bool = False,
) -> Poll:
    """Plan a poll in a consultation: on one clause if `lineage` names it, in a session or outside.

    The number of the clause is looked up unless it is given.
    """
    async with transaction():
        consultation = await find_consultation(slug)
        require(actor, Permission.POLL_PLAN, on=consultation)
        plan = tidied(plan)
        check_plan(plan)
        if plan.electorate is Electorate.PRESENT and not session_ref:
            raise Invalid({"electorate": _("Only in a session is anybody present.")})
        if lineage and not label:
            label = (await find_by_lineage(consultation.version, lineage)).label
        return await Poll.create(
            consultation=consultation,
            session_ref=session_ref,
            item_ref=item_ref,
            lineage=lineage,
            label=label,
            kind=plan.kind,
            method=plan.method,
            ranking=plan.ranking,
            question=plan.question,
            options=list(plan.options),
            secrecy=plan.secrecy,
            electorate=plan.electorate,
            majority=plan.majority,
            quorum=plan.quorum,
            results=plan.results,
            rehearsal=rehearsal,
            made_at=clock.now(),
        )


def tidied(plan: PollPlan) -> PollPlan:
    """Return the plan with its words as they are kept."""
    return replace(
        plan,
        question=_tidy(plan.question),
        options=tuple(
            Option(words=_tidy(one["words"]), stance=str(one["stance"])) for one in plan.options
        ),
    )


def _tidy(words: Words) -> Words:
    told = {language: clean(text) for language, text in words.items()}
    return {language: text for language, text in told.items() if text}
