"""Dispositions: the verdicts an answer can have, and what each must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _


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
    ResponseState.DRAFT: N_("Draft answer"),
    ResponseState.PROPOSED: N_("Waits for approval"),
    ResponseState.RETURNED: N_("Sent back"),
    ResponseState.APPROVED: N_("Answered"),
}

MOVES: dict[ResponseState, frozenset[ResponseState]] = {
    ResponseState.DRAFT: frozenset({ResponseState.PROPOSED}),
    ResponseState.PROPOSED: frozenset({ResponseState.APPROVED, ResponseState.RETURNED}),
    ResponseState.RETURNED: frozenset({ResponseState.PROPOSED}),
    ResponseState.APPROVED: frozenset({ResponseState.RETURNED}),
}
"""An approved answer is public; taking it up again sends it back for a new approval."""

EDITABLE = frozenset({ResponseState.DRAFT, ResponseState.RETURNED})
LONGEST_REASON = 5_000


@dataclass(frozen=True)
class Answer:
    """What an official says became of one or more contributions.

    `contributions` and `merged_into` are refs, `changes` are lineages of clauses.
    """

    disposition: Disposition
    reason: str
    contributions: tuple[str, ...]
    changes: tuple[str, ...] = ()
    ground: Ground | None = None
    promised_by: str = ""
    promised_for: date | None = None
    referred_to: str = ""
    merged_into: str = ""


def check_complete(answer: Answer) -> None:
    """Refuse to propose an answer that does not say what its verdict must say."""
    wrong: dict[str, str] = {}
    if not answer.reason:
        wrong["reason"] = _("Write the reason in plain words. The authors read it.")
    if not answer.contributions:
        wrong["contributions"] = _("Choose at least one contribution that this answers.")
    if answer.disposition in CHANGES_TEXT and not answer.changes:
        wrong["changes"] = _("Name the clause that changes, because this was accepted.")
    if answer.disposition not in CHANGES_TEXT and answer.changes:
        wrong["changes"] = _("Only what was accepted, whole or in part, changes a clause.")
    match answer.disposition:
        case Disposition.NOT_ACCEPTED if answer.ground is None:
            wrong["ground"] = _("Choose the ground on which this was not accepted.")
        case Disposition.DEFERRED:
            if not answer.promised_by:
                wrong["promised_by"] = _("Say who keeps this promise.")
            if answer.promised_for is None:
                wrong["promised_for"] = _("Say until when the promise is kept.")
        case Disposition.REFERRED if not answer.referred_to:
            wrong["referred_to"] = _("Say to whom this was passed on.")
        case Disposition.MERGED:
            if not answer.merged_into or answer.merged_into in answer.contributions:
                wrong["merged_into"] = _("Write the number of the contribution it is joined with.")
    if wrong:
        raise Invalid(wrong)


def check_move(now: ResponseState, to: ResponseState) -> None:
    """Refuse a step that an answer cannot take."""
    if to not in MOVES[now]:
        raise dealt_with()


def check_this_round(made_version_id: int | None) -> None:
    """Refuse to change an answer of a round that is over: people were asked about what it made."""
    if made_version_id is not None:
        raise Refused(
            "response.former-round",
            _("This answer belongs to an earlier round. It stays as it is."),
        )


def dealt_with() -> Refused:
    """Return the sentence for a step that is offered no more: somebody else was faster."""
    return Refused(
        "response.move",
        _("Somebody dealt with this answer meanwhile. Look at how it stands now."),
    )
