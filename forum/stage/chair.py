"""What whoever runs the session sees beside the run sheet."""

from __future__ import annotations

from forum.stage.drawing import Region, Rows

REGIONS: tuple[Region, ...] = ()
LISTS: tuple[Rows, ...] = ()
