"""What moderation decides without asking a database."""

from forum.moderation.rules.deciding import APPEAL_WITHIN_DAYS as APPEAL_WITHIN_DAYS
from forum.moderation.rules.deciding import COVER as COVER
from forum.moderation.rules.deciding import DECIDE_WITHIN as DECIDE_WITHIN
from forum.moderation.rules.deciding import LONGEST_REASON as LONGEST_REASON
from forum.moderation.rules.deciding import MEASURE_WORDS as MEASURE_WORDS
from forum.moderation.rules.deciding import Measure as Measure
from forum.moderation.rules.deciding import Span as Span
from forum.moderation.rules.deciding import check_decision as check_decision
from forum.moderation.rules.deciding import check_judgement as check_judgement
from forum.moderation.rules.deciding import check_there as check_there
from forum.moderation.rules.deciding import cover as cover
from forum.moderation.rules.deciding import merged as merged
from forum.moderation.rules.deciding import spans_of as spans_of
