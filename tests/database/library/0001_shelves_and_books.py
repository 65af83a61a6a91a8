from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from forum.database.ddl import Ddl


class Migration(migrations.Migration):
    initial = True
    operations = [
        ops.CreateModel(
            name="Shelf",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=True)),
                ("code", fields.CharField(max_length=10, unique=True)),
                ("city", fields.CharField(max_length=20)),
                ("floor", fields.IntField()),
                ("height", fields.IntField()),
                ("is_open", fields.BooleanField()),
                ("colour", fields.CharField(max_length=10, null=True)),
            ],
            options={
                "table": "shelf",
                "app": "forum",
                "table_description": "Where books stand; in order, mostly.",
                "unique_together": (("city", "floor"),),
                "constraints": (
                    CheckConstraint(check="height > 0", name="shelf_has_a_height"),
                    UniqueConstraint(
                        fields=("city",), name="one_open_shelf_a_city", condition="is_open"
                    ),
                ),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Book",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=True)),
                (
                    "shelf",
                    fields.ForeignKeyField(
                        "forum.Shelf",
                        source_field="shelf_id",
                        related_name="books",
                        on_delete=fields.CASCADE,
                        db_index=True,
                    ),
                ),
                ("title", fields.CharField(max_length=50)),
                ("year", fields.IntField(null=True)),
            ],
            options={
                "table": "book",
                "app": "forum",
                "unique_together": (("shelf", "title"),),
                "indexes": [Index(fields=("shelf", "year"), name="books_by_age")],
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Card",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=True)),
                (
                    "book",
                    fields.OneToOneField(
                        "forum.Book",
                        source_field="book_id",
                        related_name="card",
                        on_delete=fields.CASCADE,
                    ),
                ),
                ("note", fields.CharField(max_length=10)),
            ],
            options={"table": "card", "app": "forum"},
            bases=["Model"],
        ),
        Ddl(
            sqlite=[
                "CREATE TRIGGER books_stay BEFORE DELETE ON book"
                " BEGIN SELECT 1; SELECT RAISE(ABORT, 'books stay; all of them'); END"
            ],
            postgres=[
                "CREATE FUNCTION books_stay() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE check_violation USING MESSAGE = 'books stay; all of them'; END $$",
                "CREATE TRIGGER books_stay BEFORE DELETE ON book"
                " FOR EACH ROW EXECUTE FUNCTION books_stay()",
            ],
        ),
    ]
