"""A whole consultation with its log, packed as its readers get it. Fixtures for every folder."""

from __future__ import annotations

import pytest

from forum.audit.actions import open_log, sequence
from forum.audit.keys import make_keys
from forum.audit.witnesses import set_witnesses
from forum.consultations.actions import advance_due
from forum.consultations.queries import find_consultation
from forum.moderation.actions import Hearing, Judgement, decide, decide_appeal, file_appeal
from forum.moderation.rules import Measure
from forum.moderation.rules.appealing import Outcome
from forum.participation.models import Kind, Showing
from forum.publication.actions import publish
from forum.publication.bundle import bundle_of
from forum.voting.actions import close_poll
from tests.answering import Round, answer, answered, ready
from tests.clocks import later
from tests.forging import Forged
from tests.judging import hiding
from tests.voting import FORMAL, cast, citizens, opened
from tests.world import comment, open_revision

ORIGIN = "forum.test/log/1"
PHONE = "Hubungi saya di 0812-0000-1111 soal loket dua."
COVERED = Judgement(
    Measure.REDACT,
    Showing.SHOWN,
    rule="personal_data",
    reason="Nomor telepon tidak perlu diketahui umum.",
    words=("0812-0000-1111",),
)


@pytest.fixture
async def keys(db, tmp_path):
    keys = make_keys(tmp_path / "keys", ORIGIN)
    with later(days=-60):
        await open_log(keys)
    yield keys
    set_witnesses((), 0)


@pytest.fixture
async def told(app, keys, omar, rina, maya, agency, sari, budi):
    """A whole consultation: three voices, one of them covered, a vote, answers, and a result."""
    with later(days=-10):
        consultation = await open_revision(omar, agency, days=12.5)
        first = await comment(sari, consultation, "Tiga hari kerja sudah cukup.")
        second = await comment(budi, consultation, "Sabtu dihitung?", kind=Kind.QUESTION)
        third = await comment(budi, consultation, PHONE)
        await decide(maya, third.ref, COVERED)
        made = await decide(maya, first.ref, hiding())
        appeal = await file_appeal(sari, made.ref, "Itu usul, bukan penghinaan.")
        await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Ini usul."))
        poll = await opened(omar, consultation, FORMAL)
        for number, one in enumerate([sari, budi, *await citizens(3), sari]):
            await cast(one, poll, str(number % 3))
        await close_poll(omar, poll.ref)
    with later(days=-8.2):
        await advance_due()
        round_ = Round(await find_consultation(consultation.slug), first, second)
        await answer(omar, rina, round_.slug, answered(third))
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    await sequence(keys)
    return round_


@pytest.fixture
async def packed(told):
    made = await bundle_of(told.consultation, "http://forum.test")
    assert made is not None
    return made[1]


@pytest.fixture
def forged(packed, keys):
    return Forged(packed, keys)
