"""What was said and answered, clause by clause, read by everybody."""

import re

import pytest

from forum.core import clock
from forum.participation.models import Contribution
from forum.responses.models import Answered, Response
from forum.responses.rules import Disposition, ResponseState
from forum.site.responses import AT_ONCE, SHOWN
from tests.answering import being_answered
from tests.databases import both_databases
from tests.pages import words_of
from tests.queries import asked
from tests.world import crowd

pytestmark = [pytest.mark.anyio, both_databases]


async def approved(contributions: list[Contribution], reason: str) -> Response:
    """An answer that is public."""
    first = contributions[0]
    response = await Response.create(
        consultation_id=first.consultation_id,
        disposition=Disposition.ANSWERED,
        reason=reason,
        html=f"<p>{reason}</p>",
        state=ResponseState.APPROVED,
        written_by_id=first.author_id,
        written_at=clock.now(),
        approved_at=clock.now(),
    )
    for one in contributions:
        await Answered.create(response=response, contribution=one)
    return response


async def test_an_answer_to_many_names_those_with_most_support_and_counts_the_others(
    visit, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    many = await crowd(round_.budi, SHOWN + 3)
    await approved(many, "Sabtu bukan hari kerja.")

    words = words_of((await visit.get(f"/consultations/{round_.slug}/responses")).text)
    assert "8 contributions have their public answer" in words
    assert re.findall(r"Masukan (\d)", words) == ["7", "6", "5", "4", "3"]
    assert "and 3 more" in words


async def test_many_answers_stand_on_several_pages_and_none_is_left_out(
    visit, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    for one in await crowd(round_.budi, AT_ONCE + 2):
        await approved([one], f"Jawaban {one.supports}.")
    await approved([round_.sari], "Jawaban lain.")
    address = f"/consultations/{round_.slug}/responses"

    pages = []
    for number in (1, 2, 3):  # there is no third one: it is the second again
        with asked() as queries:
            pages.append(words_of((await visit.get(f"{address}?page={number}")).text))
        assert len(queries) < 12
    first, second, third = (re.findall(r"Jawaban (\w+)\.", page) for page in pages)
    assert len(first) == AT_ONCE
    assert len(second) == 3
    assert {*first, *second} == {"lain", *map(str, range(AT_ONCE + 2))}
    assert third == second
