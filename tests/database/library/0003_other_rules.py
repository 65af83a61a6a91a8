from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_wider_columns")]
    operations = [
        ops.RemoveField("Shelf", "colour"),
        ops.RemoveConstraint("Shelf", name="shelf_has_a_height"),
        ops.RemoveConstraint("Shelf", name="one_open_shelf_a_city"),
        ops.RemoveConstraint("Shelf", fields=["city", "floor"]),
        ops.AddConstraint("Shelf", CheckConstraint(check="floor < 100", name="no_skyscrapers")),
        ops.AlterField("Book", "year", fields.IntField(null=True, db_index=True)),
        ops.AddField(
            "Book",
            "lent_from",
            fields.ForeignKeyField(
                "forum.Shelf",
                source_field="lent_from_id",
                related_name="lent",
                on_delete=fields.RESTRICT,
                null=True,
                db_index=True,
            ),
        ),
    ]
