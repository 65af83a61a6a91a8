"""Answering: one official writes, a second person approves, then it is public."""

from forum.responses.actions.approving import approve as approve
from forum.responses.actions.approving import propose as propose
from forum.responses.actions.approving import send_back as send_back
from forum.responses.actions.approving import take_up_again as take_up_again
from forum.responses.actions.explaining import explain_by_session as explain_by_session
from forum.responses.actions.explaining import explain_change as explain_change
from forum.responses.actions.writing import write_response as write_response
