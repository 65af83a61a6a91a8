"""Words that several pages use for what the rules call by a code."""

from __future__ import annotations

from forum.core.i18n import N_
from forum.drafts.anchoring import Fit
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

FIT_WORDS: dict[Fit, str] = {
    Fit.KEPT: N_("Kept"),
    Fit.CHECK: N_("Moved, please check"),
    Fit.FORMER: N_("Former wording"),
}

FIT_SENTENCES: dict[Fit, str] = {
    Fit.KEPT: N_("The words are still there. The comment stays with them."),
    Fit.CHECK: N_("These may be the words. A person must look at it."),
    Fit.FORMER: N_("The words are gone. The comment is about the sentence as it was."),
}
