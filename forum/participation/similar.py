"""Finding what others said already about the same clause: offered before one's own is sent."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.connection import get_connection

from forum.participation.likeness import (
    ALIKE,
    Weights,
    likeness,
    mark_by_word,
    marks_of,
    words_in,
)
from forum.participation.models import Contribution, Likeness
from forum.participation.queries import AROUND
from forum.participation.rules import PUBLIC

OFFERED = 3
COUNTED = 400  # of a word it is enough to know that so many have it
WALKED = 3_000  # rows of the index looked at for one text
CANDIDATES = 30


async def similar_to(
    consultation_id: int,
    lineage: str,
    text: str,
    *,
    person_id: int | None,
    clause: str = "",
    round_: int = 1,
) -> list[Contribution]:
    """Return up to three public contributions that say much the same, authors fetched.

    One's own are left out, and of several that say it in the same words the most supported one
    stands for all. What was said in another round is answered with that one: only `round_` counts.
    `clause` is the text of the clause, whose words say little here.
    """
    place = _place(consultation_id, lineage)
    words = words_in(text)
    by_word = mark_by_word(place, words)
    if not by_word:
        return []
    counts = await _counts(list(by_word.values()))
    most = max(counts.values(), default=0)
    shares = {word: counts.get(mark, 0) / max(COUNTED, most) for word, mark in by_word.items()}
    weigh = Weights(words_in(clause), shares if most >= COUNTED else {})
    near = await _near({by_word[word]: weigh.of(word) for word in by_word}, counts)
    found = Contribution.filter(id__in=near, showing__in=PUBLIC, round=round_)
    told = [
        (likeness(words, theirs, weigh), one_id, supports, " ".join(sorted(theirs)))
        for one_id, author_id, said, supports in await found.values_list(
            "id", "author_id", "shown_text", "supports"
        )
        if author_id != person_id and (theirs := words_in(said))
    ]
    best: list[int] = []
    seen: set[str] = set()
    for score, one_id, _supports, said in sorted(told, key=lambda row: (-row[0], -row[2], row[1])):
        if score >= ALIKE and said not in seen and len(best) < OFFERED:
            seen.add(said)
            best.append(one_id)
    if not best:
        return []
    rows = {one.id: one for one in await Contribution.filter(id__in=best).select_related(*AROUND)}
    return [rows[one_id] for one_id in best if one_id in rows]


async def index(contribution: Contribution) -> None:
    """Make its marks those of what everyone may read now: none, if nobody may."""
    await Likeness.filter(contribution_id=contribution.id).delete()
    if not contribution.public:
        return
    place = _place(contribution.consultation_id, contribution.lineage)
    marks = marks_of(place, words_in(contribution.shown_text))
    await Likeness.bulk_create(
        [Likeness(mark=mark, contribution_id=contribution.id) for mark in marks]
    )


def _place(consultation_id: int, lineage: str) -> str:
    return f"{consultation_id}/{lineage}"


async def _counts(marks: Collection[int]) -> dict[int, int]:
    """Return how many texts have each mark, no further than it matters; one query."""
    sql = _COUNTS.format(marks=", ".join(f"({int(mark)})" for mark in marks), most=COUNTED)
    rows = await get_connection("default").execute_query_dict(sql)
    return {row["mark"]: row["number"] for row in rows}


async def _near(weighed: dict[int, float], counts: dict[int, int]) -> list[int]:
    """Return the texts that share most with these marks, the rarest marks looked up first."""
    parts: list[str] = []
    walked = 0
    for mark in sorted((one for one in weighed if counts.get(one)), key=lambda one: counts[one]):
        if walked >= WALKED:
            break
        walked += counts[mark]
        weight = float(weighed[mark])
        parts.append(_ONE.format(weight=f"{weight:.4f}", mark=int(mark), most=COUNTED))
    if not parts:
        return []
    sql = _NEAR.format(parts=" UNION ALL ".join(parts), most=CANDIDATES)
    rows = await get_connection("default").execute_query_dict(sql)
    return [row["contribution_id"] for row in rows]


_COUNTS = """
WITH asked(mark) AS (VALUES {marks})
SELECT asked.mark AS mark, (
    SELECT COUNT(*) FROM (
        SELECT 1 AS one FROM likeness WHERE likeness.mark = asked.mark LIMIT {most}
    ) AS few
) AS number
FROM asked
"""

_ONE = (
    "SELECT * FROM (SELECT {weight} AS weight, contribution_id FROM likeness WHERE mark = {mark} "
    "ORDER BY mark DESC, contribution_id DESC LIMIT {most}) AS part"
)

_NEAR = """
SELECT contribution_id FROM ({parts}) AS found
GROUP BY contribution_id ORDER BY SUM(weight) DESC, contribution_id DESC LIMIT {most}
"""
