"""When two texts say much the same: the marks that lead to candidates, and how alike they are.

A word counts by its root and by its consonants, so that `pelayanan` and `melayani`, `antrean` and
`antrian` are one. Words that everybody writes, and those of the clause itself, count for little.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import log

from rapidfuzz.distance import OSA

READ = 4_000  # letters of a text; what comes later rarely makes it another matter
MOST_MARKS = 80
ALIKE = 0.5
FEWEST_WORDS = 2
LITTLE = 0.25

_WORD = re.compile(r"[^\W_]+")
_SILENT = (
    "yang dan di ke dari untuk dengan pada ini itu adalah atau juga tidak tak bukan ada akan "
    "sudah telah belum agar supaya karena oleh dalam sebagai bagi kami kita saya anda mereka "
    "dia ia kalau jika bila maka saja lagi lebih sangat sekali terlalu harus bisa dapat boleh "
    "perlu mohon tolong harap seharusnya sebaiknya para setiap tiap satu hal secara serta "
    "saat ketika hanya masih lalu pun nya kok sih dong ya apa apakah mengapa kenapa bagaimana "
    "kapan siapa mana begitu seperti the a an and or of to in on for with at by from is are "
    "was were be been being it its this that these those i we you they he she my our your "
    "their me us them not no do does did done have has had can could should would will shall "
    "may must please too very so as if then than there here what why how when who which where "
    "more most much many just only also any all each every"
)
_STOP = frozenset(_SILENT.split())
_EVERYDAY = (
    "pelayanan layanan hari kerja jam waktu warga masyarakat orang petugas kantor dinas proses "
    "lama cepat lambat baik buruk bagus biaya berkas dokumen standar pasal pemohon permohonan "
    "service services day days working hour hours time people citizen citizens officer officers "
    "office process long fast slow good bad cost fee document documents standard clause applicant"
)
_PREFIX = (
    ("meny", "s"), ("peny", "s"), ("meng", ""), ("peng", ""), ("mem", ""), ("pem", ""),
    ("men", ""), ("pen", ""), ("ber", ""), ("ter", ""), ("per", ""), ("me", ""), ("pe", ""),
    ("di", ""), ("ke", ""), ("se", ""),
)  # fmt: skip
_SUFFIX = ("kan", "an", "ing", "ed", "es", "ly", "i", "s")


def words_in(text: str) -> list[str]:
    """Return the roots of the words that say something, each once, in their order."""
    plain = unicodedata.normalize("NFKD", text[:READ].casefold())
    found = (_root(word) for word in _WORD.findall(plain) if word not in _STOP and len(word) > 1)
    return list(dict.fromkeys(found))


def marks_of(place: str, words: Iterable[str]) -> list[int]:
    """Return what a text is found by in one place: one number a word, not too many."""
    keys = dict.fromkeys(_key(word) for word in words)
    return [_mark(place, key) for key in islice(keys, MOST_MARKS)]


def mark_by_word(place: str, words: Sequence[str]) -> dict[str, int]:
    """Return the mark of each word."""
    return {word: _mark(place, _key(word)) for word in words[:MOST_MARKS]}


class Weights:
    """How much a word counts: one that few write says more."""

    def __init__(self, common: Iterable[str] = (), shares: Mapping[str, float] | None = None):
        """Say which words are common here, and how many of the texts here have a word."""
        self.common = _everyday().union(map(_key, common))
        self.shares = {_key(word): share for word, share in (shares or {}).items()}

    def of(self, word: str) -> float:
        """Return the weight of one word, between a little and 1."""
        key = _key(word)
        if key in self.common:
            return LITTLE
        share = self.shares.get(key, 0.0)
        return max(LITTLE, min(1.0, -log(share) / 4)) if share > 0 else 1.0


def likeness(mine: Sequence[str], theirs: Sequence[str], weights: Weights) -> float:
    """Return how alike two texts are, from 0 to 1; nothing if they share a word or none."""
    keys = {_key(word): word for word in theirs}
    left = dict(keys)
    shared = shared_well = 0.0
    number = 0
    for word in mine:
        found = left.pop(_key(word), None) or _misspelt(word, left)
        if found is None:
            continue
        left.pop(_key(found), None)
        weight = weights.of(word)
        shared += weight
        number += 1
        shared_well += weight > LITTLE
    one, other = (sum(weights.of(word) for word in words) for words in (mine, theirs))
    same = number == len(mine) == len(theirs)
    if (not same and (number < FEWEST_WORDS or not shared_well)) or not one or not other:
        return 0.0
    jaccard = shared / max(one + other - shared, shared)
    # A short text that a long one says among other things is said already: the first way round.
    return max(jaccard, 0.7 * shared / one * min(1.0, other / one), (jaccard + shared / one) / 2)


def _misspelt(word: str, among: Mapping[str, str]) -> str | None:
    if len(word) < 5:
        return None
    most = 1 if len(word) < 8 else 2
    near = (
        other
        for other in among.values()
        if other[0] == word[0]  # who mistypes seldom does so at once, and it saves most of the work
        and abs(len(other) - len(word)) <= most
        and OSA.distance(word, other, score_cutoff=most) <= most
    )
    return next(near, None)


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    for end in ("nya", "lah", "kah", "pun"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            word = word[: -len(end)]
            break
    for start, instead in _PREFIX:
        if word.startswith(start) and len(word) - len(start) >= 4:
            word = instead + word[len(start) :]
            break
    for end in _SUFFIX:
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """Return the first letter and the consonants, doubles once; short words stay whole."""
    if len(word) < 5 or not word.isalpha():
        return word
    bare = word[0] + re.sub("[aeiou]", "", word[1:])
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return bare if len(bare) > 2 else word


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    return frozenset(_key(word) for word in words_in(_EVERYDAY))


def _mark(place: str, key: str) -> int:
    digest = hashlib.blake2b(f"{place}\n{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
