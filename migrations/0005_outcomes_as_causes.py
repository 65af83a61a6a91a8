from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_polls_and_sessions")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SessionCause",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="session_causes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(max_length=10)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="session_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("item_ref", fields.CharField(description="of the agenda", max_length=10)),
                (
                    "given_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="given_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="session_causes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "session_cause",
                "app": "forum",
                "unique_together": (("version", "lineage"),),
                "pk_attr": "id",
                "table_description": "A change that a session asked for, by the outcome of one item of its agenda.",
            },
            bases=["Model"],
        ),
    ]
