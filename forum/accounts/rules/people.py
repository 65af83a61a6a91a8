"""What an address and a name look like."""

from __future__ import annotations

import re

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.text import clean

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
LONGEST_NAME = 80
LONGEST_ABOUT = 120

# The shape that HTML gives an address, with a dot in the domain: what can be mailed everywhere.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+")


def checked_email(text: str) -> str:
    """Return the address as it is kept, in lower case, or say what one looks like."""
    email = clean(text).lower()
    local_part = email.partition("@")[0]
    fits = len(email) <= LONGEST_ADDRESS and len(local_part) <= LONGEST_LOCAL_PART
    if not fits or not _ADDRESS.fullmatch(email):
        raise Invalid({"email": _("Write an address such as sari@example.id.")})
    return email


def checked_name(text: str) -> str:
    """Return a name on one line, or say what is missing."""
    name = " ".join(clean(text).split())
    if not any(letter.isalpha() for letter in name):
        raise Invalid({"name": _("Write the name under which you want to be read.")})
    if len(name) > LONGEST_NAME:
        raise Invalid(
            {"name": _("Write a name of at most %(most)s characters.") % {"most": LONGEST_NAME}}
        )
    return name


def called(name: str, *, left: bool) -> str:
    """Return a name as it is read, or what stands in its place: somebody left, or gave none."""
    if name:
        return name
    return _("A person who left") if left else _("Name not given")


def checked_about(text: str) -> str:
    """Return the words beside a name on one line; they may be missing, but not endless."""
    about = " ".join(clean(text).split())
    if len(about) > LONGEST_ABOUT:
        raise Invalid({"about": _("Write at most %(most)s characters.") % {"most": LONGEST_ABOUT}})
    return about
