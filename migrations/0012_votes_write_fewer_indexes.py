"""A vote writes to fifteen places of the database instead of twenty.

Three indexes went that others hold in them or that nobody asks. PostgreSQL no longer looks up, and
locks, the entry of each opening: both are written in one statement, and entries stay for ever.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from forum.database.ddl import Ddl


class Migration(migrations.Migration):
    dependencies = [("forum", "0011_second_look_rounds_late_and_promises")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Ballot",
            name="poll",
            field=fields.ForeignKeyField(
                "forum.Poll",
                source_field="poll_id",
                db_constraint=True,
                to_field="id",
                related_name="ballots",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AlterField(
            model_name="LogEntry",
            name="type",
            field=fields.CharField(max_length=40),
        ),
        ops.AlterField(
            model_name="Opening",
            name="entry",
            field=fields.ForeignKeyField(
                "forum.LogEntry",
                source_field="entry_id",
                db_constraint=False,
                to_field="seq",
                related_name="openings",
                on_delete=OnDelete.NO_ACTION,
            ),
        ),
        Ddl(
            postgres=["ALTER TABLE log_opening DROP CONSTRAINT IF EXISTS log_opening_entry_id_fkey"]
        ),
    ]
