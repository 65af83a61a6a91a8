"""Everything that is kept about one person, part by part, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from forum.accounts.models import Person
from forum.core.i18n import N_
from forum.privacy.queries import account, acts, said, taking_part

Row = dict[str, Any]
"""Values under their names: texts, numbers, moments, or rows again."""


@dataclass(frozen=True)
class Part:
    """One part of it; `tables` are the columns that name a person and that it is read by."""

    name: str
    title: str
    read: Callable[[Person], Awaitable[list[Row]]]
    tables: tuple[str, ...] = ()


PARTS = (
    Part("account", N_("Your account"), account.account),
    Part("sign_ins", N_("Where you signed in"), account.sign_ins, ("sign_in.person",)),
    Part("roles", N_("What offices asked you to do"), account.roles, ("role_grant.person",)),
    Part("contributions", N_("What you said"), said.contributions, ("contribution.author",)),
    Part("suspensions", N_("When you were suspended"), said.suspensions, ("suspension.person",)),
    Part("supports", N_("What you support"), said.supports, ("support.person",)),
    Part("reports", N_("What you reported"), said.reports, ("moderation_report.person",)),
    Part(
        "votes",
        N_("Your votes"),
        taking_part.votes,
        ("ballot.person", "secret_roll.person", "entitlement.person"),
    ),
    Part(
        "sessions",
        N_("Sessions you were in"),
        taking_part.sessions,
        (
            *("attendance.person", "queue_entry.person", "queue_support.person"),
            *("correction.person", "session_event.by"),
        ),
    ),
    Part(
        "organisations",
        N_("Your organisations"),
        taking_part.organisations,
        ("organisation_member.person", "organisation.registered_by"),
    ),
    Part("follows", N_("What you follow"), account.follows, ("follow.person",)),
    Part("notices", N_("What you were told"), account.notices, ("notice.person",)),
    Part("letters", N_("Letters to your address"), account.letters),
    Part("acts", N_("What you did for offices"), acts.acts, acts.TABLES),
)
LEFT_OUT: dict[str, str] = {
    "poll.barred": "Whoever holds the chair does not vote: the session says who held it.",
    "session.chair": "Who holds the chair just now stands among what happened in the session.",
    "moderation_claim.moderator": "That somebody is at a case is told for a quarter of an hour.",
    "draft_visit.person": "That a form is open is told for minutes, and forgotten.",
}
"""Columns that name a person and are in no part, and why."""


async def own_data(person: Person) -> dict[str, list[Row]]:
    """Return every part by its name, read now."""
    return {part.name: await part.read(person) for part in PARTS}
