"""Notes, translations and easy words; steps that can be undone; links, visits and uploads."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_ref
from forum.database.ddl import Ddl

SENTENCE = "a frozen version is final"


class Migration(migrations.Migration):
    dependencies = [("forum", "0013_marked_words")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DraftLink",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("token_digest", fields.CharField(unique=True, max_length=64)),
                ("readers", fields.CharField(description="for whom it was made", max_length=200)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="made_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="draft_links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", UtcDatetimeField()),
                ("expires_at", UtcDatetimeField()),
                ("revoked_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "draft_link",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A secret link by which named readers see a draft before it is announced.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DraftStep",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="steps",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="draft_steps",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("change", fields.CharField(max_length=12)),
                (
                    "label",
                    fields.CharField(description="of the clause, as it was then", max_length=12),
                ),
                ("before", JsonField(description="rows by lineage, nothing where there was none")),
                (
                    "unplaced",
                    JsonField(
                        null=True, description="of the version before, where the act changed it"
                    ),
                ),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "draft_step",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One act of editing that can be undone: the clauses it touched, as they stood before it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DraftUpload",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "standard",
                    fields.ForeignKeyField(
                        "forum.Standard",
                        source_field="standard_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="uploads",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="draft_uploads",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(description="of the file", max_length=120)),
                (
                    "sha256",
                    fields.CharField(description="of the file, which is not kept", max_length=64),
                ),
                (
                    "blocks",
                    JsonField(description="every paragraph and row, and what it is taken for"),
                ),
                ("made_at", UtcDatetimeField(db_index=True)),
                (
                    "version",
                    fields.ForeignKeyField(
                        "forum.Version",
                        source_field="version_id",
                        null=True,
                        description="the draft made of it",
                        db_constraint=True,
                        to_field="id",
                        related_name="uploads",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "draft_upload",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A document that was read, and waits for somebody to say what became of each part of it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DraftVisit",
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
                        related_name="visits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lineage", fields.CharField(max_length=10)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="draft_visits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", UtcDatetimeField()),
                ("seen_at", UtcDatetimeField()),
            ],
            options={
                "table": "draft_visit",
                "app": "forum",
                "unique_together": (("version", "lineage", "person"),),
                "pk_attr": "id",
                "table_description": "Somebody has the form of a clause open; it is told to whoever opens the same clause.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Clause",
            name="note",
            field=JsonField(default=dict, description="why this clause", db_default="{}"),
        ),
        ops.AddField(
            model_name="Clause",
            name="stale",
            field=JsonField(
                default=list,
                description="languages older than the words that bind",
                db_default="[]",
            ),
        ),
        ops.AddField(
            model_name="Version",
            name="easy",
            field=JsonField(default=dict, description="summary in easy words", db_default="{}"),
        ),
        ops.AddField(
            model_name="Version",
            name="unplaced",
            field=JsonField(
                default=list, description="imported words that are no clause yet", db_default="[]"
            ),
        ),
        Ddl(
            sqlite=[
                "CREATE TRIGGER easy_words_are_final BEFORE UPDATE OF easy ON version "
                "WHEN OLD.state <> 'editing' AND NEW.easy IS NOT OLD.easy "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
            ],
            postgres=[
                "CREATE TRIGGER easy_words_are_final BEFORE UPDATE ON version FOR EACH ROW "
                "WHEN (OLD.state <> 'editing' AND NEW.easy::text IS DISTINCT FROM OLD.easy::text) "
                "EXECUTE FUNCTION version_is_final()",
            ],
        ),
    ]
