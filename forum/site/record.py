"""The public record: every act, in plain words, with the exact bytes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from forum.audit.queries import RecordLine, latest_entries
from forum.audit.queries.log import newest_log
from forum.audit.queries.witnessed import watch_of
from forum.consultations.models import Consultation
from forum.consultations.queries import announced_by_record_id
from forum.core.i18n import N_, _
from forum.participation.models import Contribution
from forum.web.pages import page
from forum.web.routes import Page

AT_ONCE = 30
LONGEST_NUMBER = 18

TYPE_WORDS: dict[str, str] = {
    "log.opened": N_("The signed log began"),
    "agency.added": N_("An agency joined the forum"),
    "unit.added": N_("An agency entered one of its units"),
    "service.added": N_("An agency entered a service"),
    "draft.imported": N_("A draft was brought in"),
    "draft.started": N_("A new version was begun"),
    "draft.edited": N_("A draft was edited"),
    "draft.shared": N_("A draft was shown to named readers before it opened"),
    "draft.unshared": N_("Named readers may not see a draft any more"),
    "document.published": N_("The words of a version were fixed for good"),
    "version.published": N_("A new version of a standard was published"),
    "standard.in_force": N_("A version became the standard in force"),
    "consultation.planned": N_("A consultation was planned"),
    "consultation.replanned": N_("The plan of a consultation was changed"),
    "consultation.announced": N_("A consultation was announced"),
    "consultation.opened": N_("A consultation opened"),
    "consultation.extended": N_("A consultation was extended"),
    "consultation.corrected": N_("Slips in a draft under discussion were corrected"),
    "consultation.paused": N_("A consultation was paused"),
    "consultation.resumed": N_("A consultation went on after a pause"),
    "consultation.closed": N_("A consultation closed"),
    "consultation.answering": N_("The answering of a consultation began"),
    "consultation.second_look": N_("The second look at the answers began"),
    "consultation.prolonged": N_("The second look takes longer, because an answer changed"),
    "consultation.reconsulted": N_("People are asked again, about a new version"),
    "consultation.put_off": N_("The answers were put off"),
    "consultation.takes_late": N_("What comes after closing is taken too"),
    "consultation.withdrawn": N_("A consultation was withdrawn"),
    "comment.received": N_("A comment was received"),
    "marks.carried": N_("Words that people had marked were looked for in the next version"),
    "mark.settled": N_("Where marked words went was settled by hand"),
    "comment.published": N_("A comment became public"),
    "comment.held": N_("A comment waits for a moderator"),
    "comment.edited": N_("An author changed a comment"),
    "comment.withdrawn": N_("An author withdrew a comment"),
    "erasure.executed": N_("Words or a name were erased, as their owner wished"),
    "comment.admitted": N_("A late comment is answered all the same"),
    "comment.supported": N_("Somebody supported a comment"),
    "comment.unsupported": N_("Somebody withdrew support for a comment"),
    "comment.redacted": N_("A part of a comment was covered"),
    "comment.hidden": N_("A comment was hidden"),
    "comment.restored": N_("A comment was shown again"),
    "moderation.decided": N_("A moderator decided"),
    "response.drafted": N_("An answer was drafted"),
    "response.proposed": N_("An answer was proposed"),
    "response.returned": N_("An answer was sent back to its writer"),
    "response.reopened": N_("An answer was taken up again"),
    "disposition.published": N_("A comment was answered"),
    "disposition.changed": N_("The answer to a comment was changed"),
    "objection.raised": N_("An author objected to an answer"),
    "objection.answered": N_("A reason was given why an answer stays"),
    "objection.returned": N_("A reviewer did not agree that an answer stays"),
    "objection.settled": N_("An objection was settled"),
    "change.explained": N_("The agency gave its own reason for a change"),
    "organisation.registered": N_("An organisation was registered"),
    "organisation.declared": N_("An organisation declared its interests anew"),
    "organisation.confirmed": N_("An organisation was confirmed"),
    "organisation.members_changed": N_("Somebody joined or left an organisation"),
    "organisation.lead_changed": N_("An organisation has another lead"),
    "summary.written": N_("The summary of a consultation was written"),
    "session.announced": N_("A session was announced"),
    "session.changed": N_("An announced session was changed"),
    "session.opened": N_("A session began"),
    "session.ended": N_("A session ended"),
    "minutes.adopted": N_("The minutes of a session were adopted"),
    "poll.opened": N_("A poll opened"),
    "ballot.cast": N_("A vote was stored"),
    "poll.closed": N_("A poll closed"),
    "poll.result": N_("A poll was counted"),
    "poll.annulled": N_("A poll was annulled"),
    "floor.hidden": N_("What somebody said in a session was hidden"),
    "floor.shown": N_("What somebody said in a session was shown again"),
    "floor.muted": N_("Somebody was muted in a session"),
    "floor.unmuted": N_("Somebody muted in a session may speak again"),
    "report.received": N_("Somebody reported words that may break a rule"),
    "moderation.proposed": N_("A moderator proposed a decision that takes two people"),
    "moderation.returned": N_("A second moderator sent a proposed decision back"),
    "moderation.confirmed": N_("A second moderator confirmed an urgent decision"),
    "moderation.lapsed": N_("An urgent decision was not confirmed, and undone"),
    "person.suspended": N_("Somebody was suspended for some days"),
    "person.unsuspended": N_("A suspension ended"),
    "appeal.filed": N_("Somebody appealed against a decision"),
    "appeal.decided": N_("An appeal was decided"),
    "moderation.reviewed": N_("A decision of a moderator was judged again, blind"),
    "staff.changed": N_("Roles were given or taken"),
}

BY_WORDS: dict[str, str] = {
    "system": N_("the forum itself"),
    "agency": N_("the agency"),
    "moderator": N_("a moderator"),
    "reviewer": N_("a reviewer"),
    "citizen": N_("a citizen"),
    "operator": N_("the operator"),
}


@dataclass(frozen=True)
class Entry:
    """One entry in words; `ref` leads to the comment it is about, if there is one."""

    line: RecordLine
    words: str
    by: str
    consultation: Consultation | None
    ref: str


async def show(request: Request) -> Response:
    """List entries, newest first, from the one that a link asks for."""
    before = _before(request.query_params.get("before", ""))
    lines = await latest_entries(AT_ONCE + 1, before)
    signed = await newest_log()
    return page(
        request,
        "record/show.html",
        runs=_runs(await _entries(lines[:AT_ONCE])),
        newest=before is None,
        signed=signed,
        watch=await watch_of(signed) if signed else None,
        older=lines[AT_ONCE - 1].seq if len(lines) > AT_ONCE else None,
    )


async def explained(request: Request) -> Response:
    """Say in plain words what the record is for, and where experts find the rest."""
    return page(request, "record/explained.html", signed=await newest_log())


async def _entries(lines: list[RecordLine]) -> list[Entry]:
    ids = {line.ctx for line in lines} | {line.subject for line in lines}
    about = await announced_by_record_id(ids)
    refs = dict(await Contribution.filter(record_id__in=ids).values_list("record_id", "ref"))
    return [
        Entry(
            line=line,
            words=_(TYPE_WORDS[line.type]) if line.type in TYPE_WORDS else line.type,
            by=_(BY_WORDS[line.by]) if line.by in BY_WORDS else line.by,
            consultation=about.get(line.ctx),
            ref=refs.get(line.subject, ""),
        )
        for line in lines
    ]


def _runs(entries: list[Entry]) -> list[list[Entry]]:
    """Return the entries with those together that say the same: a poll stores hundreds of votes,
    of which none has a time."""

    def alike(entry: Entry) -> object:
        line = entry.line
        return line.seq if line.at or entry.ref else (line.type, line.by, line.ctx)

    return [list(run) for _key, run in groupby(entries, alike)]


def _before(asked: str) -> int | None:
    """Return below which entry to go on; a record of many years has more of them than pages."""
    known = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
    return int(asked) if known else None


routes = [
    Page("/record", show, name="record"),
    Page("/record/explained", explained, name="record-explained"),
]
