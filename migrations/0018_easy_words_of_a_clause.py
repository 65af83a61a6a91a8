"""What a clause means in easy words, and in which languages that fell behind."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from forum.core.db.fields import JsonField


class Migration(migrations.Migration):
    dependencies = [("forum", "0017_corrections_rounds_and_seals")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Clause",
            name="easy",
            field=JsonField(
                default=dict, description="what it means in easy words", db_default="{}"
            ),
        ),
        ops.AddField(
            model_name="Clause",
            name="easy_stale",
            field=JsonField(
                default=list, description="languages whose easy words are older", db_default="[]"
            ),
        ),
    ]
