from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_outcomes_as_causes")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Ballot",
            name="earlier",
            field=fields.TextField(
                default="",
                description="keys of the casts that this one replaced",
                db_default="",
                unique=False,
            ),
        ),
    ]
