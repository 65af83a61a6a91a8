"""Reading accounts."""

from forum.accounts.queries.holders import (
    Holder,
    ended_since,
    holder_of,
    holders_of,
    holders_of_sign_ins,
)
from forum.accounts.queries.people import (
    Arrival,
    actor_for,
    arrival_by,
    people_of,
    person_behind,
    require_lately,
    sign_in_of,
    sign_ins_of,
    signed_in_lately,
)
from forum.accounts.queries.suspensions import (
    check_not_left,
    check_not_suspended,
    suspension_by,
    suspension_of,
    why_suspended,
)

__all__ = [
    "Arrival",
    "Holder",
    "actor_for",
    "arrival_by",
    "check_not_left",
    "check_not_suspended",
    "ended_since",
    "holder_of",
    "holders_of",
    "holders_of_sign_ins",
    "people_of",
    "person_behind",
    "require_lately",
    "sign_in_of",
    "sign_ins_of",
    "signed_in_lately",
    "suspension_by",
    "suspension_of",
    "why_suspended",
]
