"""The table of permissions, and the two questions asked of it.

A rule looks only at small facts (whose agency, whose text), described by the protocols below, so
this module stays under every concept it protects. Whether the time is right is asked of the thing
itself (`InPhase`), which also knows the sentence that explains a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from forum.core.errors import ForumError, NotAllowed
from forum.core.i18n import N_, _


class Role(StrEnum):
    """What an agency has asked a person to do for it, everywhere or in one consultation."""

    DRAFTER = "drafter"
    RESPONDER = "responder"
    MODERATOR = "moderator"
    OWNER = "owner"
    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    CHAIR = "chair"
    NOTE_TAKER = "note_taker"


ROLE_WORDS: dict[Role, str] = {
    Role.DRAFTER: N_("drafter"),
    Role.RESPONDER: N_("responder"),
    Role.MODERATOR: N_("moderator"),
    Role.OWNER: N_("owner"),
    Role.PUBLISHER: N_("publisher"),
    Role.REVIEWER: N_("reviewer"),
    Role.CHAIR: N_("chair of sessions"),
    Role.NOTE_TAKER: N_("note-taker"),
}


class Permission(StrEnum):
    """Everything that can be forbidden, as `noun:verb`."""

    SIGN_IN = "account:sign-in"
    LANGUAGE_CHOOSE = "language:choose"
    ACCOUNT_KEEP = "account:keep"
    ACCOUNT_RESET = "account:reset"
    COMMENT_POST = "comment:post"
    COMMENT_SUPPORT = "comment:support"
    COMMENT_EDIT = "comment:edit"
    COMMENT_WITHDRAW = "comment:withdraw"
    COMMENT_DECIDE = "comment:decide"
    DESK_ENTER = "desk:enter"
    DRAFT_READ = "draft:read"
    DRAFT_IMPORT = "draft:import"
    DRAFT_EDIT = "draft:edit"
    MARK_SETTLE = "mark:settle"
    DRAFT_SHARE = "draft:share"
    DRAFT_CORRECT = "draft:correct"
    CHANGE_EXPLAIN = "change:explain"
    CONSULTATION_PLAN = "consultation:plan"
    CONSULTATION_ANNOUNCE = "consultation:announce"
    CONSULTATION_EXTEND = "consultation:extend"
    CONSULTATION_PAUSE = "consultation:pause"
    CONSULTATION_WITHDRAW = "consultation:withdraw"
    CONSULTATION_RECONSULT = "consultation:reconsult"
    SECOND_LOOK_BEGIN = "second-look:begin"
    OBJECTION_RAISE = "objection:raise"
    OBJECTION_SETTLE = "objection:settle"
    OBJECTION_DECIDE = "objection:decide"
    PROMISE_EXTEND = "promise:extend"
    LATE_PERMIT = "late:permit"
    LATE_ADMIT = "late:admit"
    RESPONSE_WRITE = "response:write"
    RESPONSE_APPROVE = "response:approve"
    SUMMARY_WRITE = "summary:write"
    SUMMARY_PUBLISH = "summary:publish"
    ROLE_GIVE = "role:give"
    DEMO_PLAY = "demo:play"
    CATALOGUE_KEEP = "catalogue:keep"
    STANDARD_ADOPT = "standard:adopt"
    SESSION_PLAN = "session:plan"
    SESSION_ANNOUNCE = "session:announce"
    SESSION_RUN = "session:run"
    SESSION_WATCH = "session:watch"
    SESSION_JOIN = "session:join"
    SESSION_SPEAK = "session:speak"
    SESSION_NOTE = "session:note"
    FLOOR_MODERATE = "floor:moderate"
    MINUTES_CORRECT = "minutes:correct"
    MINUTES_ADOPT = "minutes:adopt"
    POLL_PLAN = "poll:plan"
    POLL_RUN = "poll:run"
    POLL_ANNUL = "poll:annul"
    BALLOT_CAST = "ballot:cast"
    COMMENT_ENTER = "comment:enter"
    CONTACT_ERASE = "contact:erase"
    ORGANISATION_REGISTER = "organisation:register"
    ORGANISATION_JOIN = "organisation:join"
    ORGANISATION_LEAVE = "organisation:leave"
    ORGANISATION_KEEP = "organisation:keep"
    ORGANISATION_SPEAK = "organisation:speak"
    ORGANISATION_CONFIRM = "organisation:confirm"
    FOLLOW = "thing:follow"
    FOLLOW_END = "follow:end"


@dataclass(frozen=True)
class Grant:
    """One role; an empty `consultation_ref` means everywhere in the agency."""

    role: Role
    agency_id: int
    consultation_ref: str = ""


@dataclass(frozen=True)
class Actor:
    """Whoever is asking; an anonymous reader has no `person_id`.

    `asleep` says that there are roles, which do not count until the second factor is given. `leads`
    are the organisations of which this person is the lead, as slug and name, and `follows` what he
    or she follows, as `thing:name`: pages show them, actions ask the database.
    """

    person_id: int | None = None
    record_id: str = ""
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    asleep: bool = False
    sign_in_id: int | None = None
    operator: bool = False
    leads: tuple[tuple[str, str], ...] = ()
    follows: frozenset[str] = frozenset()

    @property
    def signed_in(self) -> bool:
        """Whether there is a person behind this request."""
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether any role counts just now."""
        return bool(self.grants)

    def works_as(self, roles: frozenset[Role], agency_id: int, consultation_ref: str = "") -> bool:
        """Tell whether this agency gave this person one of these roles, here or everywhere."""
        return any(
            grant.role in roles
            and grant.agency_id == agency_id
            and grant.consultation_ref in ("", consultation_ref)
            for grant in self.grants
        )

    def agencies_as(self, *roles: Role) -> frozenset[int]:
        """Return the agencies that gave this person one of these roles, everywhere or for once."""
        return frozenset(g.agency_id for g in self.grants if g.role in roles)

    def agencies_throughout_as(self, *roles: Role) -> frozenset[int]:
        """Return the agencies that gave this person one of these roles for all they do."""
        return frozenset(
            g.agency_id for g in self.grants if g.role in roles and not g.consultation_ref
        )


