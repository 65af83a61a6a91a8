"""Reports, who is at which case, decisions judged again; entries that are no ballots, by type.

The index serves the figures of moderation. Ballots, of which there may be a million, are not in it.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.database.ddl import Ddl
from forum.moderation.rules.deciding import Measure

BY_TYPE = "CREATE INDEX log_entry_by_type ON log_entry (type, seq) WHERE type <> 'ballot.cast'"


class Migration(migrations.Migration):
    dependencies = [("forum", "0020_witnesses_sign_too")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Claim",
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
                        related_name="claim",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "moderator",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="moderator_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="claims",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField(default=1)),
                ("until", UtcDatetimeField()),
            ],
            options={
                "table": "moderation_claim",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "Who is looking at a case just now, so that two moderators do not read the same one.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "record_id",
                    fields.CharField(default=new_record_id, unique=True, max_length=32),
                ),
                (
                    "receipt",
                    fields.CharField(
                        unique=True, description="short code of its entry", max_length=24
                    ),
                ),
                (
                    "contribution",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("rule", fields.CharField(max_length=40)),
                (
                    "words",
                    fields.TextField(
                        default="", description="read by moderators alone", unique=False
                    ),
                ),
                ("counted", fields.BooleanField(default=True)),
                (
                    "once",
                    fields.CharField(
                        unique=True, description="makes a retry harmless", max_length=40
                    ),
                ),
                ("at", UtcDatetimeField()),
                (
                    "decision",
                    fields.ForeignKeyField(
                        "forum.Decision",
                        source_field="decision_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "moderation_report",
                "app": "forum",
                "unique_together": (("contribution", "person"),),
                "pk_attr": "id",
                "table_description": "One person who says that words break a rule. It calls a moderator and hides nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "decision",
                    fields.OneToOneField(
                        "forum.Decision",
                        source_field="decision_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="review",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "leaf",
                    fields.CharField(
                        unique=True, description="of the decision's entry", max_length=64
                    ),
                ),
                ("week", fields.CharField(description="of the decision: 2026-W48", max_length=8)),
                ("drawn_at", UtcDatetimeField()),
                (
                    "moderator",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="moderator_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reviews",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "measure",
                    fields.CharEnumField(
                        null=True,
                        description="KEEP: keep\nREDACT: redact\nHIDE: hide",
                        enum_type=Measure,
                        max_length=10,
                    ),
                ),
                ("rule", fields.CharField(default="", max_length=40)),
                (
                    "reason",
                    fields.TextField(
                        default="",
                        description="read by the agency's moderators alone",
                        unique=False,
                    ),
                ),
                ("agrees", fields.BooleanField(null=True)),
                ("judged_at", UtcDatetimeField(null=True, db_index=True)),
            ],
            options={
                "table": "moderation_review",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A decision drawn by lot, judged again by somebody who does not see it. Changes nothing.",
            },
            bases=["Model"],
        ),
        Ddl(sqlite=[BY_TYPE], postgres=[BY_TYPE]),
    ]
