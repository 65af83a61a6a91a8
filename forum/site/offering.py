"""The step between writing and sending: what others said already about the same."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, allows
from forum.consultations.models import Consultation
from forum.core.i18n import local
from forum.core.ids import is_once
from forum.core.text import clean
from forum.drafts.models import Clause
from forum.participation.actions import support_comment
from forum.participation.models import Contribution
from forum.participation.similar import similar_to
from forum.site.writing import CommentForm


class Offered(Exception):
    """Somebody said much the same: these are shown before the form is sent again."""

    def __init__(self, alike: list[Contribution]) -> None:
        super().__init__()
        self.alike = alike


async def offer(
    actor: Actor, consultation: Consultation, clause: Clause | None, form: CommentForm
) -> Contribution | None:
    """Return what the person supports instead of sending, if so chosen.

    Raise `Offered` where similar contributions have not been shown yet. What cannot be sent anyway,
    or was sent before, is not held up here: the action says why, or finds what it made.
    """
    if form.instead:
        return await support_comment(actor, form.instead)
    if form.mine == "yes" or not allows(actor, Permission.COMMENT_POST, consultation):
        return None
    if not is_once(form.once) or await Contribution.exists(once=form.once):
        return None
    alike = await similar_to(
        consultation.id,
        clause.lineage if clause else "",
        clean(form.text),
        person_id=actor.person_id,
        clause=local(clause.text) if clause else "",
        round_=consultation.round,
    )
    if alike:
        raise Offered(alike)
    return None
