"""Taking a person's reasons out of their ballots: the votes stay, as they were counted."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.audit.actions import erase_beside
from forum.voting.ballots import voter_of
from forum.voting.models import Ballot


async def erase_reasons(person: Person) -> None:
    """Erase why somebody had concerns or objected, in the last ballot of each poll and before."""
    for ballot in await Ballot.filter(person_id=person.id).select_related("poll"):
        poll = ballot.poll
        voter = voter_of(poll.secrecy, poll.secret or b"", person.record_id)
        await erase_beside(poll.record_id, "reason", voter=voter)
        if ballot.reason:
            await Ballot.filter(id=ballot.id).update(reason="")
