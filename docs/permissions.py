"""Write docs/permissions.md from the table in `access/policy.py`: who may do what, when, where."""

from __future__ import annotations

from pathlib import Path

from forum.access.policy import POLICY, Permission
from forum.consultations.rules import BY_PHASE, PERMITS, Phase
from forum.core.settings import Settings
from forum.site.routes import routes_for
from forum.web.routes import Act, Page

FILE = Path(__file__).with_name("permissions.md")
HEAD = """# Permissions

*Written by `make permissions` from `forum/access/policy.py`. Change the table there, not here.*

Every action asks this table before it changes anything, and a page asks it before it offers a
button. Roles are given per agency, or for one consultation of it, and sleep until the second factor
was given. What belongs to a consultation is also judged by its phase; the last half hour after
closing, in which a page opened before may still be sent, is the one exception.

| permission | who | while the consultation is | asked at |
|---|---|---|---|
"""


def text() -> str:
    """Return the page."""
    return HEAD + "".join(map(row, Permission)) + FOOT


def row(permission: Permission) -> str:
    """Return the line of one permission."""
    cells = (f"`{permission}`", POLICY[permission].words, phases(permission), asked_at(permission))
    return f"| {' | '.join(cells)} |\n"


def phases(permission: Permission) -> str:
    """Return the phases that allow it, or nothing if the phase does not matter."""
    allowing = [phase for phase in Phase if permission in PERMITS[phase]]
    if permission not in BY_PHASE or len(allowing) == len(Phase):
        return ""
    return ", ".join(phase.value.replace("_", " ") for phase in allowing)


def asked_at(permission: Permission) -> str:
    """Return the addresses that ask for it."""
    asking = []
    for route in routes_for(Settings()):
        if isinstance(route, Act) and route.permission is permission:
            asking.append(f"`POST {route.path}`")
        elif isinstance(route, Page) and route.reads is permission:
            asking.append(f"`GET {route.path}`")
    return "<br>".join(sorted(asking)) or "*no address*"


FOOT = """
Beside the table, three rules of their own:

- Nobody moderates what is said about a clause that he or she drafted or answers for.
- Nobody approves an answer that he or she wrote.
- Nobody supports his or her own comment.
"""

if __name__ == "__main__":
    FILE.write_text(text())
