"""What the wall of the hall shows. The code to join by stands on the page itself."""

from __future__ import annotations

from forum.sessions.queueing import called
from forum.stage.drawing import COURSE, MUTING, PLACE, POLLING, QUEUE, K, Region, Rows

REGIONS = (
    Region("top", "stage/screen/top.html", COURSE | PLACE),
    Region("law", "stage/screen/law.html", COURSE | PLACE),
    Region("asking", "stage/screen/asking.html", COURSE | PLACE | POLLING | {K.OUTCOME}),
    Region("speaking", "stage/screen/speaking.html", QUEUE),
    Region("foot", "stage/screen/foot.html", COURSE | PLACE | POLLING | {K.TIMER}),
)
LISTS = (Rows("queue", "stage/screen/queued.html", QUEUE | MUTING, called),)
"""Who is next: the client puts them in order, and the sheet of styles shows the first two."""
