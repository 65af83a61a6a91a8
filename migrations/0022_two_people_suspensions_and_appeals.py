"""Two people for grave decisions, what one does at once, suspensions, statements and appeals."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.moderation.rules.appealing import Outcome
from forum.moderation.rules.deciding import Measure, Source, State
from forum.participation.rules import Showing


class Migration(migrations.Migration):
    dependencies = [("forum", "0021_reports_claims_and_blind_looks")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Appeal",
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
                        related_name="appeal",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "words",
                    fields.TextField(
                        description="of the author, read by those who hear it", unique=False
                    ),
                ),
                ("filed_at", UtcDatetimeField(db_index=True)),
                ("due_at", UtcDatetimeField()),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="UPHELD: upheld\nOVERTURNED: overturned\nCHANGED: changed",
                        enum_type=Outcome,
                        max_length=10,
                    ),
                ),
                ("reason", fields.TextField(default="", description="to the author", unique=False)),
                (
                    "decided_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="decided_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="heard",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("decided_at", UtcDatetimeField(null=True, db_index=True)),
            ],
            options={
                "table": "moderation_appeal",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "What an author says against a decision, and what somebody else made of it. One each.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="suspensions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "agency",
                    fields.ForeignKeyField(
                        "forum.Agency",
                        source_field="agency_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="suspensions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("decision_ref", fields.CharField(unique=True, max_length=10)),
                (
                    "rule",
                    fields.CharField(
                        description="code in the profile of the agency", max_length=40
                    ),
                ),
                ("since", UtcDatetimeField()),
                ("until", UtcDatetimeField()),
                ("ended_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "suspension",
                "app": "forum",
                "indexes": [Index(fields=["person", "agency"])],
                "pk_attr": "id",
                "table_description": "For so long a person hands nothing in where one agency asks. Reading and voting stay.",
            },
            bases=["Model"],
        ),
        ops.AlterField(
            model_name="Decision",
            name="measure",
            field=fields.CharEnumField(
                description="KEEP: keep\nREDACT: redact\nHIDE: hide\nSUSPEND: suspend",
                enum_type=Measure,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="appeal_until",
            field=UtcDatetimeField(
                null=True, description="none where nothing was taken, or an appeal has been heard"
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="because",
            field=fields.CharField(
                default="",
                description="codes of why two people are needed",
                db_default="",
                max_length=60,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="before",
            field=fields.CharEnumField(
                default=Showing.SHOWN,
                description="SHOWN: shown\nHELD: held\nREDACTED: redacted\nHIDDEN: hidden\nWITHDRAWN: withdrawn\nERASED: erased",
                db_default="shown",
                enum_type=Showing,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="by_pattern",
            field=fields.BooleanField(
                default=False, description="a listed pattern called the moderator", db_default=False
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="confirm_by",
            field=UtcDatetimeField(null=True),
        ),
        ops.AddField(
            model_name="Decision",
            name="criticises",
            field=fields.BooleanField(
                default=False,
                description="the agency or its staff, says the moderator",
                db_default=False,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="days",
            field=fields.IntField(default=0, description="of a suspension", db_default=0),
        ),
        ops.AddField(
            model_name="Decision",
            name="facts",
            field=fields.TextField(
                default="", description="what it relies on", db_default="", unique=False
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="leaf",
            field=fields.CharField(
                default="",
                description="of its newest entry in the record",
                db_default="",
                max_length=64,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="on_appeal",
            field=fields.BooleanField(
                default=False, description="the milder one that an appeal brought", db_default=False
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="proposed_at",
            field=UtcDatetimeField(null=True),
        ),
        ops.AddField(
            model_name="Decision",
            name="second",
            field=fields.ForeignKeyField(
                "forum.Person",
                source_field="second_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name="seconded",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="second_at",
            field=UtcDatetimeField(null=True),
        ),
        ops.AddField(
            model_name="Decision",
            name="second_said",
            field=fields.TextField(
                default="", description="why it was sent back", db_default="", unique=False
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="seen",
            field=fields.CharField(
                default="",
                description="mark of the words decided about",
                db_default="",
                max_length=64,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="source",
            field=fields.CharEnumField(
                default=Source.OWN,
                description="REPORT: report\nOWN: own\nORDER: order",
                db_default="own",
                enum_type=Source,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="state",
            field=fields.CharEnumField(
                default=State.STANDS,
                db_index=True,
                description="PROPOSED: proposed\nRETURNED: returned\nSTANDS: stands\nLAPSED: lapsed\nOVERTURNED: overturned\nCHANGED: changed",
                db_default="stands",
                enum_type=State,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Decision",
            name="urgent",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Decision",
            name="words_spans",
            field=JsonField(null=True, description="the same of the words it proposes"),
        ),
        ops.AlterField(
            model_name="Review",
            name="measure",
            field=fields.CharEnumField(
                null=True,
                description="KEEP: keep\nREDACT: redact\nHIDE: hide\nSUSPEND: suspend",
                enum_type=Measure,
                max_length=10,
            ),
        ),
    ]
