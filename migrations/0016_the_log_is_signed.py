"""The log: how far it has come, the roots of its full tiles, and what was signed, for good."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.database.ddl import Ddl

FINAL = [(table, verb) for table in ("log_hash", "log_checkpoint") for verb in ("UPDATE", "DELETE")]


class Migration(migrations.Migration):
    dependencies = [("forum", "0015_proposals")]

    initial = False

    operations = [
        ops.CreateModel(
            name="LogHead",
            fields=[
                ("number", fields.IntField(primary_key=True, unique=True, db_index=True)),
                ("origin", fields.CharField(unique=True, max_length=200)),
                ("start", fields.BigIntField(description="places that earlier logs take up")),
                ("size", fields.BigIntField()),
                (
                    "edge",
                    fields.BinaryField(description="roots of the complete subtrees, 32 bytes each"),
                ),
                (
                    "key",
                    fields.CharField(
                        max_length=300, description="public half of what signs checkpoints"
                    ),
                ),
                (
                    "promise_key",
                    fields.CharField(max_length=300, description="and of what signs promises"),
                ),
            ],
            options={
                "table": "log_head",
                "app": "forum",
                "pk_attr": "number",
                "table_description": "How far a log has come. There is one log, and another after the database was put back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LogCheckpoint",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "log",
                    fields.ForeignKeyField(
                        "forum.LogHead",
                        source_field="log_id",
                        db_constraint=True,
                        to_field="number",
                        related_name="checkpoints",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("size", fields.BigIntField()),
                ("note", fields.TextField(unique=False)),
                ("signed_at", UtcDatetimeField()),
            ],
            options={
                "table": "log_checkpoint",
                "app": "forum",
                "unique_together": (("log", "size"),),
                "pk_attr": "id",
                "table_description": "What was signed: so many entries come to this root.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LogHash",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "log",
                    fields.ForeignKeyField(
                        "forum.LogHead",
                        source_field="log_id",
                        db_constraint=True,
                        to_field="number",
                        related_name="hashes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "level",
                    fields.SmallIntField(description="of tiles: 1 is the root over 256 entries"),
                ),
                ("number", fields.BigIntField()),
                ("hash", fields.BinaryField()),
            ],
            options={
                "table": "log_hash",
                "app": "forum",
                "unique_together": (("log", "level", "number"),),
                "pk_attr": "id",
                "table_description": "The root of a full tile, from which the tiles above it and every proof are made.",
            },
            bases=["Model"],
        ),
        Ddl(
            sqlite=[
                f"CREATE TRIGGER {table}_is_final_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the record is final'); END"
                for table, verb in FINAL
            ],
            postgres=[
                f"CREATE TRIGGER {table}_is_final_{verb.lower()} BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION log_entry_is_final()"
                for table, verb in FINAL
            ],
        ),
    ]
