"""Every address and every role: let in or refused exactly as the table says.

`ALLOWED` says it once more, in the words of people instead of rules, so that a wrong rule in
`access/policy.py` is seen here.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from forum.access.policy import POLICY, Actor, Grant, Permission, Role
from forum.accounts.models import SignIn
from forum.web.routes import Act, Page
from tests.architecture.knocking import DOORS, contents, knock

EVERYBODY = (
    "visitor",  # not signed in
    "half in",  # has roles and a second factor, has not given the code yet
    "asleep",  # has roles and no second factor: they sleep
    "sari",  # the author of what it is about
    "budi",  # another citizen
    *(role.value for role in Role),  # one role each, and no other
    "beside",  # every role, in another consultation of the same agency
    "elsewhere",  # every role, in another agency
)
OFFICIALS = {role.value for role in Role}
STAFF = OFFICIALS | {"beside", "elsewhere"}
PEOPLE = {"asleep", "sari", "budi"} | STAFF

ALLOWED: dict[Permission, set[str]] = {
    Permission.SIGN_IN: set(EVERYBODY),
    Permission.LANGUAGE_CHOOSE: set(EVERYBODY),
    Permission.DEMO_PLAY: set(EVERYBODY),
    Permission.ACCOUNT_KEEP: PEOPLE,
    Permission.ACCOUNT_ERASE: PEOPLE,
    Permission.ERASURE_REPEAT: set(),
    Permission.ACCOUNT_RESET: set(),
    Permission.COMMENT_POST: PEOPLE,
    Permission.COMMENT_SUPPORT: PEOPLE - {"sari"},
    Permission.COMMENT_EDIT: {"sari"},
    Permission.COMMENT_WITHDRAW: {"sari"},
    Permission.COMMENT_ERASE: {"sari"},
    Permission.COMMENT_REPORT: PEOPLE - {"sari"},
    Permission.COMMENT_DECIDE: {"moderator"},
    Permission.COMMENT_REVIEW: {"moderator"},
    Permission.DECISION_SECOND: {"moderator"},
    Permission.APPEAL_FILE: {"sari"},
    Permission.APPEAL_DECIDE: {"moderator", "reviewer"},
    Permission.DESK_ENTER: STAFF,
    Permission.DRAFT_READ: OFFICIALS,
    Permission.DRAFT_IMPORT: {"drafter"},
    Permission.DRAFT_EDIT: {"drafter"},
    Permission.MARK_SETTLE: {"drafter", "responder"},
    Permission.DRAFT_SHARE: {"drafter", "owner", "publisher"},
    Permission.DRAFT_CORRECT: {"drafter", "owner"},
    Permission.CHANGE_EXPLAIN: {"drafter", "responder"},
    Permission.CONSULTATION_PLAN: {"owner", "publisher"},
    Permission.CONSULTATION_ANNOUNCE: {"publisher"},
    Permission.CONSULTATION_EXTEND: {"publisher"},
    Permission.CONSULTATION_PAUSE: {"publisher", "moderator"},
    Permission.CONSULTATION_WITHDRAW: {"publisher"},
    Permission.CONSULTATION_RECONSULT: {"publisher"},
    Permission.SECOND_LOOK_BEGIN: {"publisher"},
    Permission.OBJECTION_RAISE: {"sari"},
    Permission.OBJECTION_SETTLE: {"responder"},
    Permission.OBJECTION_DECIDE: {"reviewer"},
    Permission.PROMISE_EXTEND: {"publisher"},
    Permission.LATE_PERMIT: {"owner"},
    Permission.LATE_ADMIT: {"owner"},
    Permission.RESPONSE_WRITE: {"responder"},
    Permission.RESPONSE_APPROVE: {"reviewer"},
    Permission.SUMMARY_WRITE: {"owner", "publisher"},
    Permission.SUMMARY_PUBLISH: {"publisher"},
    Permission.ROLE_GIVE: {"owner"},
    Permission.CATALOGUE_KEEP: set(),
    Permission.STANDARD_ADOPT: {"publisher"},
    Permission.SESSION_PLAN: {"owner", "chair"},
    Permission.SESSION_ANNOUNCE: {"owner", "publisher"},
    Permission.SESSION_RUN: {"chair"},
    Permission.SESSION_WATCH: {"chair", "note_taker", "moderator"},
    Permission.SESSION_JOIN: PEOPLE,
    Permission.SESSION_SPEAK: PEOPLE,
    Permission.SESSION_NOTE: {"chair", "note_taker"},
    Permission.FLOOR_MODERATE: {"chair", "moderator"},
    Permission.MINUTES_CORRECT: PEOPLE,
    Permission.MINUTES_ADOPT: {"chair"},
    Permission.POLL_PLAN: {"owner", "chair"},
    Permission.POLL_RUN: {"owner", "chair"},
    Permission.POLL_ANNUL: {"chair", "owner", "reviewer"},
    Permission.BALLOT_CAST: PEOPLE,
    Permission.COMMENT_ENTER: OFFICIALS - {"reviewer"},
    Permission.CONTACT_ERASE: OFFICIALS - {"reviewer"},
    Permission.ORGANISATION_REGISTER: PEOPLE,
    Permission.ORGANISATION_JOIN: PEOPLE,
    Permission.ORGANISATION_LEAVE: {"sari", "budi"},
    Permission.ORGANISATION_KEEP: {"sari"},
    Permission.ORGANISATION_SPEAK: {"sari"},
    Permission.ORGANISATION_CONFIRM: {"owner"},
    Permission.FOLLOW: PEOPLE,
    Permission.FOLLOW_END: set(EVERYBODY),
}

TOLD_KINDLY = {("comment-support", "sari"): 409, ("comment-reports", "sari"): 409}
"""Refused as well, but by a sentence about this very case."""

NEEDS_MORE = {
    "sign-in-link-use",  # a link that was mailed
    "sign-in-password",  # a right password
    "me-second-factor-confirmation",  # a telephone
    "me-second-factor-removal",
    "desk-versions",  # a standard that is not being edited yet
    "desk-import-sent",
    "publication",  # every comment answered
    "second-look",
    "desk-clause-visit",  # nothing more: a script of the page sends it and reads no answer
    "desk-correction-act",  # the key of a clause, and the words that stand in it
    "desk-reconsultation-act",  # another version than the one discussed, made of what was said
    "desk-minutes-adoption",  # the time for corrections over
    "desk-outcome",  # a session of the consultation that makes this version
    "invitation-use",  # a link that was mailed
    "unsubscribe-end",  # nothing more: it is answered where it was sent, for mail programs
    "demo-sign-in",  # the people of the demonstration
}
"""Acts that go through for nobody here: those allowed are told what is missing."""


@pytest.mark.parametrize("route", DOORS, ids=lambda route: route.name)
async def test_every_door_opens_to_those_the_table_names_and_to_nobody_else(copy, route):
    permission = route.permission if isinstance(route, Act) else route.reads
    allowed = set(EVERYBODY) if permission is None else ALLOWED[permission]
    before = contents(copy.file)

    refused = {
        who: (await knock(copy, route, who)).status_code for who in EVERYBODY if who not in allowed
    }
    after = contents(copy.file)
    let_in = {
        who: (await knock(copy, route, who)).status_code for who in EVERYBODY if who in allowed
    }

    assert refused == {who: TOLD_KINDLY.get((route.name, who), 403) for who in refused}
    assert after == before
    assert [who for who, status in let_in.items() if status == 403 or status >= 500] == []
    if isinstance(route, Page):
        assert permission is None or set(let_in.values()) <= {200}
    else:
        assert any(status == 303 for status in let_in.values()) != (route.name in NEEDS_MORE)


@pytest.mark.parametrize("permission", Permission, ids=str)
def test_the_rules_say_the_same_as_the_table_of_people(permission):
    thing = Thing()
    allowed = {who for who in EVERYBODY if POLICY[permission](ACTORS[who], thing)}

    assert allowed == ALLOWED[permission]


@dataclass(frozen=True)
class Thing:
    """Something that Sari wrote in one consultation of the agency, or leads with Budi."""

    agency_id: int = 1
    consultation_ref: str = "this"
    person_id: int = 1
    lead_id: int = 1
    member_ids: frozenset[int] = frozenset({1, 2})


ACTORS = {
    "visitor": Actor(),
    "half in": Actor(asleep=True, sign_in_id=3),
    "asleep": Actor(person_id=3, asleep=True),
    "sari": Actor(person_id=1),
    "budi": Actor(person_id=2),
    **{role.value: Actor(person_id=4, grants=frozenset({Grant(role, 1)})) for role in Role},
    "beside": Actor(person_id=5, grants=frozenset(Grant(role, 1, "other") for role in Role)),
    "elsewhere": Actor(person_id=6, grants=frozenset(Grant(role, 2) for role in Role)),
}


async def test_nobody_ends_the_sign_in_of_somebody_else(copy):
    async with copy.browser("budi") as browser:
        answer = await browser.post(f"/me/sign-ins/{copy.town.sign_ins['sari']}/ending")

    assert answer.status_code == 404
    assert await SignIn.exists(ref=copy.town.sign_ins["sari"], ended_at__isnull=True)
