"""Words that several pages use for what the rules call by a code."""

from __future__ import annotations

from forum.core.i18n import N_
from forum.drafts.lineage import Fate

FATE_WORDS: dict[Fate, str] = {
    Fate.SAME: N_("Unchanged"),
    Fate.REWORDED: N_("Reworded"),
    Fate.MOVED: N_("Moved"),
    Fate.SPLIT: N_("Split off"),
    Fate.MERGED: N_("Merged"),
    Fate.NEW: N_("New"),
    Fate.REMOVED: N_("Removed"),
}
