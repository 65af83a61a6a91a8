"""Entries of the record, and the openings of what they commit to."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.core.db.fields import UtcDatetimeField


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


class LogHead(Model):
    """How far a log has come. There is one log, and another after the database was put back."""

    number = fields.IntField(primary_key=True)
    origin = fields.CharField(max_length=200, unique=True)
    start = fields.BigIntField(description="places that earlier logs take up")
    size = fields.BigIntField()
    edge = fields.BinaryField(description="roots of the complete subtrees, 32 bytes each")
    key = fields.CharField(max_length=300, description="public half of what signs checkpoints")
    promise_key = fields.CharField(max_length=300, description="and of what signs promises")

    class Meta:
        table = "log_head"


class LogHash(Model):
    """The root of a full tile, from which the tiles above it and every proof are made."""

    id = fields.BigIntField(primary_key=True)
    log: fields.ForeignKeyRelation[LogHead] = fields.ForeignKeyField(
        "forum.LogHead", related_name="hashes", on_delete=fields.RESTRICT
    )
    level = fields.SmallIntField(description="of tiles: 1 is the root over 256 entries")
    number = fields.BigIntField()
    hash = fields.BinaryField()

    class Meta:
        table = "log_hash"
        unique_together = (("log", "level", "number"),)


class LogCheckpoint(Model):
    """What was signed: so many entries come to this root."""

    id = fields.BigIntField(primary_key=True)
    log: fields.ForeignKeyRelation[LogHead] = fields.ForeignKeyField(
        "forum.LogHead", related_name="checkpoints", on_delete=fields.RESTRICT
    )
    size = fields.BigIntField()
    note = fields.TextField()
    signed_at: fields.Field[datetime] = UtcDatetimeField()

    class Meta:
        table = "log_checkpoint"
        unique_together = (("log", "size"),)


class LogCosignature(Model):
    """A witness saw what was signed: so many entries, and that they grew out of those before."""

    id = fields.BigIntField(primary_key=True)
    log: fields.ForeignKeyRelation[LogHead] = fields.ForeignKeyField(
        "forum.LogHead", related_name="cosignatures", on_delete=fields.RESTRICT
    )
    size = fields.BigIntField()
    witness = fields.CharField(max_length=200, description="the name of its key")
    line = fields.TextField(description="as it stands under the checkpoint")
    seen_at: fields.Field[datetime] = UtcDatetimeField(description="as the witness says")

    class Meta:
        table = "log_cosignature"
        unique_together = (("log", "size", "witness"),)
