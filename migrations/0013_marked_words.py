from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_ref
from forum.drafts.anchoring.carrying import Fit


class Migration(migrations.Migration):
    dependencies = [("forum", "0012_votes_write_fewer_indexes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Marked",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "contribution",
                    fields.OneToOneField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="marked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="marked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(max_length=10)),
                ("language", fields.CharField(max_length=5)),
                (
                    "begins",
                    fields.IntField(description="the first character of the words in the clause"),
                ),
                ("ends", fields.IntField(description="the one behind the last")),
                ("quote", fields.TextField(unique=False)),
                (
                    "before",
                    fields.TextField(
                        description="32 characters, to tell the place from others", unique=False
                    ),
                ),
                ("after", fields.TextField(unique=False)),
            ],
            options={
                "table": "marked",
                "app": "forum",
                "indexes": [Index(fields=["version", "lineage"])],
                "pk_attr": "id",
                "table_description": "The words of a clause that a contribution is about, in the version where they were marked.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MarkedLater",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "marked",
                    fields.ForeignKeyField(
                        "forum.Marked",
                        source_field="marked_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="later",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="marked_later",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "fit",
                    fields.CharEnumField(
                        description="KEPT: kept\nCHECK: check\nFORMER: former",
                        enum_type=Fit,
                        max_length=8,
                    ),
                ),
                ("score", fields.FloatField()),
                (
                    "lineage",
                    fields.CharField(
                        default="", description="empty if they are gone", max_length=10
                    ),
                ),
                (
                    "label",
                    fields.CharField(
                        default="", description="of the clause in this version", max_length=12
                    ),
                ),
                ("begins", fields.IntField(default=0)),
                ("ends", fields.IntField(default=0)),
                (
                    "words",
                    fields.TextField(
                        default="", description="as they read in this version", unique=False
                    ),
                ),
                (
                    "was",
                    fields.TextField(
                        description="the sentence around them in the version before", unique=False
                    ),
                ),
                (
                    "settled_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="settled_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="marks_settled",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("settled_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "marked_later",
                "app": "forum",
                "unique_together": (("marked", "version"),),
                "indexes": [Index(fields=["version", "lineage"]), Index(fields=["version", "fit"])],
                "pk_attr": "id",
                "table_description": "Where marked words are in a later version, and how sure that is.",
            },
            bases=["Model"],
        ),
    ]
