from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def stumble(_apps, _editor):
    raise ZeroDivisionError


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_other_rules")]
    operations = [
        ops.AddField("Shelf", "light", fields.BooleanField(null=True)),
        ops.RunPython(stumble),
    ]
