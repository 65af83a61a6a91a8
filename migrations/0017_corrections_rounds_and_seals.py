"""Versions may be corrected (1.1), rounds that are over keep their promise, forms are sealed."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

from forum.core.db.fields import UtcDatetimeField
from forum.database.ddl import Ddl

SENTENCE = "a frozen version is final"


class Migration(migrations.Migration):
    dependencies = [("forum", "0016_the_log_is_signed")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PastRound",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="past_rounds",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("round", fields.IntField()),
                ("promised", UtcDatetimeField(description="the first promise, if it was put off")),
            ],
            options={
                "table": "past_round",
                "app": "forum",
                "unique_together": (("consultation", "round"),),
                "pk_attr": "id",
                "table_description": "A round that is over, and until when its answers had been promised.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SealKey",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
            ],
            options={
                "table": "seal_key",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "The secret with which forms are sealed, drawn by the migration that made the table.",
            },
            bases=["Model"],
        ),
        ops.RemoveConstraint(
            model_name="Version",
            name=None,
            fields=["standard", "number"],
        ),
        ops.AddField(
            model_name="Version",
            name="corrected_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Version",
            name="correction",
            field=fields.IntField(
                default=0,
                description="of slips in a version under discussion, 0 = as made",
                db_default=0,
            ),
        ),
        ops.AddConstraint(
            model_name="Version",
            constraint=UniqueConstraint(fields=("standard", "number", "correction"), name=None),
        ),
        Ddl(
            sqlite=[
                "INSERT INTO seal_key (key) VALUES (lower(hex(randomblob(32))))",
                "CREATE TRIGGER corrections_are_final "
                "BEFORE UPDATE OF correction, corrected_because ON version "
                "WHEN OLD.state <> 'editing' AND (NEW.correction <> OLD.correction "
                "OR NEW.corrected_because <> OLD.corrected_because) "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
            ],
            postgres=[
                "INSERT INTO seal_key (key) VALUES "
                "(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))",
                "CREATE TRIGGER corrections_are_final BEFORE UPDATE ON version FOR EACH ROW "
                "WHEN (OLD.state <> 'editing' AND (NEW.correction <> OLD.correction "
                "OR NEW.corrected_because <> OLD.corrected_because)) "
                "EXECUTE FUNCTION version_is_final()",
            ],
        ),
    ]
