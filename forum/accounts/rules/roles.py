"""Who may get a role, and when one cannot be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from forum.access.policy import Actor, Grant, Role
from forum.core.errors import NotAllowed, Refused
from forum.core.i18n import _


def check_giver(giver: Actor, person_id: int) -> None:
    """Refuse whoever gives a role to themself: roles come from somebody else."""
    if not giver.operator and giver.person_id == person_id:
        raise NotAllowed(
            "role.own", _("You cannot give a role to yourself. Ask another owner of the agency.")
        )


def check_place(role: Role, consultation_ref: str) -> None:
    """Refuse a role for one consultation that has nothing to do with one alone."""
    if consultation_ref and role is Role.DRAFTER:
        raise Refused(
            "role.whole-agency",
            _("Drafts belong to the whole agency. Give this role for the agency."),
        )


def check_taking(taken: Grant, others: Iterable[Grant]) -> None:
    """Refuse to leave an agency without anybody who answers for it.

    `others` are the roles that would remain in the agency.
    """
    answers_for_agency = taken.role is Role.OWNER and not taken.consultation_ref
    if answers_for_agency and not any(
        other.role is Role.OWNER and not other.consultation_ref for other in others
    ):
        raise Refused(
            "role.last-owner",
            _("This is the last owner of the agency. Give the role to somebody else first."),
        )
