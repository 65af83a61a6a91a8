"""The next version beside what was said: each change tied to its causes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from tortoise.functions import Count

from forum.access.policy import Permission, allows, require
from forum.consultations.actions import begin_next_version
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core.errors import ForumError
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import ChangedClause, compare
from forum.participation.models import Contribution
from forum.participation.rules import GONE
from forum.responses.models import OwnReason
from forum.responses.queries import Cause, PublicAnswer, causes_in, responses_to, touched, trace_of
from forum.responses.rules import DISPOSITION_WORDS, LONGEST_REASON
from forum.sessions.queries.minutes import outcomes_on
from forum.site.desk.frame import desk_page, enter
from forum.site.wording import FATE_WORDS
from forum.web.forms import Typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One clause: how it reads and read, what was said about it, and why it changes.

    Of what was said the most supported stands here; `total` counts all of it.
    """

    clause: ChangedClause
    said: list[tuple[Contribution, PublicAnswer | None]] = field(default_factory=list)
    total: int = 0
    causes: list[Cause] = field(default_factory=list)
    uncaused: bool = False


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show every clause of the next version with what was said about it."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    version = await Version.get_or_none(id=consultation.next_version_id).select_related("standard")
    lines = await _lines(consultation, version) if version else []
    own = await OwnReason.filter(version_id=version.id) if version else []
    return desk_page(
        request,
        "desk/responses/next.html",
        area="desk-responses",
        wrong=wrong,
        filled=filled or {},
        consultation=consultation,
        version=version,
        lines=lines,
        fate_words=FATE_WORDS,
        verdicts=DISPOSITION_WORDS,
        own={reason.lineage: reason for reason in own},
        outcomes=await outcomes_on(consultation.id) if version else [],
        longest=LONGEST_REASON,
        may_edit=allows(actor, Permission.DRAFT_EDIT, consultation),
        may_explain=allows(actor, Permission.CHANGE_EXPLAIN, consultation),
    )


async def begin(request: Request) -> Response:
    """Start the next version as a copy of the one discussed."""
    slug = request.path_params["slug"]
    await begin_next_version(actor_of(request), slug)
    return see_other(request, "desk-next", slug=slug)


async def _lines(consultation: Consultation, version: Version) -> list[Line]:
    discussed = await Version.get(id=consultation.version_id).select_related("standard")
    needed = Contribution.filter(consultation_id=consultation.id).exclude(showing__in=GONE)
    alike = needed.annotate(number=Count("id")).group_by("lineage")
    totals: dict[str, int] = dict(await alike.values_list("lineage", "number"))
    first: list[Contribution] = []
    for lineage in totals:
        found = needed.filter(lineage=lineage).order_by("-supports", "id").limit(SHOWN)
        first += await found.select_related("author")
    answers = await responses_to([one.id for one in first])
    said: defaultdict[str, list[tuple[Contribution, PublicAnswer | None]]] = defaultdict(list)
    for one in first:
        said[one.lineage].append((one, answers.get(one.id)))
    causes = await causes_in(consultation)
    uncaused = {one.lineage for one in (await trace_of(consultation)).uncaused}
    return [
        Line(
            clause,
            said[clause.lineage],
            totals.get(clause.lineage, 0),
            [cause for lineage in sorted(touched(clause)) for cause in causes.get(lineage, [])],
            clause.fate is not Fate.SAME and clause.lineage in uncaused,
        )
        for clause in await compare(discussed, version)
    ]


routes = [
    Page(
        "/desk/consultations/{slug:slug}/next",
        show,
        name="desk-next",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/consultations/{slug:slug}/next",
        begin,
        Permission.DRAFT_EDIT,
        name="desk-next-start",
    ),
]
