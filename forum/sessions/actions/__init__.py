"""What is done with sessions: planned, rehearsed, entered, run, moderated, ended."""

from forum.sessions.actions.asking import Asking as Asking
from forum.sessions.actions.asking import ask as ask
from forum.sessions.actions.asking import withdraw as withdraw
from forum.sessions.actions.by_clock import advance_due as advance_due
from forum.sessions.actions.chairing import press as press
from forum.sessions.actions.chairing import press_next as press_next
from forum.sessions.actions.chairing import take_chair as take_chair
from forum.sessions.actions.doors import check_in as check_in
from forum.sessions.actions.doors import leave as leave
from forum.sessions.actions.moderating import hide_entry as hide_entry
from forum.sessions.actions.moderating import mute as mute
from forum.sessions.actions.moderating import show_entry as show_entry
from forum.sessions.actions.moderating import unmute as unmute
from forum.sessions.actions.noting import note as note
from forum.sessions.actions.planning import announce_session as announce_session
from forum.sessions.actions.planning import change_session as change_session
from forum.sessions.actions.planning import plan_session as plan_session
from forum.sessions.actions.redrawing import redraw_corrected as redraw_corrected
from forum.sessions.actions.redrawing import redraw_withdrawn as redraw_withdrawn
from forum.sessions.actions.rehearsing import clear_rehearsal as clear_rehearsal
from forum.sessions.actions.rehearsing import rehearse as rehearse
from forum.sessions.actions.sheet import Details as Details
from forum.sessions.actions.supporting import support as support
