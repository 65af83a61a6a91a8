"""An evening: planned, announced, begun, gone through with one button, ended."""

import pytest

from forum.audit.models import LogEntry
from forum.sessions.floor import Happening as K
from forum.sessions.queries import find_session, floor_of, log_of
from forum.sessions.rules import State, Step
from forum.sessions.run_sheet import Press
from tests.databases import both_databases
from tests.meeting import (
    chair_of,
    ended_session,
    live_session,
    planned_session,
    press_on,
    press_to,
    someone_asks,
)
from tests.world import open_revision

pytestmark = both_databases


@pytest.fixture
async def ktp(omar, agency):
    return await open_revision(omar, agency)


@pytest.fixture
async def wati(agency):
    return await chair_of(agency)


async def test_one_button_goes_through_the_whole_evening(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    pressed = []
    while move := await press_on(wati, session):
        pressed.append((move.kind, move.step))

    assert pressed == [
        (Press.ITEM, Step.READ),
        (Press.ITEM, Step.READ),
        (Press.STEP, Step.QUESTIONS),
        (Press.STEP, Step.SPEAKERS),
        (Press.STEP, Step.STRAW),
        (Press.OPEN_POLL, Step.STRAW),
        (Press.CLOSE_POLL, Step.STRAW),
        (Press.STEP, Step.VOTE),
        (Press.OPEN_POLL, Step.VOTE),
        (Press.CLOSE_POLL, Step.VOTE),
        (Press.STEP, Step.OUTCOME),
        (Press.OUTCOME, Step.OUTCOME),
        (Press.ITEM, Step.READ),
        (Press.STEP, Step.QUESTIONS),
        (Press.END, None),
    ]
