"""The gallery: every part of the look, drawn as a page would draw it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

from forum.access.policy import Actor, Grant, Role
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused
from forum.core.i18n import LANGUAGES, speaking
from forum.core.paths import data_dir
from forum.core.settings import Settings
from forum.core.templating import environment
from forum.web.assets import assets

GALLERY = Path(__file__).parent / "gallery"
PAGES = sorted(page.name for page in GALLERY.glob("*.html"))

SARI = Actor(person_id=1, name="Sari Wulandari")
OMAR = Actor(person_id=2, name="Omar", grants=frozenset({Grant(Role.RESPONDER, agency_id=1)}))

SEGMENTS = [
    ("keep", "KTP elektronik diserahkan dalam 1 hari, paling lama "),
    ("drop", "14"),
    ("add", "5"),
    ("keep", " hari kerja sejak berkas dinyatakan lengkap"),
    ("add", ", dan bila blangko kosong pemohon diberi tahu tanggal barunya pada hari itu juga"),
    ("keep", "."),
]

Draw = Callable[..., str]


@pytest.fixture(params=LANGUAGES)
def draw(request: pytest.FixtureRequest) -> Draw:
    """Draws a page of the gallery or of the forum itself, in one language after the other."""
    language: str = request.param
    gallery = jinja2.FileSystemLoader(GALLERY)
    env = environment().overlay(loader=jinja2.ChoiceLoader([gallery, environment().loader]))

    def drawn(name: str, actor: Actor = SARI, wrong: ForumError | None = None) -> str:
        with speaking(language):
            return env.get_template(name).render(
                actor=actor,
                here="/somewhere?q=1",
                language=language,
                languages=LANGUAGES,
                site=Settings(site_place="Kabupaten Contoh"),
                path=lambda route, **_params: f"/{route}",
                static_path=assets().path,
                request_number="k7m2q9x4ab",
                wrong=wrong,
                wrong_form=Invalid({"text": "Write at least one word.", "kind": "Choose one."}),
                desk_nav=[{"word": "Responses", "href": "#", "count": 42, "here": True}],
                closes_at=datetime(2026, 11, 30, 8, tzinfo=UTC),
                zone="Asia/Makassar",
                segments=SEGMENTS,
            )

    return drawn


@pytest.mark.parametrize("page", PAGES)
def test_every_part_is_well_formed_and_needs_no_exception_from_the_policy(
    draw: Draw, page: str
) -> None:
    found = read(draw(page, OMAR))

    assert not found.open
    assert not {"style", "onclick", "onsubmit"} & found.attributes
    assert not found.inline_scripts
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("page", PAGES)
def test_every_field_has_a_label_and_every_reference_leads_somewhere(draw: Draw, page: str) -> None:
    found = read(draw(page))

    assert found.labelled <= set(found.ids)
    assert found.named <= found.labelled | found.labelled_otherwise
    assert found.references <= set(found.ids)


def test_no_style_sheet_outlives_its_part() -> None:
    css = {file.stem for file in data_dir("static").glob("css/components/*.css")}
    parts = {file.stem for file in data_dir("templates").glob("components/*.html")}

    assert css - parts == {"site-foot", "prose"}  # drawn by the layouts and by long texts


def test_a_redline_says_what_it_strikes_to_the_letter(draw: Draw) -> None:
    html = draw("clause.html")

    assert "paling lama <del>14</del><ins>5</ins> hari kerja sejak" in html


def test_text_from_people_is_never_taken_for_markup(draw: Draw) -> None:
    assert "x &lt; y &amp; &#34;z&#34;</textarea>" in draw("clause.html")


def test_an_error_is_named_by_its_field_and_by_the_summary(draw: Draw) -> None:
    html = draw("clause.html")

    assert '<a href="#f-text">Write at least one word.</a>' in html
    assert 'aria-describedby="f-text-hint f-text-error" aria-invalid="true"' in html


def test_a_citizen_sees_no_way_to_the_desk(draw: Draw) -> None:
    assert 'href="/desk"' not in draw("document.html", SARI)
    assert 'href="/desk"' in draw("document.html", OMAR)


def test_a_reader_can_change_the_language_and_comes_back_here(draw: Draw) -> None:
    html = draw("document.html")

    assert 'name="next" value="/somewhere?q=1"' in html
    assert ("English" in html) != ("Bahasa Indonesia" in html)


@pytest.mark.parametrize("actor", [Actor(), SARI])
@pytest.mark.parametrize(
    "wrong",
    [
        NotAllowed("access.sign-in", "Sign in first, then you can do this."),
        Refused("summary.not-ready", "The summary is not ready.", ["3.1 has no answer."]),
        Invalid({"text": "Write at least one word."}),
    ],
)
def test_a_refusal_says_what_happened_and_what_is_missing(
    draw: Draw, actor: Actor, wrong: ForumError
) -> None:
    html = draw("errors/refusal.html", actor, wrong)

    assert f"<h1>{wrong.message.removesuffix('.')}</h1>" in html
    assert "k7m2q9x4ab" in html
    for sentence in (*getattr(wrong, "missing", ()), *getattr(wrong, "fields", {}).values()):
        assert sentence in html
    assert ('class="btn" href="/sign-in"' in html) == (wrong.status == 403 and actor != SARI)


def test_a_failure_gives_the_number_by_which_it_is_found(draw: Draw) -> None:
    assert "k7m2q9x4ab" in draw("errors/failure.html", Actor())


class _Reader(HTMLParser):
    """Notes what a page consists of, and which elements were left open."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.labelled: set[str] = set()
        self.labelled_otherwise: set[str] = set()
        self.named: set[str] = set()
        self.references: set[str] = set()
        self.inline_scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes |= set(given)
        assert len(given) == len(attrs), f"<{tag}> says something twice"
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        for name in ("aria-describedby", "aria-labelledby"):
            self.references |= set(given.get(name, "").split())
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            key = given.get("id") or str(self.getpos())
            self.named.add(key)
            if "label" in self.open or "aria-label" in given:
                self.labelled_otherwise.add(key)
        if tag == "script" and "src" not in given:
            self.inline_scripts += 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"


def read(html: str) -> _Reader:
    """Read a page, stopping at what is not well formed."""
    found = _Reader()
    found.feed(html)
    found.close()
    return found
