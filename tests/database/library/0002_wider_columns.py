from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_shelves_and_books")]
    operations = [
        ops.AlterField("Shelf", "code", fields.CharField(max_length=40, unique=True)),
        ops.AlterField("Book", "title", fields.CharField(max_length=200)),
        ops.AlterField("Card", "note", fields.CharField(max_length=200, null=True)),
    ]
