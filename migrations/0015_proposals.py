"""A proposal keeps its words beside the reason, and both are found by searching."""

# ruff: noqa: S608 - every word of the statements is written here

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from forum.core.db.fields import JsonField
from forum.database.ddl import Ddl
from forum.participation.rules import Kind

WATCHED = ("showing", "shown_text", "lineage", "label", "proposed")
FORGET = "DELETE FROM search_document WHERE kind = 'contribution' AND source_id = OLD.id"


def keep(words):
    """Return the statement that puts what everybody may read of a contribution into the index."""
    return (
        "INSERT INTO search_document (kind, source_id, consultation_id, version_id, lineage, "
        "title, body, facets) SELECT 'contribution', s.id, s.consultation_id, NULL, s.lineage, "
        f"'', COALESCE({words} || ' ', '') || s.shown_text, 'xkcontribution xa' || c.agency_id "
        "|| ' xn' || replace(s.label, '.', 'z') FROM contribution s "
        "JOIN consultation c ON c.id = s.consultation_id "
        "WHERE s.showing IN ('shown', 'redacted') AND s.id = NEW.id"
    )


def differs(sign):
    return " OR ".join(f"NEW.{column} {sign} OLD.{column}" for column in WATCHED)


LITE = keep("json_extract(s.proposed, '$.shown')")
PG = keep("(s.proposed ->> 'shown')")


class Migration(migrations.Migration):
    dependencies = [("forum", "0014_drafting_in_full")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Contribution",
            name="kind",
            field=fields.CharEnumField(
                description="COMMENT: comment\nQUESTION: question\nREPLY: reply\nPROPOSAL: proposal",
                enum_type=Kind,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="proposed",
            field=JsonField(
                null=True, description="of a proposal: the words, and those they would replace"
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="touches",
            field=JsonField(
                null=True, description="of a proposal: the places of the clause it changes"
            ),
        ),
        Ddl(
            sqlite=[
                "DROP TRIGGER search_contribution_insert",
                "DROP TRIGGER search_contribution_update",
                "CREATE TRIGGER search_contribution_insert AFTER INSERT ON contribution "
                f"BEGIN {LITE}; END",
                "CREATE TRIGGER search_contribution_update AFTER UPDATE ON contribution "
                f"WHEN {differs('IS NOT')} BEGIN {FORGET}; {LITE}; END",
            ],
            postgres=[
                "CREATE OR REPLACE FUNCTION search_contribution() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP <> 'INSERT' THEN {FORGET}; END IF; "
                f"IF TG_OP <> 'DELETE' THEN {PG}; END IF; RETURN NULL; END $$",
                "DROP TRIGGER search_contribution_changed ON contribution",
                "CREATE TRIGGER search_contribution_changed AFTER UPDATE ON contribution "
                f"FOR EACH ROW WHEN ({differs('IS DISTINCT FROM')}) "
                "EXECUTE FUNCTION search_contribution()",
            ],
        ),
    ]
