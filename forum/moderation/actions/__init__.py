"""What moderators do, what puts a contribution before them, and who watches them."""

from forum.moderation.actions.appealing import Hearing as Hearing
from forum.moderation.actions.appealing import decide_appeal as decide_appeal
from forum.moderation.actions.appealing import erase_appeals as erase_appeals
from forum.moderation.actions.appealing import erase_appeals_of as erase_appeals_of
from forum.moderation.actions.appealing import file_appeal as file_appeal
from forum.moderation.actions.carrying_out import LAPSE as LAPSE
from forum.moderation.actions.claiming import claim as claim
from forum.moderation.actions.claiming import end_claim as end_claim
from forum.moderation.actions.deciding import Judgement as Judgement
from forum.moderation.actions.deciding import decide as decide
from forum.moderation.actions.flagging import raise_flags as raise_flags
from forum.moderation.actions.reporting import Reporting as Reporting
from forum.moderation.actions.reporting import erase_reports as erase_reports
from forum.moderation.actions.reporting import report as report
from forum.moderation.actions.reporting import settle_reports as settle_reports
from forum.moderation.actions.reviewing import DRAW as DRAW
from forum.moderation.actions.reviewing import Again as Again
from forum.moderation.actions.reviewing import draw_reviews as draw_reviews
from forum.moderation.actions.reviewing import judge_again as judge_again
from forum.moderation.actions.reviewing import plan_drawing as plan_drawing
from forum.moderation.actions.seconding import agree as agree
from forum.moderation.actions.seconding import lapse as lapse
from forum.moderation.actions.seconding import send_back as send_back
from forum.moderation.actions.suspending import OVER as OVER
from forum.moderation.actions.suspending import note_end as note_end
