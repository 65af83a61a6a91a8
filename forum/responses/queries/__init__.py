"""Reading answers: one by one, for the desk, behind a clause, and as a record of answering."""

from forum.responses.queries.answers import (
    PublicAnswer,
    answer_in,
    answered_as,
    find_response,
    not_answered,
    response_to,
    responses_to,
)
from forum.responses.queries.behind import Cause, causes_in, causes_of, decided_in
from forum.responses.queries.desk import (
    Desk,
    DeskGroup,
    DeskRow,
    desk_counts,
    desk_of,
    in_answering,
)
from forum.responses.queries.figures import (
    AnsweringRecord,
    OverduePromise,
    answering_record,
    late_answers,
    overdue_promises,
    unanswered_of,
)
from forum.responses.queries.objections import (
    find_objection,
    objection_to,
    objections_at_desk,
    objections_to,
    unsettled_in,
)
from forum.responses.queries.served import Place, answered_places, first_served, verdicts_by_clause
from forum.responses.queries.trace import Trace, changes_of, touched, trace_of

__all__ = [
    "AnsweringRecord",
    "Cause",
    "Desk",
    "DeskGroup",
    "DeskRow",
    "OverduePromise",
    "Place",
    "PublicAnswer",
    "Trace",
    "answer_in",
    "answered_as",
    "answered_places",
    "answering_record",
    "causes_in",
    "causes_of",
    "changes_of",
    "decided_in",
    "desk_counts",
    "desk_of",
    "find_objection",
    "find_response",
    "first_served",
    "in_answering",
    "late_answers",
    "not_answered",
    "objection_to",
    "objections_at_desk",
    "objections_to",
    "overdue_promises",
    "response_to",
    "responses_to",
    "touched",
    "trace_of",
    "unanswered_of",
    "unsettled_in",
    "verdicts_by_clause",
]
