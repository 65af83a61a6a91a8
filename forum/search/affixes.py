"""The forms in which one word may stand: `mengurus`, `pengurusan` and `diurus` are about `urus`.

PostgreSQL has a stemmer for Indonesian, SQLite has none. So the roots that a word may have are
found here, and for SQLite the forms that a root may take. A root that is no word at all does no
harm: nobody has written it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

SHORTEST_ROOT = 3
VOWELS = frozenset("aeiou")
PARTICLES = ("lah", "kah", "pun", "nya", "ku", "mu")
SUFFIXES = ("kan", "an", "i")

NASAL: dict[str, tuple[str, str]] = {
    "meny": ("", "s"),
    "peny": ("", "s"),
    "meng": ("ghk", "k"),
    "peng": ("ghk", "k"),
    "mem": ("bfvp", "p"),
    "pem": ("bfvp", "p"),
    "men": ("cdjtsz", "t"),
    "pen": ("cdjtsz", "t"),
    "me": ("lmnrwy", ""),
    "pe": ("lmnrwyksgt", ""),
}
"""What may follow a beginning that depends on the root, and which first letter it swallows before
a vowel: tulis, menulis."""
PREFIXES = ("per", "pel", "ber", "bel", "ter", "di", "ke")
SECOND = ("per", "ber", "ter")

BEFORE: dict[str, tuple[str, ...]] = {
    "b": ("mem", "pem"),
    "f": ("mem", "pem"),
    "v": ("mem", "pem"),
    "p": ("mem", "pem"),
    "c": ("men", "pen"),
    "d": ("men", "pen"),
    "j": ("men", "pen"),
    "t": ("men", "pen"),
    "s": ("men", "pen"),
    "z": ("men", "pen"),
    "g": ("meng", "peng"),
    "h": ("meng", "peng"),
    "k": ("meng", "peng"),
    **dict.fromkeys("aeiou", ("meng", "peng")),
}
"""Which of the nasal beginnings goes before which letter; before all others it is `me`, `pe`."""
SWALLOWED = {"p": ("mem", "pem"), "t": ("men", "pen"), "k": ("meng", "peng"), "s": ("meny", "peny")}
PLAIN = ("", "di", "ter", "ber", "ke", "per", "memper", "diper", "keber", "keter")
ENDINGS = ("", "kan", "an", "i")
OWN_ENDINGS = ("", "nya")


def fold(text: str) -> str:
    """Return the text in small letters and without marks on them, as both databases compare."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).lower()


@lru_cache(maxsize=20_000)
def roots(word: str) -> frozenset[str]:
    """Return what a word may be a form of, itself among it; the word is folded already."""
    if not word.isalpha():
        return frozenset({word})
    found = {word, *_english(word)}
    for without in _without_endings(word):
        found.add(without)
        for inner in _without_beginning(without):
            found.add(inner)
            found.update(_without(inner, SECOND))
    return frozenset(found)


@lru_cache(maxsize=2_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the words that are a form of the same root, for a database that knows no roots."""
    if not word.isalpha() or len(word) < SHORTEST_ROOT:
        return (word,)
    english = _english(word)
    bare = [
        root
        for root in roots(word)
        if root not in english and not roots(root) - {root, root.removesuffix("i"), *_english(root)}
    ]
    found = dict.fromkeys([word, *english])
    for root in sorted(bare or [word]):
        for beginning in _beginnings(root):
            for ending in ENDINGS:
                for own in OWN_ENDINGS:
                    found[f"{beginning}{ending}{own}"] = None
    plurals = [word + "s", word + "es", *([word[:-1] + "ies"] if word.endswith("y") else [])]
    found.update(dict.fromkeys(plurals))
    return tuple(found)


def alike(one: str, other: str) -> bool:
    """Tell whether two folded words are forms of the same root."""
    return one == other or not roots(one).isdisjoint(roots(other))


def _without_endings(word: str) -> Iterator[str]:
    """Yield the word without what may have been put behind it, the longest first."""
    yield word
    stems = [word]
    for particle in PARTICLES:
        if word.endswith(particle) and _stays(shorter := word[: -len(particle)]):
            stems.append(shorter)
            yield shorter
    for stem in stems:
        for suffix in SUFFIXES:
            if stem.endswith(suffix) and _stays(shorter := stem[: -len(suffix)]):
                yield shorter


def _without_beginning(word: str) -> Iterator[str]:
    yield from _without(word, PREFIXES)
    for nasal, (before, swallowed) in NASAL.items():
        rest = word[len(nasal) :]
        if not word.startswith(nasal) or not _stays(rest) or rest.startswith(("ny", "ng")):
            continue
        if rest[0] in before:
            yield rest
        elif rest[0] in VOWELS and swallowed:
            yield swallowed + rest
            if nasal in ("meng", "peng"):
                yield rest


def _without(word: str, prefixes: tuple[str, ...]) -> Iterator[str]:
    for prefix in prefixes:
        if word.startswith(prefix) and _stays(rest := word[len(prefix) :]):
            yield rest


def _beginnings(root: str) -> Iterator[str]:
    for plain in PLAIN:
        yield plain + root
    for nasal in BEFORE.get(root[0], ("me", "pe")):
        yield nasal + root
    for nasal in SWALLOWED.get(root[0], ()):
        yield nasal + root[1:]
    yield "pe" + root


def _stays(rest: str) -> bool:
    """Tell whether what is left can still be a root: it is not too short, and has two syllables."""
    return len(rest) > SHORTEST_ROOT and sum(char in VOWELS for char in rest) > 1


def _english(word: str) -> tuple[str, ...]:
    """Return what an English plural is the plural of."""
    if len(word) <= SHORTEST_ROOT or not word.endswith("s") or word.endswith("ss"):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)
