"""What changed from one picture to the next: the content of an event on its way to a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.stage.regions import Picture


@dataclass(frozen=True)
class Patch:
    """Regions to set, rows to put (in place of those with the same key, if any), rows to cut."""

    set: Mapping[str, str] = field(default_factory=dict)
    put: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cut: Mapping[str, list[str]] = field(default_factory=dict)


def diff(old: Picture, new: Picture) -> Patch:
    """Return what leads from `old` to `new`; what `new` does not have stays as it is."""
    put, cut = {}, {}
    for name, rows in new.lists.items():
        before = old.lists.get(name, {})
        if came := {key: html for key, html in rows.items() if before.get(key) != html}:
            put[name] = came
        if gone := [key for key in before if key not in rows]:
            cut[name] = gone
    changed = {name: html for name, html in new.singles.items() if old.singles.get(name) != html}
    return Patch(changed, put, cut)


def apply(picture: Picture, patch: Patch) -> Picture:
    """Return the picture as a client has it once it got the patch."""
    lists = {name: dict(rows) for name, rows in picture.lists.items()}
    for name, keys in patch.cut.items():
        for key in keys:
            del lists[name][key]
    for name, rows in patch.put.items():
        lists.setdefault(name, {}).update(rows)
    return Picture({**picture.singles, **patch.set}, lists)
