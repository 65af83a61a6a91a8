from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.consultations.rules import Change
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.responses.objecting import ObjectionKind, ObjectionState


class Migration(migrations.Migration):
    dependencies = [("forum", "0010_organisations_letters_follows")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="objections",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contribution",
                    fields.OneToOneField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="objection",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "response",
                    fields.ForeignKeyField(
                        "forum.Response",
                        source_field="response_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="objections",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="MISREAD: misread\nNOT_ANSWERED: not_answered\nWRONG_FACT: wrong_fact",
                        enum_type=ObjectionKind,
                        max_length=12,
                    ),
                ),
                (
                    "sentence",
                    fields.TextField(
                        default="", description="read by the author and the desk", unique=False
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=ObjectionState.RAISED,
                        description="RAISED: raised\nPROPOSED: proposed\nKEPT: kept\nCHANGED: changed",
                        enum_type=ObjectionState,
                        max_length=10,
                    ),
                ),
                ("raised_at", UtcDatetimeField()),
                (
                    "reason",
                    fields.TextField(
                        default="", description="why the answer stays as it is", unique=False
                    ),
                ),
                (
                    "settled_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="settled_by_id",
                        null=True,
                        db_index=True,
                        description="who wrote that reason",
                        db_constraint=True,
                        to_field="id",
                        related_name="objections_settled",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "returned_because",
                    fields.TextField(
                        default="", description="why the reviewer did not agree", unique=False
                    ),
                ),
                ("settled_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "objection",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "What an author says against the answer to one contribution, and how it was settled.",
            },
            bases=["OfConsultation"],
        ),
        ops.AddField(
            model_name="Consultation",
            name="first_respond_by",
            field=UtcDatetimeField(
                null=True, description="when the answers were promised first, once that was put off"
            ),
        ),
        ops.AddField(
            model_name="Consultation",
            name="round",
            field=fields.IntField(
                default=1, description="grows when people are asked anew", db_default=1
            ),
        ),
        ops.AddField(
            model_name="Consultation",
            name="second_look_until",
            field=UtcDatetimeField(
                null=True, description="until when authors may object to their answers"
            ),
        ),
        ops.AddField(
            model_name="Consultation",
            name="takes_late",
            field=fields.BooleanField(
                default=False,
                description="what comes after closing is still taken",
                db_default=False,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="admitted_at",
            field=UtcDatetimeField(
                null=True, description="late, and must be answered all the same"
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="admitted_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Contribution",
            name="late",
            field=fields.BooleanField(
                default=False, description="came after closing", db_default=False
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="round",
            field=fields.IntField(default=1, description="of the consultation", db_default=1),
        ),
        ops.AddField(
            model_name="PhaseMove",
            name="due_after",
            field=UtcDatetimeField(null=True),
        ),
        ops.AddField(
            model_name="PhaseMove",
            name="due_before",
            field=UtcDatetimeField(
                null=True, description="of a promise put off, or a second look that takes longer"
            ),
        ),
        ops.AddField(
            model_name="PhaseMove",
            name="what",
            field=fields.CharEnumField(
                default=Change.PHASE,
                description="empty for a step",
                db_default="",
                enum_type=Change,
                max_length=12,
            ),
        ),
        ops.AddField(
            model_name="Response",
            name="made_version",
            field=fields.ForeignKeyField(
                "forum.Version",
                source_field="made_version_id",
                null=True,
                db_index=True,
                description="of a round that is over: the version made from its answers",
                db_constraint=True,
                to_field="id",
                related_name="answers_behind",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
    ]
