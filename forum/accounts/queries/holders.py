"""Who holds a cookie. Many at once cost little more than one: a herd of sockets comes together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.access.policy import Actor, Grant, Role
from forum.accounts.models import RoleGrant, SignIn
from forum.accounts.rules.sign_ins import good_until
from forum.core import clock
from forum.core.db import dialect
from forum.core.db.among import ask_among, moment
from forum.core.ids import digest

JOINED = {"sqlite": "group_concat", "postgres": "string_agg"}
QUESTION = """
SELECT s.id, s.token_digest, s.person_id, s.started_at, s.seen_at,
       s.second_factor_at IS NOT NULL AS code_given, p.totp_confirmed_at IS NOT NULL AS asks_code,
       p.ref, p.record_id, p.name, g.role, g.agency_id, g.consultation_ref{ties}
FROM sign_in s JOIN person p ON p.id = s.person_id
LEFT JOIN role_grant g ON g.person_id = s.person_id
WHERE s.ended_at IS NULL AND s."""
# Tables of higher floors, by their names: every page asks who is there, and no page asks twice.
TIES = """,
       (SELECT {joined}(o.slug || ' ' || o.name, '\n') FROM organisation_member m
        JOIN organisation o ON o.id = m.organisation_id
        WHERE m.person_id = s.person_id AND m.lead) AS leads,
       (SELECT {joined}(f.thing || ':' || f.name, '\n') FROM follow f
        WHERE f.person_id = s.person_id) AS follows,
       (SELECT {joined}(u.agency_id || ' ' || u.until, '\n') FROM suspension u
        WHERE u.person_id = s.person_id AND u.ended_at IS NULL) AS stops"""


@dataclass(frozen=True, slots=True)
class Holder:
    """A sign-in that has not ended: who that is just now, and how long at most."""

    actor: Actor
    person_id: int
    person_ref: str
    sign_in_id: int
    seen_at: datetime
    good_until: datetime


async def holder_of(token: str) -> Holder | None:
    """Return whoever holds this cookie, unless the sign-in has ended."""
    found = _holders(await _ask("token_digest", [digest(token)], with_ties=True))
    return next(iter(found.values()), None)


async def holders_of(tokens: Collection[str]) -> dict[str, Holder]:
    """Return who holds these cookies; those that are worth nothing are left out.

    What they lead and follow is left out too: a room shows neither.
    """
    digests = {digest(token): token for token in tokens}
    rows = await _ask("token_digest", list(digests))
    holders = _holders(rows)
    return {
        digests[row["token_digest"]]: holders[row["id"]] for row in rows if row["id"] in holders
    }


async def holders_of_sign_ins(sign_in_ids: Collection[int]) -> dict[int, Holder]:
    """Return who is behind these sign-ins now; those that have ended are left out."""
    return _holders(await _ask("id", list(sign_in_ids)))


async def ended_since(moment: datetime) -> set[int]:
    """Return the sign-ins that have ended since then."""
    rows: list[Any] = await SignIn.filter(ended_at__gte=moment).values_list("id", flat=True)
    return set(rows)


def as_grants(rows: Iterable[RoleGrant]) -> frozenset[Grant]:
    """Return rows of roles as the table of permissions reads them."""
    return frozenset(Grant(row.role, row.agency_id, row.consultation_ref) for row in rows)


async def _ask(
    column: str, values: Collection[int] | Collection[str], *, with_ties: bool = False
) -> list[dict[str, Any]]:
    if not values:
        return []
    ties = TIES.replace("{joined}", JOINED[dialect()]) if with_ties else ""
    question = QUESTION.replace("{ties}", ties)
    return await ask_among(f"{question}{column} {{0}}", values)


def _holders(rows: list[dict[str, Any]]) -> dict[int, Holder]:
    """Return them by their sign-in; those that lasted too long are left out.

    Each has a row for every role, and one without a role if there is none.
    """
    grants: defaultdict[int, list[Grant]] = defaultdict(list)
    for row in rows:
        if row["role"] is not None:
            grant = Grant(Role(row["role"]), row["agency_id"], row["consultation_ref"])
            grants[row["id"]].append(grant)
    now, found = clock.now(), dict[int, Holder]()
    for row in rows:
        if row["id"] in found:
            continue
        given = grants.get(row["id"], ())
        seen_at = moment(row["seen_at"])
        until = good_until(moment(row["started_at"]), seen_at, staff=bool(given))
        if now <= until:
            found[row["id"]] = Holder(
                _actor(row, given), row["person_id"], row["ref"], row["id"], seen_at, until
            )
    return found


def _actor(row: Mapping[str, Any], grants: Collection[Grant]) -> Actor:
    """Return who that is just now.

    With a second factor set up, nobody is signed in before its code is given on this device.
    Without one, a person is, but roles sleep.
    """
    asleep = bool(grants) and not row["code_given"]
    if row["asks_code"] and not row["code_given"]:
        return Actor(asleep=asleep, sign_in_id=row["id"])
    return Actor(
        person_id=row["person_id"],
        record_id=row["record_id"],
        name=row["name"],
        grants=frozenset() if asleep else frozenset(grants),
        asleep=asleep,
        sign_in_id=row["id"],
        leads=tuple(sorted(_pair(line) for line in (row.get("leads") or "").splitlines())),
        follows=frozenset((row.get("follows") or "").splitlines()),
        stopped=_stopped(row.get("stops") or ""),
    )


def _stopped(told: str) -> frozenset[int]:
    """Return the agencies of suspensions that are not over yet."""
    pairs = (_pair(line) for line in told.splitlines())
    now = clock.now()
    return frozenset(int(agency) for agency, until in pairs if moment(until) > now)


def _pair(line: str) -> tuple[str, str]:
    slug, _space, name = line.partition(" ")
    return slug, name
