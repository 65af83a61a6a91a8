"""Addresses are promises: people keep them, laws cite them. None goes and none comes unnoticed."""

from __future__ import annotations

from collections import Counter

import pytest
from starlette.routing import BaseRoute, Match, Mount, Route

from forum.access.policy import Permission
from forum.core.settings import Settings
from forum.site.routes import routes_for
from forum.web.routes import Act, Page
from tests.architecture.places import ROOT

LIST = ROOT / "tests" / "architecture" / "addresses.txt"
ROUTES = routes_for(Settings(demo=True))
DOORS = [route for route in ROUTES if isinstance(route, Route)]

SAMPLES = {
    "ref": "k7m2q9x4ab",
    "slug": "ktp-el-baru",
    "label": "3.1",
    "code": "A1ZC6-BRV8R-XP6GK-QRHW0",
    "code6": "KTP482",
    "number": "2",
    "edition": "2.1",
    "path": "css/site.css",
    "": "whatever",
}


def line(route: Route) -> str:
    """One address as the list has it: what it takes, where, and what it asks for."""
    asked = route.permission if isinstance(route, Act) else route.reads
    return f"{'POST' if isinstance(route, Act) else 'GET '} {route.path} {asked or 'everybody'}"


def listed() -> list[str]:
    return LIST.read_text("utf-8").splitlines()


def test_no_address_vanishes():
    gone = sorted(set(listed()) - {line(route) for route in DOORS})

    assert gone == [], (
        "People have kept these addresses. Let each old one redirect to the new one, and change "
        "its line in addresses.txt; take a line out only if nobody can have come to it."
    )


def test_no_address_comes_unnoticed():
    new = sorted({line(route) for route in DOORS} - set(listed()))

    assert new == [], (
        "A new address is kept for good. If its name is right and it asks for the right "
        "permission, add the line to addresses.txt and run `make permissions`."
    )


def test_the_list_is_in_order():
    assert listed() == sorted(listed(), key=lambda one: (one.split()[1], one))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_address_says_what_it_asks_for(route: BaseRoute):
    if isinstance(route, Mount):
        assert route.path == "/static"
    elif isinstance(route, Act):
        assert isinstance(route.permission, Permission)
        assert route.methods == {"POST"}
    else:
        assert isinstance(route, Page)
        assert route.reads is None or isinstance(route.reads, Permission)
        assert route.methods == {"GET", "HEAD"}


@pytest.mark.parametrize("route", DOORS, ids=lambda route: f"{line(route)}")
def test_no_address_hides_behind_an_earlier_one(route: Route):
    path = route.path
    for name, convertor in route.param_convertors.items():
        kind = type(convertor).__name__.lower()
        sample = SAMPLES.get(kind, SAMPLES[""])
        path = path.replace(f"{{{name}:{kind}}}", sample).replace(f"{{{name}}}", sample)
    method = "POST" if isinstance(route, Act) else "GET"
    scope = {"type": "http", "path": path, "method": method, "root_path": ""}
    first = next(one for one in ROUTES if one.matches(scope)[0] is Match.FULL)

    assert first is route


def test_names_are_given_once():
    names = Counter(route.name for route in DOORS)

    assert [name for name, times in names.items() if times > 1] == []


def test_every_permission_is_asked_for_somewhere_or_is_the_operators():
    asked = {route.permission for route in DOORS if isinstance(route, Act)}
    asked |= {route.reads for route in DOORS if isinstance(route, Page) and route.reads}

    assert set(Permission) - asked == {
        Permission.ACCOUNT_RESET,
        Permission.ERASURE_REPEAT,
        Permission.CATALOGUE_KEEP,
        Permission.ORGANISATION_SPEAK,  # asked for inside another act: handing in
    }
