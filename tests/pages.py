"""What a person finds on a page: its words, its tags, and its forms as they would be sent."""

from __future__ import annotations

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
