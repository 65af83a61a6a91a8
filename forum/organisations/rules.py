"""What an organisation must say of itself, and what its lead and its members may do."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime, timedelta

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _
from forum.core.text import clean

LONGEST_NAME = 120
LONGEST_INTERESTS = 1_000
INVITATION_LIFE = timedelta(days=14)
MOST_INVITATIONS = 20
OTHER = N_("Another kind")
RESERVED = frozenset({"new"})
"""Names in an address that our own pages have."""


def checked_name(text: str) -> str:
    """Return the name on one line, or say what is missing."""
    name = " ".join(clean(text).split())
    if not any(letter.isalpha() for letter in name):
        raise Invalid({"name": _("Write the full name of the organisation.")})
    if len(name) > LONGEST_NAME:
        raise Invalid(
            {"name": _("Write a name of at most %(most)s characters.") % {"most": LONGEST_NAME}}
        )
    return name


def checked_interests(text: str) -> str:
    """Return what it declares, or say that readers must know for whom it speaks."""
    interests = clean(text)
    if not any(letter.isalnum() for letter in interests):
        raise Invalid(
            {"interests": _("Say for whom it speaks, what it wants, and who pays for its work.")}
        )
    if len(interests) > LONGEST_INTERESTS:
        raise Invalid(
            {"interests": _("Write at most %(most)s characters.") % {"most": LONGEST_INTERESTS}}
        )
    return interests


def slug_of(name: str) -> str:
    """Return the name as it stands in an address; one without Latin letters gives a number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].rstrip("-")
    if slug and slug not in RESERVED:
        return slug
    return f"organisation-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def check_invitation(made_at: datetime, now: datetime) -> None:
    """Refuse an invitation that is too old."""
    if now - made_at > INVITATION_LIFE:
        raise invitation_over()


def invitation_over() -> Refused:
    """Return the sentence for a link that lets nobody in any more."""
    return Refused(
        "organisation.invitation-over",
        _("This invitation was used, taken back or is older than 14 days. Ask for another one."),
    )


def check_leaving(*, lead: bool, members: int) -> None:
    """Refuse that a lead goes while others stay without one."""
    if lead and members > 1:
        raise Refused(
            "organisation.lead-leaves",
            _("You lead this organisation. Hand the lead over first, then you can leave."),
        )


def check_confirmer(confirmer: int | None, members: frozenset[int]) -> None:
    """Refuse that somebody confirms an organisation of their own."""
    if confirmer in members:
        raise Refused(
            "organisation.own",
            _("You belong to this organisation, so somebody else has to confirm it."),
        )
