"""Consultations as pages and actions find them."""

from forum.consultations.queries.find import Move as Move
from forum.consultations.queries.find import coming_moves as coming_moves
from forum.consultations.queries.find import due as due
from forum.consultations.queries.find import find_consultation as find_consultation
from forum.consultations.queries.find import find_public as find_public
from forum.consultations.queries.find import latest_move as latest_move
from forum.consultations.queries.find import promises_of as promises_of
from forum.consultations.queries.find import was_announced as was_announced
from forum.consultations.queries.lists import ForHome as ForHome
from forum.consultations.queries.lists import Listed as Listed
from forum.consultations.queries.lists import Narrowed as Narrowed
from forum.consultations.queries.lists import announced_by_record_id as announced_by_record_id
from forum.consultations.queries.lists import consultations_about as consultations_about
from forum.consultations.queries.lists import consultations_at_desk as consultations_at_desk
from forum.consultations.queries.lists import consultations_for_home as consultations_for_home
from forum.consultations.queries.lists import every_announced as every_announced
from forum.consultations.queries.lists import list_consultations as list_consultations
from forum.consultations.queries.standing import Cycle as Cycle
from forum.consultations.queries.standing import cycle_of as cycle_of
from forum.consultations.queries.standing import findings_of as findings_of
from forum.consultations.queries.standing import moves_of as moves_of
from forum.consultations.queries.standing import plan_of as plan_of
from forum.consultations.queries.standing import set_aside as set_aside
