"""Reading what waits, what was decided, what people reported, and what the record comes to."""

from forum.moderation.queries.decisions import Decided as Decided
from forum.moderation.queries.decisions import decided as decided
from forum.moderation.queries.decisions import decisions_about as decisions_about
from forum.moderation.queries.decisions import decisions_by_rule as decisions_by_rule
from forum.moderation.queries.decisions import decisions_on_author as decisions_on_author
from forum.moderation.queries.decisions import held_because as held_because
from forum.moderation.queries.decisions import latest_decisions as latest_decisions
from forum.moderation.queries.decisions import with_decision as with_decision
from forum.moderation.queries.queue import Queue as Queue
from forum.moderation.queries.queue import QueueRow as QueueRow
from forum.moderation.queries.queue import queue as queue
from forum.moderation.queries.queue import suggestion_for as suggestion_for
from forum.moderation.queries.reports import Sent as Sent
from forum.moderation.queries.reports import report_of as report_of
from forum.moderation.queries.reports import reports_by as reports_by
from forum.moderation.queries.reports import waiting_about as waiting_about
from forum.moderation.queries.reviews import disagreements as disagreements
from forum.moderation.queries.reviews import find_review as find_review
from forum.moderation.queries.reviews import review_of as review_of
from forum.moderation.queries.reviews import reviews_for as reviews_for
