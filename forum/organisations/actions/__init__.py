"""Registering an organisation, confirming it, and who belongs to it."""

from forum.organisations.actions.belonging import hand_over as hand_over
from forum.organisations.actions.belonging import invite as invite
from forum.organisations.actions.belonging import join as join
from forum.organisations.actions.belonging import leave as leave
from forum.organisations.actions.belonging import leave_all as leave_all
from forum.organisations.actions.belonging import remove_member as remove_member
from forum.organisations.actions.belonging import take_back_invitation as take_back_invitation
from forum.organisations.actions.registering import confirm as confirm
from forum.organisations.actions.registering import declare as declare
from forum.organisations.actions.registering import register as register
