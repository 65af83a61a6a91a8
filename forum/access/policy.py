"""The table of permissions, and the two questions asked of it."""

from __future__ import annotations

from forum.access.actors import CLOCK, OPERATOR, ROLE_WORDS, Actor, Grant, Permission, Role
from forum.access.rules import (
    InPhase,
    Rule,
    anyone,
    has,
    lead,
    member,
    not_own,
    operator,
    own,
    signed_in,
    staff,
)
from forum.core.errors import NotAllowed
from forum.core.i18n import _

__all__ = [
    "CLOCK",
    "OPERATOR",
    "POLICY",
    "ROLE_WORDS",
    "Actor",
    "Grant",
    "Permission",
    "Role",
    "allows",
    "refusal",
    "require",
]
"""The table is asked about actors, so whoever asks finds both here."""

POLICY: dict[Permission, Rule] = {
    Permission.SIGN_IN: anyone,
    Permission.LANGUAGE_CHOOSE: anyone,
    Permission.ACCOUNT_KEEP: signed_in,
    Permission.ACCOUNT_ERASE: signed_in,
    Permission.ERASURE_REPEAT: operator,
    Permission.ACCOUNT_RESET: operator,
    Permission.COMMENT_POST: signed_in,
    Permission.COMMENT_SUPPORT: signed_in & not_own,
    Permission.COMMENT_EDIT: own,
    Permission.COMMENT_WITHDRAW: own,
    Permission.COMMENT_ERASE: own,
    Permission.COMMENT_REPORT: signed_in & not_own,
    Permission.COMMENT_DECIDE: has(Role.MODERATOR) & not_own,
    Permission.COMMENT_REVIEW: has(Role.MODERATOR) & not_own,
    Permission.DECISION_SECOND: has(Role.MODERATOR) & not_own,
    Permission.APPEAL_FILE: own,
    Permission.APPEAL_DECIDE: has(Role.MODERATOR, Role.REVIEWER) & not_own,
    Permission.DESK_ENTER: staff,
    Permission.DRAFT_READ: has(*Role),
    Permission.DRAFT_IMPORT: has(Role.DRAFTER),
    Permission.DRAFT_EDIT: has(Role.DRAFTER),
    Permission.MARK_SETTLE: has(Role.DRAFTER, Role.RESPONDER),
    Permission.DRAFT_SHARE: has(Role.DRAFTER, Role.OWNER, Role.PUBLISHER),
    Permission.DRAFT_CORRECT: has(Role.DRAFTER, Role.OWNER),
    Permission.CHANGE_EXPLAIN: has(Role.DRAFTER, Role.RESPONDER),
    Permission.CONSULTATION_PLAN: has(Role.OWNER, Role.PUBLISHER),
    Permission.CONSULTATION_ANNOUNCE: has(Role.PUBLISHER),
    Permission.CONSULTATION_EXTEND: has(Role.PUBLISHER),
    Permission.CONSULTATION_PAUSE: has(Role.PUBLISHER, Role.MODERATOR),
    Permission.CONSULTATION_WITHDRAW: has(Role.PUBLISHER),
    Permission.CONSULTATION_RECONSULT: has(Role.PUBLISHER),
    Permission.SECOND_LOOK_BEGIN: has(Role.PUBLISHER),
    Permission.OBJECTION_RAISE: own,
    Permission.OBJECTION_SETTLE: has(Role.RESPONDER),
    Permission.OBJECTION_DECIDE: has(Role.REVIEWER),
    Permission.PROMISE_EXTEND: has(Role.PUBLISHER),
    Permission.LATE_PERMIT: has(Role.OWNER),
    Permission.LATE_ADMIT: has(Role.OWNER),
    Permission.RESPONSE_WRITE: has(Role.RESPONDER),
    Permission.RESPONSE_APPROVE: has(Role.REVIEWER),
    Permission.SUMMARY_WRITE: has(Role.OWNER, Role.PUBLISHER),
    Permission.SUMMARY_PUBLISH: has(Role.PUBLISHER),
    Permission.ROLE_GIVE: has(Role.OWNER) | operator,
    Permission.DEMO_PLAY: anyone,
    Permission.CATALOGUE_KEEP: operator,
    Permission.STANDARD_ADOPT: has(Role.PUBLISHER),
    Permission.SESSION_PLAN: has(Role.OWNER, Role.CHAIR),
    Permission.SESSION_ANNOUNCE: has(Role.OWNER, Role.PUBLISHER),
    Permission.SESSION_RUN: has(Role.CHAIR),
    Permission.SESSION_WATCH: has(Role.CHAIR, Role.NOTE_TAKER, Role.MODERATOR),
    Permission.SESSION_JOIN: signed_in,
    Permission.SESSION_SPEAK: signed_in,
    Permission.SESSION_NOTE: has(Role.CHAIR, Role.NOTE_TAKER),
    Permission.FLOOR_MODERATE: has(Role.CHAIR, Role.MODERATOR) & not_own,
    Permission.MINUTES_CORRECT: signed_in,
    Permission.MINUTES_ADOPT: has(Role.CHAIR),
    Permission.POLL_PLAN: has(Role.OWNER, Role.CHAIR),
    Permission.POLL_RUN: has(Role.OWNER, Role.CHAIR),
    Permission.POLL_ANNUL: has(Role.CHAIR, Role.OWNER, Role.REVIEWER),
    Permission.BALLOT_CAST: signed_in,
    Permission.COMMENT_ENTER: has(*(role for role in Role if role is not Role.REVIEWER)),
    Permission.CONTACT_ERASE: has(*(role for role in Role if role is not Role.REVIEWER)),
    Permission.ORGANISATION_REGISTER: signed_in,
    Permission.ORGANISATION_JOIN: signed_in,
    Permission.ORGANISATION_LEAVE: member,
    Permission.ORGANISATION_KEEP: lead,
    Permission.ORGANISATION_SPEAK: lead,
    Permission.ORGANISATION_CONFIRM: has(Role.OWNER) | operator,
    Permission.FOLLOW: signed_in,
    Permission.FOLLOW_END: anyone,
}


def allows(actor: Actor, permission: Permission, on: object = None) -> bool:
    """Answer quietly; pages use it to decide whether to offer a button."""
    in_time = on is None or not isinstance(on, InPhase) or on.permits(permission)
    return in_time and POLICY[permission](actor, on)


def require(actor: Actor, permission: Permission, on: object = None) -> None:
    """Answer firmly; every action calls it before it changes anything."""
    if not POLICY[permission](actor, on):
        raise refusal(actor, permission)
    if on is not None and isinstance(on, InPhase) and not on.permits(permission):
        raise on.why_not(permission)


def refusal(actor: Actor, permission: Permission) -> NotAllowed:
    """Return the sentence that tells this actor what to do next."""
    if not actor.signed_in and actor.sign_in_id is not None:
        return NotAllowed("access.code", _("Give the code from your authenticator app first."))
    if not actor.signed_in:
        return NotAllowed("access.sign-in", _("Sign in first, then you can do this."))
    if actor.asleep:
        return NotAllowed(
            "access.second-factor",
            _("Your role counts once you have set up a second factor."),
        )
    return NotAllowed(
        f"access.{permission}",
        _("Your roles do not include this. Ask the owner of the consultation."),
    )
