from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from forum.participation.rules import Showing


class Migration(migrations.Migration):
    dependencies = [("forum", "0022_two_people_suspensions_and_appeals")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Decision",
            name="before",
            field=fields.CharEnumField(
                default=Showing.SHOWN,
                description="SHOWN: shown\nHELD: held\nREDACTED: redacted\nHIDDEN: hidden\nWITHDRAWN: withdrawn\nERASED: erased",
                db_default="shown",
                enum_type=Showing,
                max_length=10,
            ),
        ),
    ]
