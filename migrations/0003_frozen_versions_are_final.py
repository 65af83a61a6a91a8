"""Nobody changes the words of a frozen version, not even by hand in the database.

What may still happen to it: it comes to be superseded.
"""

from tortoise import migrations

from forum.database.ddl import Ddl

WORDS = ("number", "standard_id", "title", "note", "document", "sha256", "frozen_at")
SENTENCE = "a frozen version is final"


def frozen(row):
    """Say that the clause of this row belongs to a version that is not being edited."""
    return f"(SELECT state FROM version WHERE id = {row}.version_id) <> 'editing'"  # noqa: S608 - written here


def changed(differs, cast=""):
    """Say, in the words of one database, that the update is about the words of a frozen version."""
    parts = [f"NEW.{column}{cast} {differs} OLD.{column}{cast}" for column in WORDS]
    return f"OLD.state <> 'editing' AND (NEW.state = 'editing' OR {' OR '.join(parts)})"


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_the_record_is_final")]

    operations = [
        Ddl(
            sqlite=[
                "CREATE TRIGGER version_is_final BEFORE UPDATE ON version "
                f"WHEN {changed('IS NOT')} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
                *(
                    f"CREATE TRIGGER clause_is_final_{verb} BEFORE {verb.upper()} ON clause "
                    f"WHEN {frozen(row)} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                    for verb, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD"))
                ),
            ],
            postgres=[
                "CREATE FUNCTION version_is_final() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
                "CREATE TRIGGER version_is_final BEFORE UPDATE ON version FOR EACH ROW "
                f"WHEN ({changed('IS DISTINCT FROM', '::text')}) "
                "EXECUTE FUNCTION version_is_final()",
                "CREATE FUNCTION clause_is_final() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF (TG_OP = 'INSERT' AND {frozen('NEW')}) "
                f"OR (TG_OP <> 'INSERT' AND {frozen('OLD')}) THEN "
                f"RAISE EXCEPTION '{SENTENCE}'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER clause_is_final BEFORE INSERT OR UPDATE OR DELETE ON clause "
                "FOR EACH ROW EXECUTE FUNCTION clause_is_final()",
            ],
        )
    ]
