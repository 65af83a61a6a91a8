"""What people do: hand in, reply, change their words, take them back, support others."""

from forum.participation.actions.admitting import admit_late as admit_late
from forum.participation.actions.carrying_over import Said as Said
from forum.participation.actions.carrying_over import carry_over as carry_over
from forum.participation.actions.changing import edit_comment as edit_comment
from forum.participation.actions.changing import withdraw_comment as withdraw_comment
from forum.participation.actions.entering import Received as Received
from forum.participation.actions.entering import enter_received as enter_received
from forum.participation.actions.entering import pass_on as pass_on
from forum.participation.actions.erasing import erase_words as erase_words
from forum.participation.actions.handing_in import Rewording as Rewording
from forum.participation.actions.handing_in import post_comment as post_comment
from forum.participation.actions.handing_in import post_proposal as post_proposal
from forum.participation.actions.handing_in import post_reply as post_reply
from forum.participation.actions.keeping import Handed as Handed
from forum.participation.actions.likening import liken as liken
from forum.participation.actions.marking import Pointed as Pointed
from forum.participation.actions.marking import carry_marks as carry_marks
from forum.participation.actions.settling import Place as Place
from forum.participation.actions.settling import settle_mark as settle_mark
from forum.participation.actions.supporting import support_comment as support_comment
from forum.participation.actions.supporting import withdraw_support as withdraw_support
