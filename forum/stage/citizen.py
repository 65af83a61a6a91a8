"""What somebody who takes part sees."""

from __future__ import annotations

from forum.sessions.floor import Entry, Floor
from forum.sessions.queueing import called
from forum.sessions.rules import Ask, Standing
from forum.stage.drawing import COURSE, MUTING, PLACE, POLLING, QUEUE, K, Region, Rows

REMARKS = 50
"""The latest remarks that are shown at once; all of them stand in the minutes."""


def remarks(floor: Floor) -> list[Entry]:
    """Return the latest remarks that anybody may read."""
    readable = (Standing.WAITING, Standing.SPEAKING, Standing.DONE)
    said = [one for one in floor.entries.values() if one.ask is Ask.REMARK]
    return [one for one in said if one.standing in readable][-REMARKS:]


REGIONS = (
    Region("standing", "stage/citizen/standing.html", COURSE | PLACE),
    Region("clause", "stage/citizen/clause.html", COURSE | PLACE),
    Region("asking", "stage/citizen/asking.html", COURSE | PLACE | POLLING | {K.OUTCOME}),
    Region("speaking", "stage/citizen/speaking.html", QUEUE),
    Region("timer", "stage/citizen/timer.html", PLACE | {K.TIMER, K.ENDED}),
    Region("order", "stage/citizen/order.html", frozenset({K.BALANCE})),
    Region("past", "stage/citizen/past.html", POLLING | {K.OUTCOME}),
)
LISTS = (
    Rows("queue", "stage/citizen/queued.html", QUEUE | MUTING, called),
    Rows("remarks", "stage/citizen/remark.html", QUEUE, remarks),
)
