"""What something handed in is about: a clause, one of its fields, or what somebody else said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from forum.consultations.models import Consultation
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.drafts.models import Clause
from forum.participation.models import Contribution
from forum.participation.rules import Kind
from forum.profiles.load import profile


@dataclass(frozen=True)
class About:
    """What is kept of it beside the text."""

    lineage: str = ""
    label: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    parent: Contribution | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells whether two forms were about the same."""
        parent_id = self.parent.id if self.parent else None
        return self.lineage, self.columns.get("field_code", ""), parent_id


def key_of(made: Contribution) -> tuple[object, ...]:
    """Return the same of something kept."""
    return made.lineage, made.field_code, made.parent_id


def about_draft(consultation: Consultation, clause: Clause | None, kind: Kind, code: str) -> About:
    """Return what a comment or question is about, or refuse what the draft does not have."""
    if kind is Kind.REPLY:
        raise Invalid({"kind": _("Choose one of the options offered.")})
    if clause is None:
        if code:
            raise Invalid({"field": _("Choose one of the options offered.")})
        return About()
    if not code:
        return About(clause.lineage, clause.label)
    now = _field_now(consultation, clause, code)
    return About(clause.lineage, clause.label, {"field_code": code, "field_then": now})


def about_reply(parent: Contribution) -> About:
    """Return what a reply is about: the place of what it replies to."""
    if not parent.public:
        raise Refused(
            "reply.not-public", _("This is not public just now, so it cannot be replied to.")
        )
    return About(parent.lineage, parent.label, parent=parent)


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
