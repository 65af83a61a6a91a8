"""What makes a password good enough: length, and not being among those that are tried first.

There are no rules about capitals, digits or signs: they make passwords worse. A password that is a
common word with digits and signs around it is still that word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from forum.core.errors import Invalid
from forum.core.i18n import _

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
SHORTEST_UNIT = 8
LEFT_BESIDE_ONESELF = 6

RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def check_password(password: str, *, name: str, email: str) -> None:
    """Say what is wrong with a new password, if anything is."""
    if complaint := _complaint(password, name, email):
        raise Invalid({"password": complaint})


def _complaint(password: str, name: str, email: str) -> str:
    if len(password) < SHORTEST:
        return _("Choose a password of at least %(least)s characters.") % {"least": SHORTEST}
    if len(password) > LONGEST:
        return _("Choose a password of at most %(most)s characters.") % {"most": LONGEST}
    if tried_first(password):
        return _("This password is among those that are tried first. Choose another one.")
    if about_oneself(password, name, email):
        return _("This password is little more than your name or address. Choose another one.")
    return ""


def tried_first(password: str) -> bool:
    """Tell whether guessing programs try this early: common, repeated, or a run of keys."""
    folded = password.casefold()
    if len(set(folded)) < FEWEST_DIFFERENT:
        return True
    core = AROUND.sub("", folded)
    return any(_common(_letters(spelled)) for spelled in (core, core.translate(LOOKALIKES)))


def about_oneself(password: str, name: str, email: str) -> bool:
    """Tell whether hardly anything is left when the person's own name and address are taken out."""
    left = _letters(password.casefold())
    for word in re.split(r"[\W\d_]+", f"{name} {email}".casefold()):
        if len(word) > 2:
            left = left.replace(word, "")
    return len(left) < LEFT_BESIDE_ONESELF


def _common(letters: str) -> bool:
    unit = _unit(letters)
    repeated = len(unit) < len(letters) and len(unit) < SHORTEST_UNIT
    run = any(unit in way or unit[::-1] in way for way in RUNS)
    return not letters or repeated or run or unit in common_passwords()


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def _unit(text: str) -> str:
    """Return the piece that makes the text when repeated; the text itself if none does."""
    period = (text + text).find(text, 1)
    return text[:period]


@cache
def common_passwords() -> frozenset[str]:
    """Return the packaged list: what people choose most, without digits and signs."""
    listed = Path(__file__).with_name("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in listed.split() if line)
