"""Nobody edits or removes an entry of the record, not even by hand in the database.

An entry gets its place in the tree (`idx`) once, later; nothing else about it may change.
"""

from tortoise import migrations

from forum.database.ddl import Ddl

COLUMNS = ("seq", "leaf", "entry", "type", "ctx", "subject", "not_before")


def changed(differs):
    """Say, in the words of one database, that an update touches more than the place."""
    return " OR ".join(
        [*(f"NEW.{column} {differs} OLD.{column}" for column in COLUMNS), "OLD.idx IS NOT NULL"]
    )


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_first_tables")]

    operations = [
        Ddl(
            sqlite=[
                "CREATE TRIGGER log_entry_is_final_update BEFORE UPDATE ON log_entry "
                f"WHEN {changed('IS NOT')} BEGIN SELECT RAISE(ABORT, 'the record is final'); END",
                "CREATE TRIGGER log_entry_is_final_delete BEFORE DELETE ON log_entry "
                "BEGIN SELECT RAISE(ABORT, 'the record is final'); END",
            ],
            postgres=[
                "CREATE FUNCTION log_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the record is final'; END $$",
                "CREATE TRIGGER log_entry_is_final_update BEFORE UPDATE ON log_entry "
                f"FOR EACH ROW WHEN ({changed('IS DISTINCT FROM')}) "
                "EXECUTE FUNCTION log_entry_is_final()",
                "CREATE TRIGGER log_entry_is_final_delete BEFORE DELETE ON log_entry "
                "FOR EACH ROW EXECUTE FUNCTION log_entry_is_final()",
            ],
        )
    ]
