"""Nobody changes or removes adopted minutes, not even by hand in the database."""

from tortoise import migrations

from forum.database.ddl import Ddl

WORDS = ("session_id", "paragraphs", "adopted_at", "adopted_by_id", "document", "sha256")
SENTENCE = "adopted minutes are final"


def changed(differs, cast=""):
    """Say, in the words of one database, that the update is about adopted minutes."""
    parts = [f"NEW.{column}{cast} {differs} OLD.{column}{cast}" for column in WORDS]
    return f"OLD.adopted_at IS NOT NULL AND ({' OR '.join(parts)})"


class Migration(migrations.Migration):
    dependencies = [("forum", "0006_keys_of_replaced_casts")]

    operations = [
        Ddl(
            sqlite=[
                "CREATE TRIGGER minutes_are_final BEFORE UPDATE ON minutes "
                f"WHEN {changed('IS NOT')} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
                "CREATE TRIGGER minutes_stay BEFORE DELETE ON minutes "
                "WHEN OLD.adopted_at IS NOT NULL "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
            ],
            postgres=[
                "CREATE FUNCTION minutes_are_final() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
                "CREATE TRIGGER minutes_are_final BEFORE UPDATE ON minutes FOR EACH ROW "
                f"WHEN ({changed('IS DISTINCT FROM', '::text')}) "
                "EXECUTE FUNCTION minutes_are_final()",
                "CREATE TRIGGER minutes_stay BEFORE DELETE ON minutes FOR EACH ROW "
                "WHEN (OLD.adopted_at IS NOT NULL) EXECUTE FUNCTION minutes_are_final()",
            ],
        )
    ]
