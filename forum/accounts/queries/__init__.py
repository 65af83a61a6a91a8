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

__all__ = [
    "Arrival",
    "Holder",
    "actor_for",
    "arrival_by",
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
]
