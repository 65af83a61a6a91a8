"""Keys between tables point down the floors, as imports do (`make check` asks import-linter)."""

from __future__ import annotations

from tortoise.context import TortoiseContext

from docs.house import floors
from forum.database.config import APP, tortoise_config

HEIGHT = {name: -number for number, floor in enumerate(floors()) for name in floor}


async def test_a_table_knows_only_tables_of_its_own_floor_or_below(tmp_path):
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(f"sqlite://{tmp_path / 'unused.sqlite3'}"))
        assert context.apps
        models = context.apps[APP]
        keys = {
            (concept_of(model), concept_of(models[field.model_name.partition(".")[2]]), name)
            for model in models.values()
            for name in model._meta.fk_fields | model._meta.o2o_fields | model._meta.m2m_fields
            for field in [model._meta.fields_map[name]]
        }

    assert len(keys) > 20
    upward = [key for key in keys if HEIGHT[key[0]] < HEIGHT[key[1]]]
    neighbours = [key for key in keys if key[0] != key[1] and HEIGHT[key[0]] == HEIGHT[key[1]]]
    assert upward + neighbours == []


def concept_of(model: type) -> str:
    return model.__module__.split(".")[1]
