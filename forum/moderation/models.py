"""Flags that put a contribution before a moderator, and the decisions taken."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.moderation.rules import Measure
from forum.participation.models import Contribution


class Flag(Model):
    """A listed trigger that a contribution set off; `held` says that it waits unseen."""

    id = fields.BigIntField(primary_key=True)
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="flags", on_delete=fields.RESTRICT, db_index=True
    )
    trigger = fields.CharField(max_length=40)
    held = fields.BooleanField(default=False)
    at: fields.Field[datetime] = UtcDatetimeField()

    contribution_id: int

    class Meta:
        table = "moderation_flag"


class Decision(Model):
    """One decision by a person, with the rule and a reason for the author."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="decisions", on_delete=fields.RESTRICT, db_index=True
    )
    measure = fields.CharEnumField(Measure, max_length=10)
    rule = fields.CharField(
        max_length=40, default="", description="code of the rule; keep has none"
    )
    reason = fields.TextField(default="", description="statement to the author")
    spans: fields.Field[list[list[int]]] = JsonField(
        default=list, description="covered parts of the text, [start, end) in characters"
    )
    moderator: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="decisions", on_delete=fields.RESTRICT, db_index=True
    )
    at: fields.Field[datetime] = UtcDatetimeField(db_index=True)

    contribution_id: int
    moderator_id: int

    class Meta:
        table = "moderation_decision"
