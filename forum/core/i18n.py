"""The language of whoever is being answered.

English sentences are the keys. Catalogues are read from the committed `.po` files at start, so
there is nothing to compile and nothing to forget.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
DEFAULT = "id"
LOCALES = Path(__file__).resolve().parents[1] / "locale"

language: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def catalogue_of(name: str) -> NullTranslations:
    """Return the sentences of one language; the keys themselves where there is no catalogue."""
    source = LOCALES / name / "LC_MESSAGES" / "forum.po"
    if not source.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as text:
        write_mo(compiled, read_po(text, locale=name))
    compiled.seek(0)
    return GNUTranslations(compiled)


def catalogue() -> NullTranslations:
    """Return the sentences in the language of this reader."""
    return catalogue_of(language.get())


def _(sentence: str) -> str:
    """Translate one sentence now."""
    return catalogue().gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a sentence that counts something."""
    return catalogue().ngettext(one, many, number)


def N_(sentence: str) -> str:  # noqa: N802 - the field's own name for "translate this later"
    """Mark a sentence for translation where it is written, to be translated where it is shown."""
    return sentence


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Answer in another language inside the block: a letter to somebody else."""
    token = language.set(name if name in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        language.reset(token)


def local(words: Mapping[str, str] | str | None) -> str:
    """Pick the reader's language from `{"id": …, "en": …}`, else the binding one, else any."""
    if not words:
        return ""
    if isinstance(words, str):
        return words
    return words.get(language.get()) or words.get(DEFAULT) or next(iter(words.values()), "")


def lang_of(words: Mapping[str, str]) -> str:
    """Tell which language `local` picks, for the `lang` attribute."""
    for name in (language.get(), DEFAULT, *words):
        if words.get(name):
            return name
    return DEFAULT
