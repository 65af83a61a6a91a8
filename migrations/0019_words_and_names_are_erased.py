"""Words and names are erased for good: what is left says when."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.participation.rules import Showing


class Migration(migrations.Migration):
    dependencies = [("forum", "0018_easy_words_of_a_clause")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Person",
            name="left_at",
            field=UtcDatetimeField(
                null=True,
                description="name, address and all that opens the account were erased",
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="erased_at",
            field=UtcDatetimeField(
                null=True, description="its words were erased for good, as its author wished"
            ),
        ),
        ops.AlterField(
            model_name="Contribution",
            name="showing",
            field=fields.CharEnumField(
                description="SHOWN: shown\nHELD: held\nREDACTED: redacted\nHIDDEN: hidden\nWITHDRAWN: withdrawn\nERASED: erased",
                enum_type=Showing,
                db_index=True,
                max_length=10,
            ),
        ),
    ]
