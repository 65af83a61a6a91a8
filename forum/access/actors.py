"""Whoever asks, in which roles, and everything that can be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from forum.core.i18n import N_


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
    ACCOUNT_ERASE = "account:erase"
    ERASURE_REPEAT = "erasure:repeat"
    ACCOUNT_RESET = "account:reset"
    COMMENT_POST = "comment:post"
    COMMENT_SUPPORT = "comment:support"
    COMMENT_EDIT = "comment:edit"
    COMMENT_WITHDRAW = "comment:withdraw"
    COMMENT_ERASE = "comment:erase"
    COMMENT_REPORT = "comment:report"
    COMMENT_DECIDE = "comment:decide"
    COMMENT_REVIEW = "comment:review"
    DECISION_SECOND = "decision:second"
    APPEAL_FILE = "appeal:file"
    APPEAL_DECIDE = "appeal:decide"
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
    or she follows, as `thing:name`, and `stopped` the agencies to which nothing can be handed in
    just now: pages show them, actions ask the database.
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
    stopped: frozenset[int] = frozenset()

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