OPERATOR = Actor(operator=True, name="operator")
CLOCK = Actor(operator=True, name="clock")


class OfAgency(Protocol):
    """Anything that belongs to one agency, and perhaps to one of its consultations."""

    @property
    def agency_id(self) -> int: ...

    @property
    def consultation_ref(self) -> str: ...


class OfPerson(Protocol):
    """Anything that one person wrote."""

    @property
    def person_id(self) -> int | None: ...


class OfOrganisation(Protocol):
    """An organisation: who leads it, and everybody who belongs to it."""

    @property
    def lead_id(self) -> int | None: ...

    @property
    def member_ids(self) -> frozenset[int]: ...


@runtime_checkable
class InPhase(Protocol):
    """Anything whose life cycle decides what may be done to it just now."""

    def permits(self, permission: Permission) -> bool: ...

    def why_not(self, permission: Permission) -> ForumError: ...


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Rule:
    """Who may, in words for `docs/permissions.md`, and the test itself."""

    words: str
    test: Test

    def __or__(self, other: Rule) -> Rule:
        """Either of the two."""
        return Rule(f"{self.words}, or {other.words}", lambda a, on: self(a, on) or other(a, on))

    def __and__(self, other: Rule) -> Rule:
        """Both at once."""
        return Rule(f"{self.words}, {other.words}", lambda a, on: self(a, on) and other(a, on))

    def __call__(self, actor: Actor, on: object) -> bool:
        """Answer for one actor and one thing."""
        return self.test(actor, on)


def has(*roles: Role) -> Rule:
    """Someone whom the agency that owns the thing gave one of these roles."""
    wanted = frozenset(roles)

    def test(actor: Actor, on: OfAgency) -> bool:
        return actor.works_as(wanted, on.agency_id, on.consultation_ref)

    return Rule(" or ".join(f"{role}" for role in roles) + " of the agency", test)


def wrote(actor: Actor, on: OfPerson) -> bool:
    """Tell whether this is by whoever is asking."""
    return actor.person_id is not None and on.person_id == actor.person_id


def leads(actor: Actor, on: OfOrganisation) -> bool:
    """Tell whether whoever is asking leads this organisation."""
    return actor.person_id is not None and on.lead_id == actor.person_id


def belongs(actor: Actor, on: OfOrganisation) -> bool:
    """Tell whether whoever is asking is a member of this organisation, or its lead."""
    return actor.person_id in on.member_ids


anyone = Rule("anyone", lambda _actor, _on: True)
signed_in = Rule("anyone signed in", lambda actor, _on: actor.signed_in)
staff = Rule("anyone with a role, second factor given", lambda actor, _on: actor.is_staff)
own = Rule("its author", wrote)
not_own = Rule("not its author", lambda actor, on: not wrote(actor, on))
lead = Rule("the lead of the organisation", leads)
member = Rule("a member of the organisation", belongs)
operator = Rule("the operator", lambda actor, _on: actor.operator)

POLICY: dict[Permission, Rule] = {
    Permission.SIGN_IN: anyone,
    Permission.LANGUAGE_CHOOSE: anyone,
    Permission.ACCOUNT_KEEP: signed_in,
    Permission.ACCOUNT_RESET: operator,
    Permission.COMMENT_POST: signed_in,
    Permission.COMMENT_SUPPORT: signed_in & not_own,
    Permission.COMMENT_EDIT: own,
    Permission.COMMENT_WITHDRAW: own,
    Permission.COMMENT_DECIDE: has(Role.MODERATOR) & not_own,
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
