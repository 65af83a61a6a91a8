from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.core.db.fields import JsonField
from forum.participation.rules import Kind


class Migration(migrations.Migration):
    dependencies = [("forum", "0008_search")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("mark", fields.BigIntField()),
                (
                    "contribution",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="marks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "likeness",
                "app": "forum",
                "indexes": [Index(fields=["mark", "contribution"])],
                "pk_attr": "id",
                "table_description": "One mark of a contribution that everyone may read, by which similar ones are found.",
            },
            bases=["Model"],
        ),
        ops.RemoveIndex(
            model_name="Contribution",
            name=None,
            fields=["consultation", "lineage", "kind", "showing"],
        ),
        ops.AlterField(
            model_name="Contribution",
            name="kind",
            field=fields.CharEnumField(
                description="COMMENT: comment\nQUESTION: question\nREPLY: reply",
                enum_type=Kind,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="field_code",
            field=fields.CharField(
                default="", description="the typed field it is about", db_default="", max_length=40
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="field_then",
            field=JsonField(null=True, description="its name and value when this was written"),
        ),
        ops.AddField(
            model_name="Contribution",
            name="parent",
            field=fields.ForeignKeyField(
                "forum.Contribution",
                source_field="parent_id",
                null=True,
                db_index=True,
                description="what a reply is about",
                db_constraint=True,
                to_field="id",
                related_name="thread",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="replies",
            field=fields.IntField(default=0, description="ever made to it", db_default=0),
        ),
        ops.AddField(
            model_name="Contribution",
            name="thread_place",
            field=fields.IntField(
                default=0, description="of a reply in its thread, from 1", db_default=0
            ),
        ),
        ops.AddIndex(
            model_name="Contribution",
            index=Index(fields=["consultation", "lineage", "kind", "showing", "field_code"]),
        ),
    ]
