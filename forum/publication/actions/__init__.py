"""From the last answer to the standard in force: a second look, perhaps another round, the end."""

from forum.publication.actions.looking_again import NextRound as NextRound
from forum.publication.actions.looking_again import begin_second_look as begin_second_look
from forum.publication.actions.looking_again import reconsult as reconsult
from forum.publication.actions.publishing import publish as publish
from forum.publication.actions.publishing import write_summary as write_summary
