"""One clause under discussion: its words, why they read so, and what people say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.consultations.models import Consultation
from forum.consultations.queries import find_public
from forum.consultations.rules import Phase
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused, TooMany
from forum.core.i18n import _, lang_of, local
from forum.drafts.queries import ChangedClause, Shelf, compared, find_clause, shelf_of
from forum.drafts.wording import FieldRow
from forum.notices.followed import clause_name
from forum.notices.models import Thing
from forum.participation.actions import post_comment
from forum.participation.marks import Marks, marks_on
from forum.participation.models import Contribution
from forum.participation.queries import Order, on_clause
from forum.profiles.load import profile
from forum.responses.queries import touched
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.asked import page_asked
from forum.site.consultations import show as show_consultation
from forum.site.follows import following
from forum.site.marked import choices, quotes, stretches
from forum.site.offering import Offered, offer
from forum.site.reading import Draft, View, draft_of, line_of, note_on, view_asked
from forum.site.voices import BESIDE, voices
from forum.site.why import stages_of
from forum.site.writing import CommentForm, blank
from forum.web.forms import Typed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    alike: Sequence[Contribution] = (),
) -> Response:
    """Show the clause, or the same page again with what was typed and why it was not taken."""
    actor = actor_of(request)
    consultation = await find_public(request.path_params["slug"])
    shelf = await shelf_of(consultation.standard)
    draft = await draft_of(consultation, shelf)
    changed = _clause(draft, request.path_params["label"])
    asked = request.query_params
    order: Order = "newest" if asked.get("order") == "newest" else "support"
    said = await on_clause(
        consultation.id,
        changed.lineage,
        order=order,
        page=page_asked(asked.get("page")),
        reader=actor.person_id,
        also=BESIDE,
        codes=[row.code for row in changed.rows],
    )
    own = str(
        request.app.url_path_for("consultation-clause", slug=consultation.slug, label=changed.label)
    )
    listed = str(request.app.url_path_for("contributions", slug=consultation.slug))
    outcome = _outcome(consultation, shelf, changed.lineage)
    view = view_asked(asked.get("view", ""), draft)
    country = profile(consultation.standard.profile)
    component = country.component(changed.component)
    line = line_of(changed, view)
    there = (
        changed.new.texts.get(line.lang, "") if changed.new and view is not View.IN_FORCE else ""
    )
    marks = (
        await marks_on(consultation.version_id, changed.lineage, line.lang) if there else Marks()
    )
    return page(
        request,
        "clauses/show.html",
        wrong=wrong,
        consultation=consultation,
        draft=draft,
        changed=changed,
        line=line,
        stretches=stretches(line.segments, marks.spots),
        spots=list(zip(marks.spots, quotes(there, marks.spots), strict=True)),
        elsewhere=marks.elsewhere,
        sentences=choices(there),
        view=view,
        component=component,
        said=said,
        order=order,
        voices=await voices(actor, consultation, said.rows, said.supported),
        following=following(actor, Thing.CLAUSE, clause_name(consultation, changed.lineage)),
        form=await blank(
            actor,
            consultation,
            wrong,
            filled,
            fields=[(row.code, row.name) for row in changed.rows if row.after],
            field=asked.get("field", ""),
            alike=alike,
        ),
        rows=[_said_row(row, said.fields, own, listed, changed.label) for row in changed.rows],
        stages=await stages_of(
            consultation.standard,
            changed.lineage,
            upto=consultation.version.edition,
            shelf=shelf,
        ),
        outcome=outcome,
        outcome_lang=lang_of(outcome.change.there.texts) if outcome else "",
        outcome_note=note_on(outcome) if outcome else "",
        before_and_after=_neighbours(draft, changed),
        verdicts=DISPOSITION_WORDS,
        binding=country.default_language,
        name_of_component=local(component.name) if component else "",
    )


async def comment(request: Request) -> Response:
    """Take a comment or a question on this clause."""
    slug, label = request.path_params["slug"], request.path_params["label"]
    filled = await typed(request)
    try:
        form, actor = read(CommentForm, filled), actor_of(request)
        consultation = await find_public(slug)
        clause = await find_clause(consultation.version, label)
        contribution = await offer(actor, consultation, clause, form)
        if contribution is None:
            contribution = await post_comment(actor, slug, label, await form.handed())
    except Offered as first:
        return await show(request, None, filled, first.alike)
    except NotFound as wrong:
        # There is no such clause to come back to, but the text must not be lost.
        return await show_consultation(request, wrong, filled)
    except (Invalid, Refused, NotAllowed, TooMany) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "comment", ref=contribution.ref)


routes = [
    Page("/consultations/{slug:slug}/clauses/{label:label}", show, name="consultation-clause"),
    Act(
        "/consultations/{slug:slug}/clauses/{label:label}/comments",
        comment,
        Permission.COMMENT_POST,
        name="clause-comments",
    ),
]


def _said_row(
    row: FieldRow, counts: Mapping[str, int], own: str, listed: str, label: str
) -> dict[str, object]:
    """Return a typed field with what was said about it, or where to say something."""
    count = counts.get(row.code, 0)
    href = f"{listed}?clause={label}&field={row.code}" if count else f"{own}?field={row.code}#write"
    return {**vars(row), "count": count, "href": href}


def _clause(draft: Draft, label: str) -> ChangedClause:
    for changed in draft.clauses:
        if changed.new is not None and changed.label == label:
            return changed
    raise NotFound("clause.not-found", _("There is no clause of this number in this draft."))


def _outcome(consultation: Consultation, shelf: Shelf, lineage: str) -> ChangedClause | None:
    """Return what became of the clause in the version made from what was said, once in force."""
    after = consultation.next_version_id
    if consultation.phase is not Phase.PUBLISHED or after is None:
        return None
    every = compared(
        shelf.pieces[consultation.version_id],
        shelf.pieces[after],
        consultation.standard.profile,
    )
    return next((one for one in every if lineage in touched(one)), None)


def _neighbours(draft: Draft, changed: ChangedClause) -> tuple[str, str]:
    labels = [one.label for one in draft.clauses if one.new is not None]
    place = labels.index(changed.label)
    before = labels[place - 1] if place else ""
    after = labels[place + 1] if place + 1 < len(labels) else ""
    return before, after
