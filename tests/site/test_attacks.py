"""Whatever people write, nothing of it runs in anybody's browser, on any page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.templating import environment
from forum.core.text import TAGS, clean, render
from forum.site.writing import Blank
from tests.databases import both_databases
from tests.pages import Seen, form_in
from tests.rules.test_text import ATTACKS
from tests.world import comment, open_consultation

LAW = SimpleNamespace(respond_by=datetime(2026, 12, 14, tzinfo=UTC), time_zone="Asia/Makassar")
SHELTERED = [
    "**{}**",
    "[{}](https://a.example)",
    "- {}\n- {}",
    "| {} |\n|---|\n| {} |",
    "> {}",
    "`{}`",
    "```\n{}\n```",
]

IGNORED = re.compile(r"[\x00-\x20]")  # as a browser reads an address
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

typed = st.text(st.characters(), max_size=300) | st.sampled_from(ATTACKS)


def dangers(html: str) -> list[str]:
    """What a browser would run, or load from elsewhere, or send elsewhere."""
    found = []
    for tag, has in Seen(html).tags:
        found += [f"{tag} {name}" for name in has if name.startswith("on") or name == "style"]
        found += [
            f"{tag} {name}={value}"
            for name, value in has.items()
            if name in ("href", "src", "action", "formaction", "data", "xlink:href")
            and (scheme := SCHEME.match(IGNORED.sub("", value)))
            and scheme[1].lower() not in ("http", "https", "mailto")
        ]
        own = has.get("src", "").startswith("/static/")
        if tag in ("script", "iframe", "object", "embed", "base", "style", "img") and not own:
            found.append(tag)
        if tag == "form" and not has.get("action", "").startswith("/"):
            found.append(f"form to {has.get('action')}")
        if tag == "meta" and "http-equiv" in has:
            found.append("meta")
    return found


@pytest.fixture(scope="module")
def form_macro():
    env = environment().overlay(loader=environment().loader)
    env.globals = {**environment().globals, "path": lambda name, **_params: f"/{name}"}
    made: jinja2.Template = env.get_template("components/comment-form.html")
    return made.module.comment_form


@given(text=typed)
def test_the_form_holds_what_was_typed_and_nothing_else(form_macro, text):
    text = clean(text)
    blank = Blank(
        text=text,
        kind="comment",
        organisation="",
        leads=[],
        once="a-key-of-one-form",
        opened="",
        name=text,
        asks_name=True,
        writable=True,
        why_not="",
    )
    html = str(form_macro(blank, "/here", "/back", LAW))

    kept = form_in(html, "/here")
    assert kept["text"] == text
    assert kept["name"] == text
    assert dangers(html) == []


@given(text=typed)
def test_a_contribution_is_made_of_harmless_tags_only(text):
    html = str(render(text))

    assert {tag for tag, _has in Seen(html).tags} <= set(TAGS)
    assert dangers(html) == []


async def test_no_attack_runs_on_any_page(signed_in, visit, sari, omar, agency):
    ktp = await open_consultation(omar, agency)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"
    made = []
    for number, attack in enumerate(ATTACKS):
        for shelter in ("{}", SHELTERED[number % len(SHELTERED)]):
            text = f"a {number} {shelter.replace('{}', attack)}"
            made.append(await comment(sari, ktp, text, label="3.1"))
    made.append(await comment(sari, ktp, "a ".join(ATTACKS)[:10_000], label=None))

    pages = [clause, f"{clause}?order=newest", f"/consultations/{ktp.slug}"]
    pages += [f"{clause}?page={number}" for number in (2, 3)]
    pages += [f"/consultations/{ktp.slug}/contributions?page={number}" for number in (1, 2, 3)]
    pages += [f"/comments/{one.ref}" for one in made[::5]]
    pages += [f"/r/{one.receipt}" for one in made[::40]]
    for address in pages:
        answer = await visit.get(address)
        assert answer.status_code == 200, address
        assert dangers(answer.text) == [], address
    async with signed_in(sari) as her:
        for attack in map(as_sent, ATTACKS):
            again = await her.post(f"{clause}/comments", data={"text": f"a {attack}", "once": ""})
            assert again.status_code == 409
            assert dangers(again.text) == []
            assert form_in(again.text, f"{clause}/comments")["text"] == clean(f"a {attack}")
            found = await her.get(f"/consultations/{ktp.slug}/contributions", params={"q": attack})
            assert found.status_code == 200
            assert dangers(found.text) == []


@both_databases
@pytest.mark.parametrize(
    "body",
    [
        b"text=%00%ED%A0%80halo&once=a-key-of-one-form",
        b"text=%FF%FEhalo&once=a-key-of-one-form",
        b"text=halo&once=%00%00%00%00%00%00%00%00%00%00%00",
        b"text=halo&kind=%ED%A0%80&once=a-key-of-one-form",
        b"text=halo&opened=%00&once=a-key-of-one-form",
        b"text=halo&opened=9999999-12-31&once=a-key-of-one-form",
        b"text=halo&opened=0001-01-01T00:00:00%2B23:59&once=a-key-of-one-form",
        b"text=halo&name=" + b"x" * 5000 + b"&once=a-key-of-one-form",
        b"text",
        b"&&&===",
        b"",
    ],
)
async def test_no_bytes_in_the_form_are_a_fault_of_ours(signed_in, sari, omar, agency, body):
    ktp = await open_consultation(omar, agency)
    async with signed_in(sari) as her:
        sent = await her.post(
            f"/consultations/{ktp.slug}/clauses/3.1/comments",
            content=body,
            headers={"content-type": "application/x-www-form-urlencoded"},
        )

    assert sent.status_code in (303, 409, 422)


def as_sent(text: str) -> str:
    """Return the text as a browser sends it: halves of characters do not travel."""
    return text.encode("utf-8", "replace").decode()
