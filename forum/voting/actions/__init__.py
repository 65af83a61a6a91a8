"""What is done with polls: planned, opened, closed and counted, annulled; and ballots cast."""

from forum.voting.actions.annulling import annul_poll as annul_poll
from forum.voting.actions.annulling import ask_annulment as ask_annulment
from forum.voting.actions.by_clock import advance_due as advance_due
from forum.voting.actions.casting import cast_ballots as cast_ballots
from forum.voting.actions.clearing import clear_polls as clear_polls
from forum.voting.actions.closing import close_due_polls as close_due_polls
from forum.voting.actions.closing import close_on_time as close_on_time
from forum.voting.actions.closing import close_poll as close_poll
from forum.voting.actions.opening import bar as bar
from forum.voting.actions.opening import enter_hands as enter_hands
from forum.voting.actions.opening import open_poll as open_poll
from forum.voting.actions.planning import plan_poll as plan_poll
from forum.voting.actions.votes import Cast as Cast
from forum.voting.actions.votes import Vote as Vote
