"""What something handed in is about: a clause, one of its fields, or what somebody else said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from forum.consultations.models import Consultation
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.drafts.models import Clause
from forum.participation.models import Contribution
from forum.participation.proposals import Proposed, check_words
from forum.participation.rules import TO_CHOOSE, Kind
from forum.profiles.load import profile


@dataclass(frozen=True)
class About:
    """What is kept of it beside the text."""

    lineage: str = ""
    label: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    parent: Contribution | None = None
    proposed: Proposed | None = None


Place = tuple[str, ...]
"""Where a form was sent: what tells whether two forms were about the same."""


def place_of(made: Contribution) -> Place:
    """Return where something kept was sent; its consultation and parent are fetched."""
    if made.parent is not None:
        return (made.parent.ref,)
    words = made.proposal.words if made.proposal else ""
    return (made.consultation.slug, made.label, made.field_code, words)


def about_draft(consultation: Consultation, clause: Clause | None, kind: Kind, code: str) -> About:
    """Return what a comment or question is about, or refuse what the draft does not have."""
    if kind not in TO_CHOOSE:
        raise Invalid({"kind": _("Choose one of the options offered.")})
    if clause is None:
        if code:
            raise Invalid({"field": _("Choose one of the options offered.")})
        return About()
    if not code:
        return About(clause.lineage, clause.label)
    now = _field_now(consultation, clause, code)
    return About(clause.lineage, clause.label, {"field_code": code, "field_then": now})


def about_proposal(
    consultation: Consultation, clause: Clause, version: str, language: str, words: str | None
) -> About:
    """Return what a proposal is about: other words for a clause, or none at all, which is its end.

    `version` is the one whose words stood in the form.
    """
    was = clause.text.get(language, "")
    if not was:
        raise Invalid({"words": _("The clause has no words in this language.")})
    if version != consultation.version.name:
        raise Invalid(
            {
                "words": _(
                    "The draft was corrected meanwhile. Look at your words again, then send them."
                )
            }
        )
    new = "" if words is None else check_words(was, words)
    proposed = Proposed(
        version_id=consultation.version_id,
        version=version,
        language=language,
        was=was,
        words=new,
        shown=new,
    )
    columns = {"proposed": proposed.kept(), "touches": proposed.touches.kept()}
    return About(clause.lineage, clause.label, columns, proposed=proposed)


def about_reply(parent: Contribution) -> About:
    """Return what a reply is about: the place of what it replies to."""
    check_open(parent)
    return About(parent.lineage, parent.label, parent=parent)


def check_open(answered: Contribution) -> None:
    """Refuse a reply to words that nobody can read."""
    if not answered.public:
        raise Refused(
            "reply.not-public", _("This is not public just now, so it cannot be replied to.")
        )


def _field_now(consultation: Consultation, clause: Clause, code: str) -> dict[str, Any]:
    """Return a typed field with its name, as it reads now."""
    component = profile(consultation.standard.profile).component(clause.component)
    asked = next((one for one in component.fields if one.code == code), None) if component else None
    if asked is None or code not in clause.typed:
        raise Invalid({"field": _("Choose one of the options offered.")})
    value = clause.typed[code]
    names = {choice.code: choice.name for choice in asked.choices}
    chosen = {value["value"]: names.get(value["value"], {})} if names else {}
    return {"name": asked.name, "value": value, "names": chosen}
