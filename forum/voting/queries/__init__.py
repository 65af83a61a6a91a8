"""Polls as pages and actions find them, their count, and what one person may and did."""

from forum.voting.queries.counting import Counted as Counted
from forum.voting.queries.counting import cast_in as cast_in
from forum.voting.queries.counting import counted_ballots as counted_ballots
from forum.voting.queries.counting import reasons_of as reasons_of
from forum.voting.queries.counting import tally_of as tally_of
from forum.voting.queries.counting import tally_rows as tally_rows
from forum.voting.queries.find import due as due
from forum.voting.queries.find import find_poll as find_poll
from forum.voting.queries.find import plan_of as plan_of
from forum.voting.queries.find import poll_with as poll_with
from forum.voting.queries.find import polls_of_session as polls_of_session
from forum.voting.queries.find import polls_on as polls_on
from forum.voting.queries.own import Own as Own
from forum.voting.queries.own import ballots_of as ballots_of
from forum.voting.queries.own import certificate_of as certificate_of
from forum.voting.queries.own import may_vote as may_vote
from forum.voting.queries.own import own_ballot as own_ballot
from forum.voting.queries.own import own_line as own_line
