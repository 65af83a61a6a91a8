"""Witnesses sign too: their signatures are kept beside the checkpoints, and never changed."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.database.ddl import Ddl

VERBS = ("UPDATE", "DELETE")


class Migration(migrations.Migration):
    dependencies = [("forum", "0019_words_and_names_are_erased")]

    initial = False

    operations = [
        ops.CreateModel(
            name="LogCosignature",
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
                        related_name="cosignatures",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("size", fields.BigIntField()),
                (
                    "witness",
                    fields.CharField(description="the name of its key", max_length=200),
                ),
                (
                    "line",
                    fields.TextField(description="as it stands under the checkpoint", unique=False),
                ),
                ("seen_at", UtcDatetimeField(description="as the witness says")),
            ],
            options={
                "table": "log_cosignature",
                "app": "forum",
                "unique_together": (("log", "size", "witness"),),
                "pk_attr": "id",
                "table_description": "A witness saw what was signed: so many entries, and that they grew out of those before.",
            },
            bases=["Model"],
        ),
        Ddl(
            sqlite=[
                f"CREATE TRIGGER log_cosignature_is_final_{verb.lower()} BEFORE {verb} "
                "ON log_cosignature BEGIN SELECT RAISE(ABORT, 'the record is final'); END"
                for verb in VERBS
            ],
            postgres=[
                f"CREATE TRIGGER log_cosignature_is_final_{verb.lower()} BEFORE {verb} "
                "ON log_cosignature FOR EACH ROW EXECUTE FUNCTION log_entry_is_final()"
                for verb in VERBS
            ],
        ),
    ]
