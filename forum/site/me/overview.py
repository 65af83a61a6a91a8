"""What a person said and what became of it, and what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core.text import plain
from forum.drafts.queries import ChangedClause
from forum.moderation.queries import reports_by
from forum.moderation.rules.reporting import OUTCOME_WORDS
from forum.notices.followed import followed_by
from forum.notices.queries import notices_of
from forum.participation.models import Contribution
from forum.participation.queries import of_person, supports_of
from forum.responses.queries import PublicAnswer, changes_of, responses_to, touched
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.asked import page_asked
from forum.site.me.frame import own, own_page
from forum.site.voices import Voice, by_consultation, voices
from forum.web.routes import Page

LONGEST_WORDS = 140


@dataclass(frozen=True)
class Said:
    """One thing a person said, and the words that changed because of it."""

    voice: Voice
    changes: tuple[ChangedClause, ...]


@dataclass(frozen=True)
class Supported:
    """One thing that somebody else wrote and this person supports, and what became of it."""

    contribution: Contribution
    words: str
    answer: PublicAnswer | None


async def show(request: Request) -> Response:
    """Show what this person said, consultation by consultation, the latest first."""
    actor = own(request)
    found = await of_person(actor.person_id or 0, page=page_asked(request.query_params.get("page")))
    said = [
        (consultation, await _said(actor, consultation, theirs))
        for consultation, theirs in by_consultation(found.rows)
    ]
    return own_page(
        request,
        "me/show.html",
        "me",
        said=said,
        found=found,
        supported=await _supported(actor),
        verdicts=DISPOSITION_WORDS,
    )


async def notices(request: Request) -> Response:
    """Show what this person was told, newest first."""
    actor = own(request)
    told = await notices_of(actor.person_id or 0)
    zone = request.app.state.settings.time_zone
    return own_page(request, "me/notices.html", "me-notices", notices=told, zone=zone)


async def reports(request: Request) -> Response:
    """Show what this person reported, and what became of it."""
    actor = own(request)
    return own_page(
        request,
        "me/reports.html",
        "me-reports",
        reports=await reports_by(actor.person_id or 0),
        outcomes=OUTCOME_WORDS,
    )


async def following(request: Request) -> Response:
    """Show what this person follows."""
    actor = own(request)
    followed = await followed_by(actor.person_id or 0)
    zone = request.app.state.settings.time_zone
    return own_page(request, "me/following.html", "me-following", followed=followed, zone=zone)


routes = [
    Page("/me/following", following, name="me-following", reads=Permission.ACCOUNT_KEEP),
    Page("/me", show, name="me", reads=Permission.ACCOUNT_KEEP),
    Page("/me/reports", reports, name="me-reports", reads=Permission.ACCOUNT_KEEP),
    Page("/me/notices", notices, name="me-notices", reads=Permission.ACCOUNT_KEEP),
]


async def _supported(actor: Actor) -> list[Supported]:
    """Return what others wrote that this person supports, each with its answer so far."""
    theirs = [one for one in await supports_of(actor.person_id or 0, most=20) if one.public]
    answers = await responses_to([one.id for one in theirs]) if theirs else {}
    return [Supported(one, plain(one.html, LONGEST_WORDS), answers.get(one.id)) for one in theirs]


async def _said(
    actor: Actor, consultation: Consultation, contributions: list[Contribution]
) -> list[Said]:
    done = consultation.phase is Phase.PUBLISHED
    changes = await changes_of(consultation) if done else []
    return [
        Said(voice, tuple(one for one in changes if touched(one) & _caused(voice)))
        for voice in await voices(actor, consultation, contributions)
    ]


def _caused(voice: Voice) -> set[str]:
    return {lineage for lineage, _label in voice.answer.changed} if voice.answer else set()
