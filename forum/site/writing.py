"""The form in which somebody writes a comment: what it sends, and how it comes back if refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from forum.access.policy import Actor, Permission
from forum.accounts.queries import suspension_of, why_suspended
from forum.consultations.models import Consultation
from forum.core import clock
from forum.core.errors import ForumError, Invalid
from forum.core.ids import new_secret
from forum.core.seals import opened_seal, sealed
from forum.drafts.anchoring import Span
from forum.participation.actions import Handed, Pointed
from forum.participation.models import Contribution
from forum.participation.rules import Kind, sent_in_grace
from forum.site.marked import span_in
from forum.web.forms import Form, Typed, first

PURPOSE = "comment"
USED_UP = ("comment.key-used", "comment.no-key")


class CommentForm(Form):
    """A comment as typed. `once` and `opened` are carried along by the page.

    `mine` says that it is sent though others said much the same, `instead` which of them is
    supported in its place.
    """

    text: str = ""
    kind: Kind = Kind.COMMENT
    once: str = ""
    opened: str = ""
    name: str = Field(default="", max_length=80)
    field: str = Field(default="", max_length=40)
    mine: str = ""
    instead: str = ""
    organisation: str = Field(default="", max_length=80)
    about: str = ""
    quote: str = ""
    language: str = Field(default="", max_length=5)
    version: str = ""

    async def handed(self) -> Handed:
        """Return what is handed in."""
        return Handed(
            text=self.text,
            kind=self.kind,
            once=self.once,
            opened_at=await opened_seal(self.opened, PURPOSE),
            name=self.name,
            field=self.field,
            organisation=self.organisation,
            words=self._pointed(),
        )

    def _pointed(self) -> Pointed | None:
        """Return the words that were marked or chosen; nothing stands for the whole clause."""
        if not self.about:
            return None
        span = span_in(self.about) or Span(0, 0)
        return Pointed(
            version=self.version[:9],
            language=self.language,
            start=span.start,
            end=span.end,
            quote=self.quote,
        )


@dataclass(frozen=True)
class Blank:
    """The form as the page shows it, with what was typed before if it comes back."""

    text: str
    kind: str
    once: str
    opened: str
    name: str
    asks_name: bool
    organisation: str
    leads: list[tuple[str, str]]
    writable: bool
    why_not: str
    field: str = ""
    fields: Sequence[tuple[str, str]] = ()
    alike: Sequence[Contribution] = ()
    late: bool = False
    about: str = ""
    quote: str = ""


async def blank(
    actor: Actor,
    consultation: Consultation,
    wrong: ForumError | None,
    filled: Typed | None,
    *,
    fields: Sequence[tuple[str, str]] = (),
    field: str = "",
    alike: Sequence[Contribution] = (),
) -> Blank:
    """Return the form for this reader; a key that was used up, or a seal that is none, is replaced.

    `fields` are the typed fields it may be about, `alike` is what others said already.
    """
    typed = {name: first(filled, name) for name in filled} if filled else {}
    once = typed.get("once", "")
    if not once or (wrong is not None and wrong.code in USED_UP):
        once = new_secret()[:32]
    now, opened = clock.now(), typed.get("opened", "")
    opened_at = await opened_seal(opened, PURPOSE)
    if opened_at is None:
        opened, opened_at = await sealed(now, PURPOSE), now
    grace = sent_in_grace(consultation.phase, consultation.closes_at, opened_at, now)
    in_time = consultation.permits(Permission.COMMENT_POST)
    stopped = None
    if consultation.agency_id in actor.stopped:
        stopped = await suspension_of(actor, consultation.agency_id)
    why_not = "" if in_time else consultation.why_not(Permission.COMMENT_POST).message
    return Blank(
        text=typed.get("text", ""),
        kind=typed.get("kind", Kind.COMMENT.value),
        once=once,
        opened=opened,
        name=typed.get("name", ""),
        asks_name=actor.signed_in and not actor.name,
        organisation=typed.get("organisation", ""),
        leads=list(actor.leads),
        # What was typed comes back, though it cannot be sent.
        writable=(in_time or grace or consultation.takes_late_now)
        and (stopped is None or bool(typed.get("text"))),
        late=not in_time and not grace and consultation.takes_late_now,
        about="" if _about_refused(wrong) else typed.get("about", ""),
        quote="" if _about_refused(wrong) else typed.get("quote", ""),
        why_not=why_suspended(stopped) if stopped else why_not,
        field=typed.get("field", field),
        fields=fields,
        alike=alike,
    )


def _about_refused(wrong: ForumError | None) -> bool:
    return isinstance(wrong, Invalid) and "about" in wrong.fields
