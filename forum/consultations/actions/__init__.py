"""What becomes of a consultation: planned, announced, moved by the clock, changed, ended."""

from forum.consultations.actions.by_clock import advance_due as advance_due
from forum.consultations.actions.changing import extend as extend
from forum.consultations.actions.changing import pause as pause
from forum.consultations.actions.changing import resume as resume
from forum.consultations.actions.changing import withdraw as withdraw
from forum.consultations.actions.ending import begin_next_version as begin_next_version
from forum.consultations.actions.ending import mark_published as mark_published
from forum.consultations.actions.planning import announce as announce
from forum.consultations.actions.planning import change_plan as change_plan
from forum.consultations.actions.planning import plan as plan
