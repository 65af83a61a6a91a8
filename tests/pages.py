"""What a person finds on a page: its words, its tags, and its forms as they would be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

SILENT = frozenset({"head", "script", "style"})
IN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "data", "del", "em", "ins", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "time", "u"}
)


class Seen(HTMLParser):
    """A page that has been read: `words`, `tags` with what they carry, `forms` by their action."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: dict[str, dict[str, str]] = {}
        self._told: list[str] = []
        self._silent = 0
        self._form: dict[str, str] = {}
        self._field = ""
        self._chosen: bool | None = None
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        """What is read, in one line."""
        return " ".join("".join(self._told).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.tags.append((tag, has))
        self._silent += tag in SILENT
        if tag not in IN_A_LINE:
            self._told.append(" ")
        if tag == "svg" and "aria-label" in has:
            self._told.append(f" {has['aria-label']} ")
        if tag == "form":
            self._form = self.forms.setdefault(has.get("action", ""), {})
        elif tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has):
            if has.get("name") and has.get("type") not in ("file", "submit"):
                self._form[has["name"]] = has.get("value", "")
        elif tag in ("textarea", "select"):
            self._field, self._chosen = has.get("name", ""), None
            self._form[self._field] = ""
        elif tag == "option" and self._field and self._chosen is not True:
            if "selected" in has or self._chosen is None:
                self._form[self._field] = has.get("value", "")
            self._chosen = "selected" in has

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if tag not in IN_A_LINE:
            self._told.append(" ")
        if tag in ("textarea", "select"):
            self._field = ""

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self._told.append(data)
        if self._field and self.tags[-1][0] == "textarea":
            self._form[self._field] += data


def form_in(html: str, action: str) -> dict[str, str]:
    """Return what the form with this action would send as it stands."""
    return dict(Seen(html).forms[action])


def words_of(html: str) -> str:
    """Return what a person reads on a page, in one line."""
    return Seen(html).words


TIES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list", "headers")
IN_A_TABLE = frozenset({"table", "thead", "tbody", "tr", "th", "td"})


def loose_ends(html: str) -> Iterator[str]:
    """Yield what a browser forgives and a screen reader trips over: names that stand twice, or
    nowhere though something refers to them, two things that ask for the focus, numbers and times
    without a value, and parts of tables that say they are something else."""
    tags = Seen(html).tags
    names = Counter(has["id"] for _tag, has in tags if "id" in has)
    yield from (f"id {name} stands {times} times" for name, times in names.items() if times > 1)
    for tag, has in tags:
        for tie in TIES:
            yield from (f"{tag}: no {one}" for one in has.get(tie, "").split() if not names[one])
        if tag == "a" and has.get("href", "").startswith("#") and not names[has["href"][1:]]:
            yield f"a leads nowhere: {has['href']}"
        if (tag == "data" and "value" not in has) or (tag == "time" and not has.get("datetime")):
            yield f"{tag} has no value"
        if tag in IN_A_TABLE and "role" in has:
            yield f"{tag} says that it is a {has['role']}"
    if sum("autofocus" in has for _tag, has in tags) > 1:
        yield "two things ask for the focus"
