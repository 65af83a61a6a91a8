"""The first page: a real sentence and who changed it, what is open, and whether offices answer."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from forum.consultations.models import Consultation
from forum.consultations.queries import consultations_for_home
from forum.core.format import number
from forum.core.i18n import _, lang_of, local, ngettext
from forum.drafts.diff import Segment, excerpt
from forum.participation.talk import Talk, talk_in
from forum.profiles.load import profile
from forum.publication.changes import CausedChange, caused_changes
from forum.responses.queries import AnsweringRecord, answering_record
from forum.sessions.queries import sessions_coming, sessions_now
from forum.sessions.rules import STATE_WORDS
from forum.site.reading import Line, View, draft_of, line_of
from forum.web.pages import page
from forum.web.routes import Page

CHANGES = 4
MOST_NOW, MOST_COMING = 3, 3
LONGEST_HERO = 240


@dataclass(frozen=True)
class Changed:
    """A sentence with the words that somebody's comment put there, and whose it was."""

    change: CausedChange
    lang: str
    segments: list[Segment]
    because: str


async def show(request: Request) -> Response:
    """Show what there is to read and to take part in."""
    found = await consultations_for_home()
    changes = sorted(map(_changed, await caused_changes(CHANGES)), key=_hard_to_read)
    talk = await talk_in(found.open) if found.open else {}
    answering = await answering_record()
    return page(
        request,
        "home/show.html",
        found=found,
        hero=changes[0] if changes else None,
        proposed=None if changes else await _proposed(found.open),
        changes=changes[1:],
        talk={one.id: talk_lines(talk[one.id], one) for one in found.open},
        answering=_facts(answering) if answering.answered else [],
        overdue=answering.overdue_promises,
        sessions=(await sessions_now())[:MOST_NOW],
        coming=await sessions_coming(MOST_COMING),
        session_words=STATE_WORDS,
    )


def talk_lines(talk: Talk, consultation: Consultation) -> list[str]:
    """Return in sentences how much is said, by how many, and about what most."""
    if not talk.contributions:
        return [_("Nobody has commented yet.")]
    said = ngettext("%(num)s contribution", "%(num)s contributions", talk.contributions)
    by = ngettext("%(said)s from %(num)s person", "%(said)s from %(num)s people", talk.people)
    said = said % {"num": number(talk.contributions)}
    lines = [by % {"said": said, "num": number(talk.people)}]
    country = profile(consultation.standard.profile)
    parts = [country.component(code) for code in talk.components]
    names = ", ".join(local(part.name).lower() for part in parts if part)
    if names:
        lines.append(_("Most discussed: %(parts)s") % {"parts": names})
    return lines


def _changed(change: CausedChange) -> Changed:
    there = change.changed.new or change.changed.old
    lang = lang_of(there.texts) if there else ""
    segments = change.changed.redlines.get(lang, [])
    if sum(len(segment.text) for segment in segments) > LONGEST_HERO:
        segments = excerpt(segments, around=8)
    return Changed(change, lang, segments, _because(change))


def _hard_to_read(one: Changed) -> int:
    """Say how much of a sentence is struck or put in here and there: the hero is an easy one."""
    runs = [segment.kind for segment in one.segments]
    return 9 if "keep" not in runs else len(runs)


def _because(change: CausedChange) -> str:
    """Say whose words caused a change; nobody is named whose words are not public."""
    first = next((one for one in change.said if one.public), None)
    others = change.people - 1
    if first is None:
        return _("Changed because of what people said.")
    name = {"name": first.by, "num": others}
    if others:
        return (
            ngettext(
                "Changed because of %(name)s and %(num)s other.",
                "Changed because of %(name)s and %(num)s others.",
                others,
            )
            % name
        )
    if first.supports:
        return ngettext(
            "Changed because of %(name)s, supported by %(num)s person.",
            "Changed because of %(name)s, supported by %(num)s people.",
            first.supports,
        ) % {"name": first.by, "num": first.supports}
    return _("Changed because of %(name)s.") % name


async def _proposed(open_now: list[Consultation]) -> tuple[Consultation, Line] | None:
    """Return a change that is being discussed, while nothing has been changed by anybody yet."""
    for consultation in open_now[:1]:
        await consultation.fetch_related("version")
        consultation.version.standard = consultation.standard
        draft = await draft_of(consultation)
        for changed in draft.clauses if draft.former else []:
            line = line_of(changed, View.CHANGES)
            if line.marked and changed.old and changed.new:
                return consultation, line
    return None


def _facts(record: AnsweringRecord) -> list[tuple[str, str]]:
    of = _("%(part)s of %(whole)s")
    facts = [
        (
            _("Answered in time"),
            of % {"part": number(record.in_time), "whole": number(record.answered)},
        ),
        (
            _("Accepted, wholly or in part"),
            of % {"part": number(record.accepted), "whole": number(record.answered)},
        ),
    ]
    if record.median_days is not None:
        days = ngettext("%(num)s day", "%(num)s days", record.median_days)
        facts.insert(1, (_("Time to the answer (median)"), days % {"num": record.median_days}))
    return facts


routes = [Page("/", show, name="home")]
