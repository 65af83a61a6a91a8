"""Erasing words and names for good, and doing it again after a copy was put back."""

from forum.privacy.actions.again import erase_again as erase_again
from forum.privacy.actions.everything import erase_everything as erase_everything
from forum.privacy.actions.everything import erase_name as erase_name
from forum.privacy.actions.scrubbing import scrub as scrub
from forum.privacy.actions.words import erase_contribution as erase_contribution
