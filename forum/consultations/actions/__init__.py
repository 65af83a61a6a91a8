"""What becomes of a consultation: planned, announced, moved by the clock, changed, ended."""

from forum.consultations.actions.by_clock import advance_due as advance_due
from forum.consultations.actions.changing import extend as extend
from forum.consultations.actions.changing import pause as pause
from forum.consultations.actions.changing import resume as resume
from forum.consultations.actions.changing import withdraw as withdraw
from forum.consultations.actions.correcting import correct_draft as correct_draft
from forum.consultations.actions.ending import begin_next_version as begin_next_version
from forum.consultations.actions.ending import mark_published as mark_published
from forum.consultations.actions.planning import announce as announce
from forum.consultations.actions.planning import change_plan as change_plan
from forum.consultations.actions.planning import plan as plan
from forum.consultations.actions.promising import put_off_answers as put_off_answers
from forum.consultations.actions.promising import take_late as take_late
from forum.consultations.actions.second_look import begin_next_round as begin_next_round
from forum.consultations.actions.second_look import enter_second_look as enter_second_look
from forum.consultations.actions.second_look import prolong_second_look as prolong_second_look
