"""Which component a heading means, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from forum.drafts.importing.standard import Component
from forum.profiles.reading import reading

LONGEST_NAME = 120
ALMOST = 86.0  # of a hundred letters: a slip of the pen, not another word

_NUMBER = re.compile(r"\A\s*\(?(?:[0-9]{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s+")
_WORD = re.compile(r"[^\W_]+")


class Names:
    """The names and codes of components in every language, without capitals, accents and signs."""

    def __init__(self, components: Sequence[Component]) -> None:
        self._known: dict[tuple[str, ...], Component] = {}
        for component in components:
            for name in (component.code, *component.name.values()):
                self._known.setdefault(_words(name), component)
        for component in components:
            for name in component.also:
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

    def within(self, heading: str) -> Component | None:
        """Return the component whose whole name stands in a longer heading, or almost does.

        That is a guess: a person should look at it.
        """
        said = _weighty(_words(heading))
        if not said or len(heading) > LONGEST_NAME:
            return None
        weighty = {name: _weighty(name) for name in self._known}
        inside = [name for name in self._known if set(weighty[name]) <= set(said)]
        longest = max((len(weighty[name]) for name in inside), default=0)
        found = {
            self._known[name].code: self._known[name]
            for name in inside
            if len(weighty[name]) == longest
        }
        if not found:
            text = " ".join(said)
            alike = [(ratio(text, " ".join(weighty[name])), name) for name in self._known]
            best = max(alike, default=(0.0, ()))
            found = {"": self._known[best[1]]} if best[0] >= ALMOST else {}
        return found.popitem()[1] if len(found) == 1 else None


def _weighty(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the little words that only link others."""
    return tuple(word for word in words if word not in reading().links) or words


def _words(name: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFKD", _NUMBER.sub("", name))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return tuple(_WORD.findall(bare.casefold()))
