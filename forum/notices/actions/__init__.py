"""Telling people: at once what somebody did, and in its time what the calendar brings."""

from forum.notices.actions.erasing import erase_letters as erase_letters
from forum.notices.actions.telling import plan_answers as plan_answers
from forum.notices.actions.telling import plan_publication as plan_publication
from forum.notices.actions.telling import send_invitation as send_invitation
from forum.notices.actions.telling import send_link as send_link
from forum.notices.actions.telling import tell as tell
from forum.notices.actions.telling import tell_answers as tell_answers
from forum.notices.actions.telling import tell_confirmed as tell_confirmed
from forum.notices.actions.telling import tell_held as tell_held
from forum.notices.actions.telling import tell_lead as tell_lead
from forum.notices.actions.telling import tell_password as tell_password
from forum.notices.actions.telling import tell_publication as tell_publication
from forum.notices.actions.telling import tell_role as tell_role
from forum.notices.actions.telling import tell_second_factor as tell_second_factor
from forum.notices.actions.telling import tell_settled as tell_settled
