"""Whether the next version has the words of a proposal already."""

from __future__ import annotations

from collections.abc import Sequence

from forum.consultations.models import Consultation
from forum.drafts.models import Clause
from forum.drafts.touching import holds
from forum.participation.models import Contribution


async def stand_in_next(
    consultation: Consultation, contributions: Sequence[Contribution]
) -> set[str]:
    """Return the refs of those proposals whose words stand in the next version."""
    proposals = [one for one in contributions if one.proposal is not None]
    if consultation.next_version_id is None or not proposals:
        return set()
    clauses = {
        clause.lineage: clause.text
        for clause in await Clause.filter(
            version_id=consultation.next_version_id,
            lineage__in=[one.lineage for one in proposals],
        )
    }
    return {
        one.ref
        for one in proposals
        if (p := one.proposal)
        and holds(p.was, clauses.get(one.lineage, {}).get(p.language, ""), p.words)
    }
