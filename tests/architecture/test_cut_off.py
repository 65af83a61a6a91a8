"""The line to the database is cut before every statement of every act that a page offers."""

from __future__ import annotations

from contextlib import suppress

import pytest

from forum.web.routes import Act
from tests.architecture.knocking import ACTS, PASSING, Copy, contents, knock
from tests.architecture.test_permissions import ALLOWED, EVERYBODY, NEEDS_MORE
from tests.ledger.unplugged import Picture, Plug, Unplugged, picture, picture_after

pytestmark = pytest.mark.soak

STORES_NOTHING = {
    "language",  # a cookie
    "sign-in-letter",  # a letter to an address that nobody has
    *("me-sign-in-ending", "me-sign-ins-endings", "sign-out"),
}
"""What they leave behind is in a table of `PASSING`, or nowhere."""
ONE_BY_ONE = {
    "demo-clock",  # each move of the clock is an act of its own
}


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    plug = Plug()
    plug.fit(monkeypatch)
    return plug


@pytest.mark.parametrize(
    "route",
    [one for one in ACTS if one.name not in NEEDS_MORE | STORES_NOTHING | ONE_BY_ONE],
    ids=lambda route: route.name,
)
async def test_wherever_an_act_is_cut_off_it_has_happened_whole_or_not_at_all(copy, plug, route):
    who, after = await _somebody_who_can(copy, route)
    before = now = contents(copy.file)
    cuts = 0
    while now == before:
        plug.pull_after(cuts)
        confirmed = False
        with suppress(Unplugged):
            confirmed = (await knock(copy, route, who)).status_code == 303
        untouched = plug.waits
        plug.mend()
        now = contents(copy.file)
        assert not (untouched and now == before), f"{who} was not cut off, and changed nothing"
        assert not (confirmed and now == before), f"{who} was told that it is done"
        cuts += 1

    assert _rows(await picture()) == after
    assert cuts > 3, "an act looks, writes and records"


async def _somebody_who_can(copy: Copy, route: Act) -> tuple[str, dict[str, int]]:
    """Return who can do this here, and how many rows every table has afterwards."""
    before = await picture()
    for who in EVERYBODY:
        if who in ALLOWED[route.permission]:
            after = await picture_after(lambda who=who: knock(copy, route, who))
            if any(after[one] != before[one] for one in after if one not in PASSING):
                return who, _rows(after)
    raise AssertionError("nobody can do it here, or it stores nothing")


def _rows(seen: Picture) -> dict[str, int]:
    return {table: rows for table, (rows, _digest) in seen.items() if table not in PASSING}
