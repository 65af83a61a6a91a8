"""What somebody did for an office: that it was done and when. The words are the office's own."""

from __future__ import annotations

from typing import Any, NamedTuple

from tortoise.models import Model

from forum.accounts.models import Person
from forum.consultations.models import Consultation, PhaseMove
from forum.drafts.models import ClauseHand, DraftLink, DraftStep, DraftUpload
from forum.moderation.models import Appeal, Decision, Review
from forum.participation.models import Entered, MarkedLater
from forum.publication.models import Summary
from forum.responses.models import Objection, OwnReason, Response, SessionCause
from forum.sessions.models import Minutes, Session
from forum.voting.models import Poll


class Act(NamedTuple):
    """A column that says who did something, and the one that says when, if it was noted."""

    model: type[Model]
    who: str
    when: str = ""

    @property
    def table(self) -> str:
        """Both, as the list of parts names them."""
        return f"{self.model._meta.db_table}.{self.who}"


ACTS = (
    Act(Response, "written_by", "written_at"),
    Act(Response, "approved_by", "approved_at"),
    Act(Objection, "settled_by", "settled_at"),
    Act(OwnReason, "given_by", "at"),
    Act(SessionCause, "given_by", "at"),
    Act(Decision, "moderator", "at"),
    Act(Decision, "second", "second_at"),
    Act(Appeal, "decided_by", "decided_at"),
    Act(Review, "moderator", "judged_at"),
    Act(Entered, "entered_by"),
    Act(MarkedLater, "settled_by", "settled_at"),
    Act(Summary, "written_by", "written_at"),
    Act(Session, "planned_by", "made_at"),
    Act(Minutes, "adopted_by", "adopted_at"),
    Act(Poll, "annul_asked_by"),
    Act(Consultation, "overridden_by"),
    Act(PhaseMove, "by", "at"),
    Act(ClauseHand, "person"),
    Act(DraftStep, "person", "at"),
    Act(DraftLink, "made_by", "made_at"),
    Act(DraftUpload, "person", "made_at"),
)
TABLES = tuple(act.table for act in ACTS)


async def acts(person: Person) -> list[dict[str, Any]]:
    """Return each act by the table it stands in, with its number there and when it was."""
    found = []
    for act in ACTS:
        columns = ["id", *([act.when] if act.when else [])]
        rows = act.model.filter(**{f"{act.who}_id": person.id}).order_by("id")
        for number, *when in await rows.values_list(*columns):
            found.append({"did": act.table, "row": number, "at": when[0] if when else None})
    return found
