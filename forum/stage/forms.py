"""The forms of a room: a page reads them from its body, the socket from a message, both the same.

`once` is the key that makes sending twice harmless; a socket calls it `rid`.
"""

from __future__ import annotations

from forum.sessions.actions import Asking
from forum.sessions.rules import Ask
from forum.stage.ballots import Marked, marks_of
from forum.web.forms import Form, Typed, listed, read


class AskForm(Form):
    """A question, a raised hand or a remark."""

    ask: Ask = Ask.QUESTION
    text: str = ""
    stance: str = ""
    once: str = ""

    def asking(self) -> Asking:
        """Return what is put into the queue."""
        return Asking(self.ask, self.text, self.stance, self.once)


class SupportForm(Form):
    """That one wants the same answer, or not any more."""

    on: bool = True


class BallotForm(Form):
    """What is marked. A formal vote is read once more: `sure` confirms it, `change` goes back."""

    choice: tuple[str, ...] = ()
    reason: str = ""
    once: str = ""
    sure: str = ""
    change: str = ""
    next: str = ""

    def marks(self, poll: Marked) -> str:
        """Return the marks, or say what to mark."""
        return marks_of(poll, self.choice)


def read_ballot(data: Typed) -> BallotForm:
    """Return the ballot that was sent, however many options it names."""
    return read(BallotForm, listed(data, "choice"))
