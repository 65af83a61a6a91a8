"""Dispositions: the verdicts an answer can have, and what each must say."""

from __future__ import annotations

from enum import StrEnum

from forum.core.i18n import N_


class Disposition(StrEnum):
    """What became of a contribution."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    ALREADY_COVERED = "already_covered"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    REFERRED = "referred"
    NOT_ACCEPTED = "not_accepted"
    OUT_OF_SCOPE = "out_of_scope"
    MERGED = "merged"


DISPOSITION_WORDS: dict[Disposition, str] = {
    Disposition.ACCEPTED: N_("Accepted"),
    Disposition.ACCEPTED_IN_PART: N_("Accepted in part"),
    Disposition.ALREADY_COVERED: N_("Already covered"),
    Disposition.ANSWERED: N_("Answered, no change asked"),
    Disposition.DEFERRED: N_("Deferred, with a promise"),
    Disposition.REFERRED: N_("Passed on"),
    Disposition.NOT_ACCEPTED: N_("Not accepted"),
    Disposition.OUT_OF_SCOPE: N_("Outside this consultation"),
    Disposition.MERGED: N_("Joined with another"),
}

CHANGES_TEXT = frozenset({Disposition.ACCEPTED, Disposition.ACCEPTED_IN_PART})
"""Verdicts that must name a changed clause."""


class Ground(StrEnum):
    """Why something was not accepted."""

    LAW = "law"
    COST = "cost"
    EVIDENCE = "evidence"
    RIGHTS_OF_OTHERS = "rights_of_others"
    CONFLICT = "conflict"
    POLICY = "policy"


GROUND_WORDS: dict[Ground, str] = {
    Ground.LAW: N_("A law or higher rule decides this"),
    Ground.COST: N_("The cost"),
    Ground.EVIDENCE: N_("The evidence does not support it"),
    Ground.RIGHTS_OF_OTHERS: N_("The rights of others"),
    Ground.CONFLICT: N_("It conflicts with another contribution"),
    Ground.POLICY: N_("A decision of policy"),
}


class ResponseState(StrEnum):
    """Where an answer stands on its way to the public."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"


RESPONSE_STATE_WORDS: dict[ResponseState, str] = {
    ResponseState.DRAFT: N_("Draft"),
    ResponseState.PROPOSED: N_("Waits for approval"),
    ResponseState.RETURNED: N_("Sent back"),
    ResponseState.APPROVED: N_("Answered"),
}
