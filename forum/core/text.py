"""Text from people: made tidy once when it arrives, made HTML once when it is stored.

Markdown → bleach → nh3: bleach never sees HTML that people wrote, and nh3 is the maintained second
gate behind it. `Markup` is used nowhere else.
"""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import MutableMapping

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup, escape

from forum.core.threads import Threads

MOST_MARKUP = 12  # times the letters typed: no text needs more, only a table of empty cells
MARKS = 8  # No script stacks as many marks on one letter; "zalgo" text stacks hundreds.

TAGS = frozenset({
    "p", "br", "hr", "h3", "h4", "strong", "em", "s", "a", "code", "pre", "blockquote",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
ATTRIBUTES = {"a": ["href", "title", "rel"], "ol": ["start"]}
SCHEMES = frozenset({"http", "https", "mailto"})

# Addresses that say they are one; bleach's own pattern takes half a minute for some 10,000 letters.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"{}|\\^`]*[\w/)=&#%~+-]", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, of which only tab and line feed are of use
    "\u202a-\u202e\u2066-\u2069"  # overrides that make text read otherwise than it is stored
    "\ud800-\udfff\ufffe\uffff]"  # halves of characters, and what no document may hold
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_EDGES = _INVISIBLE + "".join(c for c in map(chr, range(0x3001)) if c.isspace())

_local = threading.local()  # bleach's Cleaner is not safe to share between threads
_threads = Threads("forum.core.text", most=2)


def clean(text: str) -> str:
    """Return the text as it is kept: NFC, plain line ends, nothing invisible that misleads."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    # Marks are counted before NFC, which takes quadratic time to sort them, and after it,
    # because it may make two marks of one.
    text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    return text.strip(_EDGES)


def render(source: str, limit: int = 10_000) -> Markup:
    """Return Markdown as safe HTML, reading no more than `limit` characters of it."""
    tools, text = _tools(), clean(source[:limit])
    html = tools.markdown.render(text)
    if len(html) > 1_000 + MOST_MARKUP * len(text):
        html = paragraphs(text)
    return Markup(tools.gate.clean(tools.bleach.clean(html)))  # noqa: S704 - this is the gate


def paragraphs(text: str) -> Markup:
    """Return plain text as HTML paragraphs, its marks shown as they were typed."""
    blocks = [block for block in re.split(r"\n\s*\n", clean(text)) if block.strip()]
    lines = (escape(block).replace("\n", Markup("<br>")) for block in blocks)
    return Markup("").join(Markup("<p>%s</p>") % line for line in lines)


async def render_in_thread(source: str, limit: int = 10_000) -> Markup:
    """Return the same as `render`, without holding up anybody else's request."""
    return await _threads.run(render, source, limit)


def plain(html: str, most: int) -> str:
    """Return the words of rendered text on one line, cut after a word and no longer than `most`."""
    words = Markup(html).striptags()  # noqa: S704 - what comes out is text, and is escaped as such
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    marks = "".join(char for char in set(text) if unicodedata.category(char).startswith("M"))
    return re.sub(f"([{marks}]{{{MARKS}}})[{marks}]+", r"\1", text) if marks else text


class _Tools:
    def __init__(self) -> None:
        self.markdown = (
            MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
            .enable(["table", "strikethrough"])
            .disable(["image", "html_block", "html_inline"])
        )
        self.markdown.core.ruler.push("demote_headings", _demote_headings)
        self.bleach = Cleaner(
            tags=TAGS,
            attributes=ATTRIBUTES,
            protocols=SCHEMES,
            strip=True,
            filters=[
                functools.partial(
                    LinkifyFilter, callbacks=[_link], skip_tags={"pre", "code"}, url_re=_ADDRESS
                )
            ],
        )
        self.gate = nh3.Cleaner(
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            url_schemes=set(SCHEMES),
            link_rel=None,
        )


def _tools() -> _Tools:
    if not hasattr(_local, "tools"):
        _local.tools = _Tools()
    tools: _Tools = _local.tools
    return tools


def _demote_headings(state: StateCore) -> None:
    """Keep people's headings below those of the page they stand on."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag == "h1" else "h4"


Attributes = MutableMapping[tuple[str | None, str], str]


def _link(attributes: Attributes, new: bool = False) -> Attributes:  # noqa: ARG001, FBT001, FBT002 - bleach's own shape
    """Let no link that leads away carry our good name."""
    attributes.pop((None, "rel"), None)
    if "//" in attributes.get((None, "href"), ""):
        attributes[(None, "rel")] = "nofollow ugc noopener"
    return attributes
