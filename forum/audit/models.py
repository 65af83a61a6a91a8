"""Entries of the record, and the openings of what they commit to."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class LogEntry(Model):
    """One public act, as the exact bytes that are published. Insert only."""

    seq = fields.BigIntField(primary_key=True)
    leaf = fields.CharField(max_length=64, unique=True)
    entry = fields.TextField()
    type = fields.CharField(max_length=40)
    ctx = fields.CharField(max_length=32, default="", db_index=True)
    subject = fields.CharField(max_length=32, default="", db_index=True)
    not_before = fields.BigIntField(null=True, description="Unix time before which it stays out")
    idx = fields.BigIntField(null=True, unique=True, description="place in the tree, later")

    class Meta:
        table = "log_entry"


class Opening(Model):
    """Salt and value of one commitment. Erasing a person's data deletes the row."""

    id = fields.BigIntField(primary_key=True)
    # Entries stay for ever, so the database need not watch over what leads to them: with three
    # openings a vote, PostgreSQL would do little else. They are found by the unique index.
    entry: fields.ForeignKeyRelation[LogEntry] = fields.ForeignKeyField(
        "forum.LogEntry",
        related_name="openings",
        on_delete=fields.NO_ACTION,
        db_constraint=False,
        db_index=False,
    )
    kind = fields.CharField(max_length=20)
    salt = fields.BinaryField()
    value = fields.TextField()

    class Meta:
        table = "log_opening"
        unique_together = (("entry", "kind"),)
