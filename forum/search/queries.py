"""What was found, as a page shows it: kind by kind, with what each thing belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.catalogue.models import Agency, Service, Standard
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.drafts.models import Clause, Version
from forum.drafts.rules import edition_name
from forum.participation.models import Contribution
from forum.participation.rules import PUBLIC
from forum.profiles.load import Profile
from forum.responses.models import Response
from forum.responses.queries import first_served
from forum.responses.rules import ResponseState
from forum.search.affixes import alike
from forum.search.matching import RANKED, Sought, best, counts
from forum.search.rules import EMPTY, Kind, Narrowed, Question, words_in

AT_ONCE = 20
EACH = 3
"""How many of each kind stand on a page that shows all kinds."""
OVER = frozenset({Phase.PUBLISHED, Phase.WITHDRAWN})


@dataclass(frozen=True)
class FoundClause:
    """A clause, the version it stands in, and the consultation that discusses it, if one does."""

    clause: Clause
    name: str
    standard: Standard
    consultation: Consultation | None

    @property
    def in_force(self) -> bool:
        """Whether it is what the agency promises today."""
        return self.name == str(self.standard.in_force)


@dataclass(frozen=True)
class FoundAnswer:
    """An approved answer, and the most supported contribution that it answers."""

    response: Response
    contribution: Contribution


Thing = Service | Standard | Consultation | FoundClause | Contribution | FoundAnswer


@dataclass(frozen=True)
class Findings:
    """How much was found of each kind, and one page of it; all kinds, a few of each, on the first.

    `loosened`: nothing had all the words, so what stands here has some of them.
    """

    counts: Mapping[Kind, int]
    things: Mapping[Kind, Sequence[Thing]]
    loosened: bool = False
    page: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        """How many things of any kind."""
        return sum(self.counts.values())


async def look_for(
    question: Question, narrowed: Narrowed, countries: Sequence[Profile], *, page: int = 1
) -> Findings:
    """Return what has the words; where nothing has all of them, what has any."""
    if not question.words or not narrowed.kinds():
        return Findings({}, {})
    agency_id = None
    if narrowed.agency:
        agency = await Agency.get_or_none(slug=narrowed.agency)
        if agency is None:
            return Findings({}, {})
        agency_id = agency.id
    parts = {word: parts_called(word, countries) for word in question.words}
    sought = Sought(question.words, parts, agency_id=agency_id, narrowed=narrowed)
    kinds = narrowed.kinds()
    found = await counts(sought, kinds)
    loosened = not any(found.values()) and len(question.words) > 1
    if loosened:
        sought = sought.loosened()
        found = await counts(sought, kinds)
    if narrowed.kind is None:
        things = {
            kind: await _fetched(kind, await best(sought, kind, offset=0, limit=EACH))
            for kind in kinds
            if found[kind]
        }
        return Findings(found, things, loosened)
    kind = narrowed.kind
    pages = max(1, -(-min(found.get(kind, 0), RANKED) // AT_ONCE))
    page = min(page, pages)
    ids = []
    if found.get(kind):
        ids = await best(sought, kind, offset=(page - 1) * AT_ONCE, limit=AT_ONCE)
    return Findings(found, {kind: await _fetched(kind, ids)}, loosened, page, pages)


def parts_called(word: str, countries: Sequence[Profile]) -> tuple[str, ...]:
    """Return the components that go by a word, as the index writes them: so "fee" finds the fees.

    A word that stands in the names of several tells nothing about any.
    """
    found = set()
    for country in countries:
        named = [
            component.code
            for component in country.components
            if any(
                alike(word, one)
                for name in component.name.values()
                for one in words_in(name)
                if one not in EMPTY
            )
        ]
        if len(named) == 1:
            found.add("xp" + re.sub("[_-]", "z", named[0]))
    return tuple(sorted(found))


async def _fetched(kind: Kind, ids: Sequence[int]) -> list[Thing]:
    """Return the things with these ids in this order, with all that a page tells of them."""
    if not ids:
        return []
    rows = dict(await _FETCH[kind](ids))
    return [rows[one] for one in ids if one in rows]


async def _services(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    rows = await Service.filter(id__in=ids).select_related("agency", "standard")
    return [(row.id, row) for row in rows]


async def _standards(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    rows = await Standard.filter(id__in=ids).select_related("service__agency")
    return [(row.id, row) for row in rows]


async def _consultations(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    rows = await Consultation.filter(id__in=ids).select_related("agency", "standard__service")
    return [(row.id, row) for row in rows]


async def _clauses(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    clauses = await Clause.filter(id__in=ids)
    # Without the document of each version, which is the whole standard once more.
    versions: list[tuple[int, int, int, int]] = await Version.filter(
        id__in=[clause.version_id for clause in clauses]
    ).values_list("id", "number", "correction", "standard_id")
    named = {id_: (edition_name(*edition), standard) for id_, *edition, standard in versions}
    standards = {
        one.id: one
        for one in await Standard.filter(
            id__in=[standard for _, standard in named.values()]
        ).select_related("service__agency")
    }
    about = Consultation.filter(version_id__in=list(named), phase__not=Phase.DRAFTING)
    discussed = {one.version_id: one for one in await about if one.phase not in OVER}
    return [
        (
            clause.id,
            FoundClause(
                clause,
                named[clause.version_id][0],
                standards[named[clause.version_id][1]],
                discussed.get(clause.version_id),
            ),
        )
        for clause in clauses
    ]


async def _contributions(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    rows = await Contribution.filter(id__in=ids, showing__in=PUBLIC).select_related(
        "author", "consultation__agency"
    )
    return [(row.id, row) for row in rows]


async def _answers(ids: Sequence[int]) -> list[tuple[int, Thing]]:
    rows = await Response.filter(id__in=ids, state=ResponseState.APPROVED).select_related(
        "consultation__agency"
    )
    served = await first_served([row.id for row in rows], 1)
    found: list[tuple[int, Thing]] = []
    for row in rows:
        said = [one for on_clause in served.get(row.id, {}).values() for one in on_clause]
        if said:
            found.append((row.id, FoundAnswer(row, max(said, key=lambda one: one.supports))))
    return found


_FETCH: dict[Kind, Any] = {
    Kind.SERVICE: _services,
    Kind.STANDARD: _standards,
    Kind.CONSULTATION: _consultations,
    Kind.CLAUSE: _clauses,
    Kind.CONTRIBUTION: _contributions,
    Kind.ANSWER: _answers,
}
