"""What happens with drafts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VersionFrozen:
    """The words of a version are fixed for ever."""

    version_id: int
