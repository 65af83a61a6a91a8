"""Answering: one official writes, a second person approves, then it is public."""

from forum.responses.actions.adopting import take_over as take_over
from forum.responses.actions.approving import approve as approve
from forum.responses.actions.approving import propose as propose
from forum.responses.actions.approving import send_back as send_back
from forum.responses.actions.approving import take_up_again as take_up_again
from forum.responses.actions.erasing import erase_objection as erase_objection
from forum.responses.actions.explaining import explain_by_session as explain_by_session
from forum.responses.actions.explaining import explain_change as explain_change
from forum.responses.actions.objecting import agree_to_keep as agree_to_keep
from forum.responses.actions.objecting import close_round as close_round
from forum.responses.actions.objecting import object_to_answer as object_to_answer
from forum.responses.actions.objecting import propose_to_keep as propose_to_keep
from forum.responses.actions.objecting import refuse_to_keep as refuse_to_keep
from forum.responses.actions.writing import write_response as write_response
