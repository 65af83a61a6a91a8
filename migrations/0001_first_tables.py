from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.access.policy import Role
from forum.consultations.rules import Phase
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.drafts.models import HandPart, VersionState
from forum.moderation.rules import Measure
from forum.participation.rules import Kind, Showing
from forum.responses.rules import Disposition, Ground, ResponseState


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=80)),
                ("name", JsonField()),
                ("government", JsonField()),
                ("profile", fields.CharField(max_length=20)),
                ("time_zone", fields.CharField(max_length=40)),
                ("contact", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "agency",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A public body that offers services.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "key",
                    fields.CharField(
                        db_index=True, description="account or network, digested", max_length=80
                    ),
                ),
                ("at", UtcDatetimeField(db_index=True)),
            ],
            options={
                "table": "sign_in_attempt",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One attempt to sign in, kept for a day, so that guessing becomes slow.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("kind", fields.CharField(max_length=60)),
                ("payload", JsonField(default=dict)),
                ("dedupe", fields.CharField(unique=True, max_length=120)),
                ("due_at", UtcDatetimeField()),
                ("locked_until", UtcDatetimeField()),
                ("done_at", UtcDatetimeField(null=True)),
                ("attempts", fields.IntField(default=0)),
                ("last_error", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "job",
                "app": "forum",
                "indexes": [Index(fields=["done_at", "due_at"])],
                "pk_attr": "id",
                "table_description": "One act to do at or after a time, once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "seq",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("leaf", fields.CharField(unique=True, max_length=64)),
                ("entry", fields.TextField(unique=False)),
                ("type", fields.CharField(db_index=True, max_length=40)),
                ("ctx", fields.CharField(default="", db_index=True, max_length=32)),
                ("subject", fields.CharField(default="", db_index=True, max_length=32)),
                (
                    "not_before",
                    fields.BigIntField(
                        null=True, description="Unix time before which it stays out"
                    ),
                ),
                (
                    "idx",
                    fields.BigIntField(
                        null=True, unique=True, description="place in the tree, later"
                    ),
                ),
            ],
            options={
                "table": "log_entry",
                "app": "forum",
                "pk_attr": "seq",
                "table_description": "One public act, as the exact bytes that are published. Insert only.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("address", fields.CharField(max_length=254)),
                ("subject", fields.CharField(max_length=200)),
                ("body", fields.TextField(unique=False)),
                ("language", fields.CharField(max_length=5)),
                ("secret", fields.BooleanField(default=False)),
                ("made_at", UtcDatetimeField()),
                ("sent_at", UtcDatetimeField(null=True, db_index=True)),
            ],
            options={
                "table": "mail",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One letter in the outbox. Its body is cleared once sent if it held a secret.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "forum.LogEntry",
                        source_field="entry_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="seq",
                        related_name="openings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                ("salt", fields.BinaryField()),
                ("value", fields.TextField(unique=False)),
            ],
            options={
                "table": "log_opening",
                "app": "forum",
                "unique_together": (("entry", "kind"),),
                "pk_attr": "id",
                "table_description": "Salt and value of one commitment. Erasing a person's data deletes the row.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                ("name", fields.CharField(max_length=120)),
                (
                    "email",
                    fields.CharField(unique=True, description="always lower case", max_length=254),
                ),
                ("language", fields.CharField(default="id", max_length=5)),
                (
                    "about",
                    fields.CharField(
                        default="", description="shown beside the name", max_length=120
                    ),
                ),
                ("password_hash", fields.CharField(default="", max_length=200)),
                ("totp_secret", fields.CharField(default="", max_length=64)),
                ("totp_confirmed_at", UtcDatetimeField(null=True)),
                (
                    "totp_last_step",
                    fields.BigIntField(default=0, description="so that no code works twice"),
                ),
                ("joined_at", UtcDatetimeField()),
            ],
            options={
                "table": "person",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "Someone with an account.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
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
                        related_name="notices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("subject", fields.CharField(max_length=200)),
                ("body", fields.TextField(unique=False)),
                (
                    "address",
                    fields.CharField(description="our own path it leads to", max_length=300),
                ),
                ("language", fields.CharField(max_length=5)),
                ("at", UtcDatetimeField()),
                ("dedupe", fields.CharField(unique=True, max_length=120)),
            ],
            options={
                "table": "notice",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One thing a person was told, in that person's language, kept on `/me`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="role_grants",
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
                        related_name="role_grants",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("consultation_ref", fields.CharField(default="", max_length=10)),
                (
                    "role",
                    fields.CharEnumField(
                        description="DRAFTER: drafter\nRESPONDER: responder\nMODERATOR: moderator\nOWNER: owner\nPUBLISHER: publisher\nREVIEWER: reviewer",
                        enum_type=Role,
                        max_length=20,
                    ),
                ),
                ("given_at", UtcDatetimeField()),
            ],
            options={
                "table": "role_grant",
                "app": "forum",
                "unique_together": (("person", "agency", "consultation_ref", "role"),),
                "pk_attr": "id",
                "table_description": "One role that an agency gave a person, everywhere or in one consultation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sign_ins",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("token_digest", fields.CharField(unique=True, max_length=64)),
                ("device", fields.CharField(default="", max_length=200)),
                ("started_at", UtcDatetimeField()),
                ("seen_at", UtcDatetimeField()),
                ("ended_at", UtcDatetimeField(null=True)),
                ("second_factor_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "sign_in",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One device on which a person is signed in, until it ends.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInLink",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("email", fields.CharField(db_index=True, max_length=254)),
                ("token_digest", fields.CharField(unique=True, max_length=64)),
                (
                    "onward",
                    fields.CharField(
                        default="", description="our own path to go on to", max_length=300
                    ),
                ),
                ("made_at", UtcDatetimeField()),
                ("used_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "sign_in_link",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A mailed link that signs one address in, once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
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
                        related_name="units",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", JsonField()),
            ],
            options={
                "table": "agency_unit",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A part of an agency that delivers some of its services.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=80)),
                (
                    "agency",
                    fields.ForeignKeyField(
                        "forum.Agency",
                        source_field="agency_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="services",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "unit",
                    fields.ForeignKeyField(
                        "forum.Unit",
                        source_field="unit_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="services",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", JsonField()),
                ("summary", JsonField()),
                ("sector", fields.CharField(default="", max_length=60)),
                ("keywords", JsonField(default=list)),
            ],
            options={
                "table": "service",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "Something an agency does for people who ask.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=80)),
                (
                    "service",
                    fields.OneToOneField(
                        "forum.Service",
                        source_field="service_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="standard",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", JsonField()),
                ("profile", fields.CharField(max_length=20)),
                (
                    "in_force",
                    fields.IntField(
                        default=0, description="number of the version in force, 0 = none"
                    ),
                ),
                ("in_force_since", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "standard",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "What an agency promises about one service. Its words are in the versions of `drafts`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ClauseHand",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "standard",
                    fields.ForeignKeyField(
                        "forum.Standard",
                        source_field="standard_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="hands",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lineage",
                    fields.CharField(description="empty for the whole draft", max_length=10),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="hands",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "part",
                    fields.CharEnumField(
                        description="DRAFTED: drafted\nANSWERS: answers",
                        enum_type=HandPart,
                        max_length=10,
                    ),
                ),
            ],
            options={
                "table": "clause_hand",
                "app": "forum",
                "unique_together": (("standard", "lineage", "person", "part"),),
                "pk_attr": "id",
                "table_description": "Who drafted a clause or answers for it, and so may not moderate what is said about it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Version",
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
                    "standard",
                    fields.ForeignKeyField(
                        "forum.Standard",
                        source_field="standard_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="versions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=VersionState.EDITING,
                        description="EDITING: editing\nFROZEN: frozen\nSUPERSEDED: superseded",
                        enum_type=VersionState,
                        max_length=12,
                    ),
                ),
                ("title", JsonField()),
                ("note", JsonField(default=dict, description="explanatory note")),
                (
                    "based_on",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="based_on_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="successors",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", UtcDatetimeField()),
                ("frozen_at", UtcDatetimeField(null=True)),
                (
                    "document",
                    fields.TextField(
                        default="", description="exact bytes of the frozen version", unique=False
                    ),
                ),
                ("sha256", fields.CharField(default="", max_length=64)),
            ],
            options={
                "table": "version",
                "app": "forum",
                "unique_together": (("standard", "number"),),
                "pk_attr": "id",
                "table_description": "One numbered state of a standard.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Clause",
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
                        related_name="clauses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(default=new_ref, db_index=True, max_length=10)),
                ("label", fields.CharField(max_length=12)),
                ("position", fields.IntField()),
                ("component", fields.CharField(max_length=40)),
                ("text", JsonField()),
                ("typed", JsonField(default=dict, description="typed fields by code")),
                ("parents", JsonField(default=list, description="split or merged from")),
                (
                    "revision",
                    fields.IntField(
                        default=1, description="grows with each edit, against stale edits"
                    ),
                ),
            ],
            options={
                "table": "clause",
                "app": "forum",
                "unique_together": (("version", "lineage"),),
                "pk_attr": "id",
                "table_description": "One part of a version. Its lineage is the same in every version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                ("slug", fields.CharField(unique=True, max_length=80)),
                (
                    "agency",
                    fields.ForeignKeyField(
                        "forum.Agency",
                        source_field="agency_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="consultations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "standard",
                    fields.ForeignKeyField(
                        "forum.Standard",
                        source_field="standard_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="consultations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_index=True,
                        description="the version the public discusses",
                        db_constraint=True,
                        to_field="id",
                        related_name="consultations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "next_version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="next_version_id",
                        null=True,
                        db_index=True,
                        description="the version made from what was said",
                        db_constraint=True,
                        to_field="id",
                        related_name="made_by",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", JsonField()),
                ("lead", JsonField(default=dict)),
                (
                    "phase",
                    fields.CharEnumField(
                        default=Phase.DRAFTING,
                        db_index=True,
                        description="DRAFTING: drafting\nANNOUNCED: announced\nOPEN: open\nPAUSED: paused\nCLOSED: closed\nANSWERING: answering\nSECOND_LOOK: second_look\nPUBLISHED: published\nWITHDRAWN: withdrawn",
                        enum_type=Phase,
                        max_length=12,
                    ),
                ),
                ("time_zone", fields.CharField(max_length=40)),
                ("opens_at", UtcDatetimeField(null=True)),
                ("closes_at", UtcDatetimeField(null=True)),
                ("respond_by", UtcDatetimeField(null=True)),
                ("contact", fields.CharField(default="", max_length=300)),
                ("privacy_notice", JsonField(default=dict)),
                (
                    "overridden",
                    JsonField(
                        default=list,
                        description="warnings of the check that a named official set aside",
                    ),
                ),
                (
                    "overridden_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="overridden_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="overrides",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("paused_at", UtcDatetimeField(null=True)),
                (
                    "reason",
                    fields.TextField(
                        default="", description="why it is paused or was withdrawn", unique=False
                    ),
                ),
                ("made_at", UtcDatetimeField()),
            ],
            options={
                "table": "consultation",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A draft open to the public.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Contribution",
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
                    "receipt",
                    fields.CharField(
                        unique=True, description="short code of its entry", max_length=24
                    ),
                ),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="contributions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lineage",
                    fields.CharField(
                        default="",
                        db_index=True,
                        description="the clause, empty = whole draft",
                        max_length=10,
                    ),
                ),
                (
                    "label",
                    fields.CharField(
                        default="", description="of the clause when written", max_length=12
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="COMMENT: comment\nQUESTION: question",
                        enum_type=Kind,
                        max_length=10,
                    ),
                ),
                (
                    "showing",
                    fields.CharEnumField(
                        db_index=True,
                        description="SHOWN: shown\nHELD: held\nREDACTED: redacted\nHIDDEN: hidden\nWITHDRAWN: withdrawn",
                        enum_type=Showing,
                        max_length=10,
                    ),
                ),
                (
                    "author",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="author_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="contributions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(description="as handed in, cleaned", unique=False)),
                (
                    "shown_text",
                    fields.TextField(
                        description="what the public reads, parts covered if need be", unique=False
                    ),
                ),
                (
                    "html",
                    fields.TextField(description="the shown text, rendered once", unique=False),
                ),
                ("language", fields.CharField(max_length=5)),
                (
                    "once",
                    fields.CharField(
                        unique=True, description="makes a retry harmless", max_length=40
                    ),
                ),
                ("supports", fields.IntField(default=0)),
                ("handed_in_at", UtcDatetimeField(db_index=True)),
                ("edited_at", UtcDatetimeField(null=True)),
                (
                    "reacted_at",
                    UtcDatetimeField(
                        null=True,
                        description="first support, decision or answer: no editing afterwards",
                    ),
                ),
                ("withdrawn_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "contribution",
                "app": "forum",
                "indexes": [
                    Index(fields=["consultation", "lineage", "kind", "showing"]),
                    Index(fields=["consultation", "lineage", "supports"]),
                ],
                "pk_attr": "id",
                "table_description": "Whatever a person hands in that must be answered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Decision",
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
                    "contribution",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "measure",
                    fields.CharEnumField(
                        description="KEEP: keep\nREDACT: redact\nHIDE: hide",
                        enum_type=Measure,
                        max_length=10,
                    ),
                ),
                (
                    "rule",
                    fields.CharField(
                        default="", description="code of the rule; keep has none", max_length=40
                    ),
                ),
                (
                    "reason",
                    fields.TextField(
                        default="", description="statement to the author", unique=False
                    ),
                ),
                (
                    "spans",
                    JsonField(
                        default=list,
                        description="covered parts of the text, [start, end) in characters",
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
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", UtcDatetimeField(db_index=True)),
            ],
            options={
                "table": "moderation_decision",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One decision by a person, with the rule and a reason for the author.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "contribution",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="flags",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("trigger", fields.CharField(max_length=40)),
                ("held", fields.BooleanField(default=False)),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "moderation_flag",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A listed trigger that a contribution set off; `held` says that it waits unseen.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OwnReason",
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
                        related_name="own_reasons",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(max_length=10)),
                ("reason", fields.TextField(unique=False)),
                (
                    "given_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="given_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="own_reasons",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "own_reason",
                "app": "forum",
                "unique_together": (("version", "lineage"),),
                "pk_attr": "id",
                "table_description": "A change the agency makes of its own accord, and why.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PhaseMove",
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
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="moves",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "phase",
                    fields.CharEnumField(
                        description="DRAFTING: drafting\nANNOUNCED: announced\nOPEN: open\nPAUSED: paused\nCLOSED: closed\nANSWERING: answering\nSECOND_LOOK: second_look\nPUBLISHED: published\nWITHDRAWN: withdrawn",
                        enum_type=Phase,
                        max_length=12,
                    ),
                ),
                ("at", UtcDatetimeField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="by_id",
                        null=True,
                        db_index=True,
                        description="nobody when the clock did it",
                        db_constraint=True,
                        to_field="id",
                        related_name="phase_moves",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "closed_before",
                    UtcDatetimeField(null=True, description="closing time before an extension"),
                ),
                (
                    "closes_after",
                    UtcDatetimeField(null=True, description="closing time after an extension"),
                ),
            ],
            options={
                "table": "phase_move",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One step of the life cycle or one change of the timetable, as it happened.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Response",
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
                        related_name="responses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "disposition",
                    fields.CharEnumField(
                        description="ACCEPTED: accepted\nACCEPTED_IN_PART: accepted_in_part\nALREADY_COVERED: already_covered\nANSWERED: answered\nDEFERRED: deferred\nREFERRED: referred\nNOT_ACCEPTED: not_accepted\nOUT_OF_SCOPE: out_of_scope\nMERGED: merged",
                        enum_type=Disposition,
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    fields.TextField(
                        default="", description="in plain words, for the authors", unique=False
                    ),
                ),
                ("html", fields.TextField(default="", unique=False)),
                (
                    "ground",
                    fields.CharEnumField(
                        null=True,
                        description="LAW: law\nCOST: cost\nEVIDENCE: evidence\nRIGHTS_OF_OTHERS: rights_of_others\nCONFLICT: conflict\nPOLICY: policy",
                        enum_type=Ground,
                        max_length=20,
                    ),
                ),
                (
                    "promised_by",
                    fields.CharField(
                        default="", description="deferred: who does it", max_length=200
                    ),
                ),
                ("promised_for", fields.DateField(null=True)),
                ("referred_to", fields.CharField(default="", max_length=200)),
                (
                    "merged_into",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="merged_into_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="merged_here",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=ResponseState.DRAFT,
                        description="DRAFT: draft\nPROPOSED: proposed\nRETURNED: returned\nAPPROVED: approved",
                        enum_type=ResponseState,
                        max_length=10,
                    ),
                ),
                ("returned_because", fields.TextField(default="", unique=False)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="written_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="responses_written",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "approved_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="approved_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="responses_approved",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("written_at", UtcDatetimeField()),
                ("approved_at", UtcDatetimeField(null=True)),
                (
                    "revision",
                    fields.IntField(
                        default=1, description="grows with each save, against stale edits"
                    ),
                ),
            ],
            options={
                "table": "response",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One answer; it may serve many contributions. Public once approved by a second person.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answered",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
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
                        related_name="answered",
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
                        related_name="answered",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "response_contribution",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One contribution served by a response. Each contribution has at most one.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ResponseChange",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
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
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(db_index=True, max_length=10)),
            ],
            options={
                "table": "response_change",
                "app": "forum",
                "unique_together": (("response", "lineage"),),
                "pk_attr": "id",
                "table_description": "A clause of the next version that changed because of a response.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Summary",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                (
                    "consultation",
                    fields.OneToOneField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="summary",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("words", JsonField(default=dict)),
                ("numbers", JsonField(default=dict, description="set at publication")),
                (
                    "document",
                    fields.TextField(
                        default="", description="exact bytes of what was frozen", unique=False
                    ),
                ),
                ("sha256", fields.CharField(default="", max_length=64)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="written_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="summaries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("written_at", UtcDatetimeField()),
                ("published_at", UtcDatetimeField(null=True)),
                (
                    "revision",
                    fields.IntField(
                        default=1, description="grows with each save, against stale edits"
                    ),
                ),
            ],
            options={
                "table": "summary",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "The final report of a consultation, frozen when published.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "contribution",
                    fields.ForeignKeyField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="supporters",
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
                        related_name="supports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "support",
                "app": "forum",
                "unique_together": (("contribution", "person"),),
                "pk_attr": "id",
                "table_description": "One person who says: this matters to me too.",
            },
            bases=["Model"],
        ),
    ]
