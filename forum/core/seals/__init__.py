"""What the forum wrote into a form itself, and knows again when the form comes back.

A moment in a form is nobody's word but the forum's: it carries a seal made with a key that only the
forum has. The key is a row, so that all processes share it and it outlives each of them.
"""

from forum.core.seals.moments import opened_seal as opened_seal
from forum.core.seals.moments import sealed as sealed
