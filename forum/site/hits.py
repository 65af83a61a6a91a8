"""One thing that a search found, as a line of the list: its name, where it is, and its words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forum.catalogue.models import Service, Standard, Words
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core.format import day, number
from forum.core.i18n import _, lang_of, local, ngettext
from forum.core.text import plain
from forum.participation.models import Contribution
from forum.participation.rules import KIND_WORDS
from forum.participation.rules import Kind as Said
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS
from forum.search.queries import FoundAnswer, FoundClause, Thing
from forum.search.rules import Run, best_of, excerpt

Where = tuple[str, dict[str, object]]
SAID_SO = frozenset({Said.QUESTION, Said.PROPOSAL})


@dataclass(frozen=True)
class Hit:
    """One thing that was found: where it is, what it is called, and the words in their place."""

    where: Where
    title: list[Run]
    title_lang: str
    runs: list[Run]
    lang: str
    about: str
    state: tuple[str, str] = ("", "")
    law: bool = False


def hit_of(thing: Thing, words: Collection[str]) -> Hit:
    """Return one thing as a line of the list."""
    match thing:
        case Service():
            return _hit(
                ("service", {"slug": thing.slug}),
                thing.name,
                _read(thing.summary, words),
                words,
                local(thing.agency.name),
            )
        case Standard():
            since = day(thing.in_force_since, thing.service.agency.time_zone)
            about = _("Version %(number)s, in force since %(since)s, %(agency)s") % {
                "number": thing.in_force,
                "since": since,
                "agency": local(thing.service.agency.name),
            }
            return _hit(
                ("standard-version", {"slug": thing.slug, "number": thing.in_force}),
                thing.title,
                ("", ""),
                words,
                about,
            )
        case Consultation():
            return _hit(
                ("consultation", {"slug": thing.slug}),
                thing.title,
                _read(thing.lead, words),
                words,
                local(thing.agency.name),
                _state(thing),
            )
        case FoundClause():
            return _clause(thing, words)
        case Contribution():
            return _contribution(thing, words)
        case FoundAnswer():
            return _answer(thing, words)


def _clause(found: FoundClause, words: Collection[str]) -> Hit:
    clause, standard = found.clause, found.standard
    where: Where = (
        "standard-clause",
        {"slug": standard.slug, "number": found.name, "label": clause.label},
    )
    if found.in_force:
        state = ("done", _("In force"))
    else:
        state = ("", _("Version %(number)s") % {"number": found.name})
    if found.consultation is not None:
        where = (
            "consultation-clause",
            {"slug": found.consultation.slug, "label": clause.label},
        )
        state = _state(found.consultation)
    component = profile(standard.profile).component(clause.component)
    title = _("Clause %(label)s: %(name)s") % {
        "label": clause.label,
        "name": local(component.name).lower() if component else "",
    }
    return _hit(
        where,
        title,
        _read(clause.text, words),
        words,
        f"{local(standard.title)}, {local(standard.service.agency.name)}",
        state,
        law=True,
    )


def _contribution(said: Contribution, words: Collection[str]) -> Hit:
    title = said.by
    about = [
        _("Clause %(label)s") % {"label": said.label} if said.label else _("The whole draft"),
        local(said.consultation.title),
        day(said.handed_in_at, said.consultation.time_zone),
    ]
    if said.supports:
        supported = ngettext(
            "supported by %(num)s person", "supported by %(num)s people", said.supports
        )
        about.append(supported % {"num": number(said.supports)})
    return _hit(
        ("comment", {"ref": said.ref}),
        title,
        (_said(said), said.language),
        words,
        ", ".join(about),
        ("", _(KIND_WORDS[said.kind])) if said.kind in SAID_SO else ("", ""),
    )


def _said(said: Contribution) -> str:
    """Return what everybody reads of it: the words it proposes, then its text."""
    text = plain(said.html, 20_000)
    return f"{said.proposal.shown} {text}" if said.proposal else text


def _answer(found: FoundAnswer, words: Collection[str]) -> Hit:
    answer, said = found.response, found.contribution
    agency = answer.consultation.agency
    about = [
        _("Clause %(label)s") % {"label": said.label} if said.label else _("The whole draft"),
        local(answer.consultation.title),
        day(answer.approved_at, answer.consultation.time_zone),
    ]
    return _hit(
        ("comment", {"ref": said.ref}),
        _("%(agency)s answers") % {"agency": local(agency.name)},
        (plain(answer.html, 20_000), agency.language),
        words,
        ", ".join(about),
        ("", _(DISPOSITION_WORDS[answer.disposition])),
    )


def _hit(
    where: Where,
    title: Words | str,
    text: tuple[str, str],
    words: Collection[str],
    about: str,
    state: tuple[str, str] = ("", ""),
    *,
    law: bool = False,
) -> Hit:
    named = local(title)
    lang = "" if isinstance(title, str) else lang_of(title)
    return Hit(
        where,
        excerpt(named, words, most=len(named) + 1),
        lang,
        excerpt(text[0], words),
        text[1],
        about,
        state,
        law,
    )


def _read(texts: Words, words: Collection[str]) -> tuple[str, str]:
    """Return a text in the reader's language, or in another that has more of the words."""
    mine = local(texts)
    others = [text for text in texts.values() if text != mine]
    text = best_of([mine, *others], words)
    return text, next((lang for lang, one in texts.items() if one == text), "")


def _state(consultation: Consultation) -> tuple[str, str]:
    chips = {Phase.OPEN: "open", Phase.PUBLISHED: "done", Phase.WITHDRAWN: "no"}
    return chips.get(consultation.phase, "closed"), consultation.phase_word
