"""The key of the forum's seals."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class SealKey(Model):
    """The secret with which forms are sealed, drawn by the migration that made the table."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=64)

    class Meta:
        table = "seal_key"
