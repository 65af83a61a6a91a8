"""Summaries: the words an official writes, and numbers nobody can edit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.catalogue.models import Words
from forum.consultations.models import Consultation
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id


class Summary(Model):
    """The final report of a consultation, frozen when published."""

    id = fields.BigIntField(primary_key=True)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    consultation: fields.OneToOneRelation[Consultation] = fields.OneToOneField(
        "forum.Consultation", related_name="summary", on_delete=fields.RESTRICT
    )
    words: fields.Field[Words] = JsonField(default=dict)
    numbers: fields.Field[dict[str, Any]] = JsonField(
        default=dict, description="set at publication"
    )
    document = fields.TextField(default="", description="exact bytes of what was frozen")
    sha256 = fields.CharField(max_length=64, default="")
    written_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="summaries", on_delete=fields.RESTRICT, db_index=True
    )
    written_at: fields.Field[datetime] = UtcDatetimeField()
    published_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    revision = fields.IntField(default=1, description="grows with each save, against stale edits")

    consultation_id: int
    written_by_id: int

    class Meta:
        table = "summary"
