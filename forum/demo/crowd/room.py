"""The session as somebody at a page sees it: where it stands, what is asked, what waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forum.demo.crowd.papers import Paper, paper_in

STATE = re.compile(r'data-state="(\w+)"')
CLAUSE = re.compile(r'/clauses/([\w.]+)"')
SUPPORT = 'data-do="support"'
RUNNING = ("check_in", "live", "break")


class Room:
    """What has been heard so far. `s` is the number of the last event."""

    def __init__(self) -> None:
        self.s = 0
        self.state, self.clause = "", ""
        self.paper: Paper | None = None
        self.queue: dict[str, str] = {}

    @property
    def runs(self) -> bool:
        """Whether people can be in it."""
        return self.state in RUNNING

    @property
    def questions(self) -> list[str]:
        """Everything that waits and can be supported; a raised hand cannot."""
        return [ref for ref, html in self.queue.items() if SUPPORT in html]

    def begins_with(self, snapshot: Mapping[str, Any]) -> None:
        """Forget what was before."""
        self.s, self.queue = snapshot["s"], dict(snapshot["lists"].get("queue", {}))
        self._draw(snapshot["singles"])

    def changes_by(self, event: Mapping[str, Any]) -> None:
        """Take in one event."""
        self.s = event["s"]
        for gone in event.get("cut", {}).get("queue", ()):
            self.queue.pop(gone, None)
        self.queue |= event.get("put", {}).get("queue", {})
        self._draw(event.get("set", {}))

    def _draw(self, regions: Mapping[str, str]) -> None:
        if found := STATE.search(regions.get("standing", "")):
            self.state = found[1]
        if "clause" in regions:
            clause = CLAUSE.search(regions["clause"])
            self.clause = clause[1] if clause else ""
        if "asking" in regions:
            self.paper = paper_in(regions["asking"])
