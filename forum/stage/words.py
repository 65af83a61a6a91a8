"""What pages and the hall call the codes of a poll."""

from __future__ import annotations

from forum.core.i18n import N_
from forum.voting.recount import Reason
from forum.voting.rules import Majority

MAJORITY_WORDS: dict[Majority, str] = {
    Majority.PLURALITY: N_("The answer with the most votes is taken."),
    Majority.SIMPLE: N_("An answer needs more than half of the votes that take a side."),
    Majority.ABSOLUTE: N_("An answer needs more than half of all ballots, abstentions included."),
    Majority.TWO_THIRDS: N_("An answer needs two thirds of the votes that take a side."),
    Majority.CONSENSUS: N_("It is adopted if nobody objects."),
}

REASON_WORDS: dict[Reason, str] = {
    Reason.CARRIED: N_("Carried."),
    Reason.NO_QUORUM: N_("Not decided: too few voted."),
    Reason.NO_MAJORITY: N_("Not carried: no answer has the majority it needs."),
    Reason.TIED: N_("A tie: no answer is ahead of all others."),
    Reason.OBJECTIONS: N_("Not adopted: somebody objects."),
    Reason.NOBODY: N_("Nobody voted."),
}
