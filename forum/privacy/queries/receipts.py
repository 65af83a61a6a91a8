"""The receipts of one person: of what they said, and of votes that were not secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.core.i18n import local
from forum.participation.models import Contribution
from forum.participation.queries import pages_of
from forum.participation.queries.lists import AT_ONCE
from forum.participation.rules import KIND_WORDS
from forum.voting.models import Ballot


@dataclass(frozen=True)
class Receipt:
    """One receipt: its code, what it is for, and the contribution if it has words to prove.

    `kind` is the word for a contribution, empty for a vote; `about` a consultation or a question.
    """

    code: str
    kind: str
    about: str
    at: datetime
    ref: str = ""


async def receipts_of(person_id: int, *, page: int = 1) -> tuple[list[Receipt], int, int]:
    """Return a page of them, the newest first, which page that is, and how many there are."""
    said = Contribution.filter(author_id=person_id)
    cast = Ballot.filter(person_id=person_id).exclude(receipt="")
    pages = pages_of(await said.count() + await cast.count())
    page = min(page, pages)
    until = page * AT_ONCE
    rows = [
        Receipt(
            one.receipt,
            KIND_WORDS[one.kind],
            local(one.consultation.title),
            one.handed_in_at,
            "" if one.erased_at else one.ref,
        )
        for one in await said.order_by("-id").limit(until).select_related("consultation")
    ]
    rows += [
        Receipt(one.receipt, "", local(one.poll.question), one.cast_at)
        for one in await cast.order_by("-id").limit(until).select_related("poll")
    ]
    rows.sort(key=lambda one: one.at, reverse=True)
    return rows[until - AT_ONCE : until], page, pages
