"""How much is said in each of several consultations, by how many people, and about what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from tortoise.functions import Count

from forum.consultations.models import Consultation
from forum.drafts.models import Clause
from forum.participation.models import Contribution
from forum.participation.rules import PUBLIC


@dataclass(frozen=True)
class Talk:
    """What everyone can read in one consultation; components are codes, most discussed first."""

    contributions: int = 0
    people: int = 0
    components: list[str] = field(default_factory=list)


async def talk_in(consultations: Collection[Consultation], *, most: int = 2) -> dict[int, Talk]:
    """Return by id what is said in each; three queries, however many there are."""
    public = Contribution.filter(
        consultation_id__in=[one.id for one in consultations], showing__in=PUBLIC
    )
    people = dict(
        await public.annotate(people=Count("author_id", distinct=True))
        .group_by("consultation_id")
        .values_list("consultation_id", "people")
    )
    counts = (
        await public.annotate(number=Count("id"))
        .group_by("consultation_id", "lineage")
        .values_list("consultation_id", "lineage", "number")
    )
    component_of = dict(
        await Clause.filter(
            version_id__in=[one.version_id for one in consultations],
            lineage__in=[lineage for _id, lineage, _number in counts],
        ).values_list("lineage", "component")
    )
    totals: Counter[int] = Counter()
    about: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for id_, lineage, number in counts:
        totals[id_] += number
        if lineage in component_of:
            about[id_][component_of[lineage]] += number
    return {
        one.id: Talk(
            totals[one.id],
            people.get(one.id, 0),
            [code for code, _number in about[one.id].most_common(most)],
        )
        for one in consultations
    }
