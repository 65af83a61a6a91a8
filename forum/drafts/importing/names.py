"""Which component a heading means, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from forum.drafts.importing.standard import Component

LONGEST_NAME = 120

_NUMBER = re.compile(r"\A\s*\(?(?:[0-9]{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s+")
_WORD = re.compile(r"[^\W_]+")


class Names:
    """The names and codes of components in every language, without capitals, accents and signs."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._known: dict[tuple[str, ...], Component] = {}
        for component in components:
            for name in (component.code, *component.name.values()):
                self._known.setdefault(_words(name), component)

    def exactly(self, heading: str) -> Component | None:
        """Return the component that has this very name."""
        return self._known.get(_words(heading)) if len(heading) <= LONGEST_NAME else None

    def nearly(self, heading: str) -> Component | None:
        """Return the one component that is named in part, or with one word more."""
        exact = self.exactly(heading)
        if exact or len(heading) > LONGEST_NAME:
            return exact
        said = set(_words(heading))
        close = {
            component.code: component
            for name, component in self._known.items()
            if said and (said < set(name) or (set(name) < said and len(said) == len(name) + 1))
        }
        return close.popitem()[1] if len(close) == 1 else None


def _words(name: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFKD", _NUMBER.sub("", name))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return tuple(_WORD.findall(bare.casefold()))
