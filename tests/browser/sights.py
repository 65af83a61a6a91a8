"""Every page worth looking at, found by following the links of the demonstration."""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
from starlette.routing import Match, Route

from forum.app import create_app
from forum.core.settings import Settings
from forum.web.routes import Page
from tests.browser.loop import DOCUMENT, SLUG
from tests.pages import Seen

VISITOR = ""
CAST = ("sari", "budi", "maya", "omar", "rina")
BEGINNINGS = (
    *("/", "/demo", "/sign-in", "/sign-in/link", "/sign-in/link/old", "/nothing", "/desk"),
    *("/search", "/search?q=fotokopi", "/search?q=fotokopi&kind=answer", "/search?q=tidakadakata"),
    "/standards/kartu-keluarga-baru/history/embed",
    "/standards/kartu-keluarga-baru/clauses/1.1/history/embed",
)
"""Where nobody comes by a link: what is typed, sought, or shown in a frame of another site."""
LETTERS = "/demo/mail"
"""Where everybody reads everybody's letters, and not everybody may go where a letter leads."""
WORD = Path(__file__).parent.parent / "word" / "10-a-hurried-draft.docx"
OFTEN = 4
"""How many pages of one kind are visited from another; what looks like an earlier one is left."""


@dataclass(frozen=True)
class Sight:
    """One page as one person sees it."""

    who: str
    path: str
    route: str
    status: int


@dataclass(frozen=True)
class Found:
    """Every visit, and of these the sights: what was not seen before on a page of that kind.

    Then what a link led to that was not there, and the kinds of page nobody came to.
    """

    visited: list[Sight]
    sights: list[Sight]
    broken: list[str]
    unseen: list[str]

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, file: Path) -> Found:
        kept = json.loads(file.read_text())
        visited, sights = ([Sight(**one) for one in kept[name]] for name in ("visited", "sights"))
        return cls(visited, sights, kept["broken"], kept["unseen"])


def address_of(person: str) -> str:
    """Return the address by which the demonstration knows one of its cast."""
    return f"{person}@{'warga' if person in ('sari', 'budi') else 'contoh'}.example"


def begin_a_draft(forum: str) -> tuple[str, ...]:
    """Let Omar begin a draft for the fresh service: on day zero no other is free.

    Return what he is led to by sharing it, and by bringing in a Word document, and where a letter
    of the demonstration invites Budi to.
    """
    standard = f"/desk/standards/{SLUG}"
    word, plain = ({"file": (one.name, one.read_bytes())} for one in (WORD, DOCUMENT))
    with walker(forum, "omar") as omar:
        read = omar.post(f"{standard}/import", files=word, data={"preview": "yes"})
        draft = omar.post(f"{standard}/import", files=plain).headers["location"]
        omar.post(f"{draft}/links", data={"readers": "Dewan", "days": "7"})
        secret = omar.get(draft).text.partition("/previews/")[2].partition('"')[0]
        letters = omar.get(LETTERS).text
    invited = letters.partition("/invitations/")[2].partition('"')[0]
    return f"/previews/{secret}", read.headers["location"], f"/invitations/{invited}"


@contextmanager
def walker(forum: str, who: str = VISITOR, language: str = "id") -> Iterator[httpx2.Client]:
    """Give a browser without scripts, in the hands of this person."""
    with httpx2.Client(base_url=forum, headers=FROM_OURSELVES, timeout=60) as client:
        client.cookies.set("language", language)
        if who:
            client.post("/demo/sign-in", data={"email": address_of(who)})
        yield client


def look_around(forum: str, acts_lead_to: Iterable[str] = ()) -> Found:
    """Walk about as a visitor and as everybody of the cast."""
    walk = _Walk(forum, acts_lead_to)
    for who in (VISITOR, *CAST):
        walk.go(who)
    return Found(walk.visited, walk.sights, walk.broken, sorted(walk.pages - walk.been))


class _Walk:
    def __init__(self, forum: str, acts_lead_to: Iterable[str]) -> None:
        self.forum = forum
        self.beginnings = (*BEGINNINGS, *acts_lead_to)
        routes = create_app(Settings(demo=True)).routes
        self.routes = [route for route in routes if isinstance(route, Route)]
        self.pages = {route.name for route in self.routes if isinstance(route, Page)}
        self.been: set[str] = set()
        self.visited: list[Sight] = []
        self.sights: list[Sight] = []
        self.broken: list[str] = []
        self.seen: defaultdict[str, set[str]] = defaultdict(set)

    def go(self, who: str) -> None:
        """Follow every kind of link, nearest first."""
        with walker(self.forum, who) as client:
            ways = deque((path, "") for path in self.beginnings)
            known = set(self.beginnings)
            visits: Counter[tuple[str, str]] = Counter()
            while ways:
                path, came_from = ways.popleft()
                route = self._route(path)
                way = self._route(came_from), route
                visits[way] += 1
                if visits[way] > OFTEN:
                    continue
                answer = client.get(path)
                if came_from not in ("", LETTERS) and answer.status_code >= 400:
                    self.broken.append(f"{who}: {came_from} → {path}: {answer.status_code}")
                if "text/html" not in answer.headers.get("content-type", ""):
                    self.been.add(route) if answer.status_code == 200 else None
                    continue
                page = Seen(answer.text)
                self._keep(Sight(who, path, route, answer.status_code), page)
                for link in _links(page, path):
                    if link not in known:
                        known.add(link)
                        ways.append((link, path))

    def _keep(self, sight: Sight, page: Seen) -> None:
        """Keep what shows something not seen before on a page of this kind."""
        self.been.add(sight.route)
        self.visited.append(sight)
        seen = self.seen[sight.route]
        shapes = {f"{tag} {has.get('class', '')} {has.get('role', '')}" for tag, has in page.tags}
        if not shapes <= seen:
            seen |= shapes
            self.sights.append(sight)

    def _route(self, path: str) -> str:
        scope = {"type": "http", "method": "GET", "path": urlsplit(path).path}
        for route in self.routes:
            if route.matches(scope)[0] is Match.FULL:
                return route.name
        return "nowhere"


OURS = "http://localhost"
"""A letter names the forum by its address, with the port on which it was served when it wrote."""
FROM_OURSELVES = {"sec-fetch-site": "same-origin", "accept": "text/html", "accept-language": "id"}


def _links(page: Seen, path: str) -> list[str]:
    found = []
    for tag, has in page.tags:
        link = has.get("href", "").partition("#")[0]
        there = urlsplit(urljoin(OURS, link))
        if tag == "a" and link and there.hostname == "localhost":
            found.append(urljoin(path, there._replace(scheme="", netloc="").geturl()))
    return found
