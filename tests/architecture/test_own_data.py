"""All that is kept about a person is in the file they can take, or left out for a reason."""

from __future__ import annotations

from tortoise import Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance

from forum.accounts.models import Person
from forum.privacy.queries.own_data import LEFT_OUT, PARTS, own_data
from forum.site.me.data_words import NAME_WORDS


def names_in(value):
    """Return every name in a row and in the rows inside it."""
    for name, inner in value.items():
        yield name
        for one in inner if isinstance(inner, list) else ():
            yield from names_in(one)


async def test_every_column_that_names_a_person_is_handed_out_or_has_a_reason(db):
    models = Tortoise.apps["forum"].values()
    found = {
        f"{model._meta.db_table}.{name}"
        for model in models
        for name, field in model._meta.fields_map.items()
        if isinstance(field, ForeignKeyFieldInstance) and field.related_model is Person
    }
    read = [one for part in PARTS for one in part.tables]

    assert len(found) > 35
    assert sorted([*read, *LEFT_OUT]) == sorted(found)
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


async def test_every_name_in_the_file_has_words(copy):
    names = set()
    for person in await Person.all():
        for rows in (await own_data(person)).values():
            names |= {name for row in rows for name in names_in(row)}

    assert len(names) > 50
    assert names <= NAME_WORDS.keys()
