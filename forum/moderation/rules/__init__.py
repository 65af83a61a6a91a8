"""What moderation decides without asking a database."""

from forum.moderation.rules.deciding import ABOUT_WORDS as ABOUT_WORDS
from forum.moderation.rules.deciding import APPEAL_WITHIN_DAYS as APPEAL_WITHIN_DAYS
from forum.moderation.rules.deciding import COVER as COVER
from forum.moderation.rules.deciding import DECIDE_WITHIN as DECIDE_WITHIN
from forum.moderation.rules.deciding import LIMITS as LIMITS
from forum.moderation.rules.deciding import LONGEST_REASON as LONGEST_REASON
from forum.moderation.rules.deciding import LONGEST_SUSPENSION as LONGEST_SUSPENSION
from forum.moderation.rules.deciding import MEASURE_WORDS as MEASURE_WORDS
from forum.moderation.rules.deciding import SOURCE_WORDS as SOURCE_WORDS
from forum.moderation.rules.deciding import STATE_WORDS as STATE_WORDS
from forum.moderation.rules.deciding import Measure as Measure
from forum.moderation.rules.deciding import Source as Source
from forum.moderation.rules.deciding import Span as Span
from forum.moderation.rules.deciding import State as State
from forum.moderation.rules.deciding import check_decision as check_decision
from forum.moderation.rules.deciding import check_judgement as check_judgement
from forum.moderation.rules.deciding import check_statement as check_statement
from forum.moderation.rules.deciding import check_there as check_there
from forum.moderation.rules.deciding import cover as cover
from forum.moderation.rules.deciding import merged as merged
from forum.moderation.rules.deciding import spans_of as spans_of
