"""Work that must be done later, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from forum.core.db.fields import JsonField, UtcDatetimeField


class Job(Model):
    """One act to do at or after a time, once."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=60)
    payload: fields.Field[dict[str, Any]] = JsonField(default=dict)
    dedupe = fields.CharField(max_length=120, unique=True)
    due_at: fields.Field[datetime] = UtcDatetimeField()
    locked_until: fields.Field[datetime] = UtcDatetimeField()
    done_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    attempts = fields.IntField(default=0)
    last_error = fields.CharField(max_length=300, default="")

    class Meta:
        table = "job"
        indexes = (("done_at", "due_at"),)
