"""What people follow, by name: the words for it and where it stands just now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tortoise.expressions import Subquery

from forum.catalogue.models import Agency, Service, Words
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.rules import Phase
from forum.core.i18n import _, local
from forum.drafts.models import Clause
from forum.notices.models import Follow, Thing

UNSEEN = (Phase.DRAFTING, Phase.WITHDRAWN)


@dataclass(frozen=True)
class Followed:
    """One following; `slug` and `label` say where the thing is read."""

    follow: Follow
    words: Words = field(default_factory=dict)
    slug: str = ""
    label: str = ""

    @property
    def title(self) -> str:
        """What it is called, in the language that is spoken just now."""
        if self.follow.thing is Thing.CLAUSE and self.label:
            return _("Clause %(label)s, %(title)s") % {
                "label": self.label,
                "title": local(self.words),
            }
        return local(self.words)


def clause_name(consultation: Consultation, lineage: str) -> str:
    """Return the name under which a clause is followed; it outlives the consultation."""
    return f"{consultation.standard.slug}/{lineage}"


async def followed_by(person_id: int) -> list[Followed]:
    """Return what a person follows, the latest first."""
    return await named(await Follow.filter(person_id=person_id).order_by("-since", "-id"))


async def named(rows: Sequence[Follow]) -> list[Followed]:
    """Return them with their words, in their order; what is not there any more is left out.

    Four queries at most, however many there are.
    """
    found = {
        **await _agencies(_of(rows, Thing.AGENCY)),
        **await _services(_of(rows, Thing.SERVICE)),
        **await _consultations(_of(rows, Thing.CONSULTATION)),
        **await _clauses(_of(rows, Thing.CLAUSE)),
    }
    told = [(row, found.get((row.thing, row.name))) for row in rows]
    return [Followed(row, *words) for row, words in told if words]


Place = tuple[Words, str, str]
Places = dict[tuple[Thing, str], Place]


def _of(rows: Iterable[Follow], thing: Thing) -> list[str]:
    return [row.name for row in rows if row.thing is thing]


async def _agencies(slugs: list[str]) -> Places:
    rows = await Agency.filter(slug__in=_fitting(slugs)) if slugs else []
    return {(Thing.AGENCY, one.slug): (one.name, one.slug, "") for one in rows}


async def _services(slugs: list[str]) -> Places:
    rows = await Service.filter(slug__in=_fitting(slugs)) if slugs else []
    return {(Thing.SERVICE, one.slug): (one.name, one.slug, "") for one in rows}


async def _consultations(slugs: list[str]) -> Places:
    announced = PhaseMove.filter(phase=Phase.ANNOUNCED).values("consultation_id")
    found = Consultation.filter(slug__in=_fitting(slugs), id__in=Subquery(announced))
    rows = await found if slugs else []
    return {(Thing.CONSULTATION, one.slug): (one.title, one.slug, "") for one in rows}


async def _clauses(names: list[str]) -> Places:
    """Place each clause in the newest consultation about its standard that has it."""
    asked = {name: name.partition("/")[::2] for name in names if "/" in name}
    if not asked:
        return {}
    about = (
        await Consultation.filter(standard__slug__in=_fitting(slug for slug, _ in asked.values()))
        .exclude(phase__in=UNSEEN)
        .select_related("standard")
        .order_by("id")
    )
    labels = {
        (clause.version_id, clause.lineage): clause.label
        for clause in await Clause.filter(
            version_id__in=[one.version_id for one in about],
            lineage__in=[lineage[:10] for _slug, lineage in asked.values()],
        ).only("id", "version_id", "lineage", "label")
    }
    found: Places = {}
    for one in about:  # later ones replace earlier ones
        for name, (slug, lineage) in asked.items():
            label = labels.get((one.version_id, lineage))
            if slug == one.standard.slug and label:
                found[Thing.CLAUSE, name] = (one.title, one.slug, label)
    return found


def _fitting(slugs: Iterable[str]) -> list[str]:
    return [slug for slug in slugs if len(slug) <= 80]
