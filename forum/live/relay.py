"""Facts, once they are committed, become news: for the rooms of this process and for the others."""

from __future__ import annotations

from forum.accounts.events import RoleChanged, SecondFactorChanged, SignInsEnded
from forum.core.events import announcer
from forum.live.broker import News
from forum.live.hub import running
from forum.sessions.events import CheckedIn, QueueChanged, SessionMoved, StandingChanged
from forum.voting.events import BallotsCast


def listen() -> None:
    """Hear of everything that somebody who is connected ought to know."""
    announcer.listen(SessionMoved, moved)
    announcer.listen(BallotsCast, counted)
    announcer.listen(QueueChanged, supported)
    announcer.listen(CheckedIn, checked_in)
    announcer.listen(StandingChanged, standing_changed)
    announcer.listen(SignInsEnded, ended)
    announcer.listen(RoleChanged, rights_changed)
    announcer.listen(SecondFactorChanged, rights_changed)


async def moved(fact: SessionMoved) -> None:
    """The log of a session has grown."""
    _tell({"m": "moved", "session": fact.session_id, "s": fact.s})


async def counted(fact: BallotsCast) -> None:
    """Ballots were counted; polls outside sessions are nobody's here."""
    if fact.session_ref:
        news: News = {"m": "tally", "session": fact.session_ref, "poll": fact.poll_ref}
        _tell({**news, "changed": dict(fact.changed), "cast": fact.cast})


async def supported(fact: QueueChanged) -> None:
    """Entries of a queue have more support, or less."""
    _tell({"m": "queue", "session": fact.session_ref, "changed": fact.changed})


async def checked_in(fact: CheckedIn) -> None:
    """One more is in the room."""
    news: News = {"m": "checked_in", "session": fact.session_ref}
    _tell({**news, "person": fact.person_id, "number": fact.number})


async def standing_changed(fact: StandingChanged) -> None:
    """Somebody may not speak any more, or may again."""
    _tell({"m": "standing", "session": fact.session_ref, "person": fact.person_id})


async def ended(fact: SignInsEnded) -> None:
    """Somebody has signed out."""
    _tell({"m": "gone", "sign_ins": list(fact.sign_in_ids)})


async def rights_changed(fact: RoleChanged | SecondFactorChanged) -> None:
    """Somebody may do more, or less."""
    _tell({"m": "rights", "person": fact.person_id})


def _tell(news: News) -> None:
    for live in running():
        live.tell(news)
