"""A step of a migration written in SQL, where the two databases need different words."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class Ddl(TortoiseOperation):
    """Run these statements: triggers, search tables, and whatever else no model describes.

    One statement an item, so that a trigger may contain semicolons. There is no way back: a
    migration is undone by restoring the copy made before it.
    """

    reversible = False

    def __init__(self, *, sqlite: Sequence[str] = (), postgres: Sequence[str] = ()) -> None:
        self.statements = {"sqlite": sqlite, "postgres": postgres}

    def describe(self) -> str:
        return "Run SQL of this database"

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - the library calls with all of them
        old_state: State,  # noqa: ARG002 - likewise
        new_state: State,  # noqa: ARG002 - likewise
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        for statement in self.statements[state_editor.DIALECT]:
            if state_editor.collect_sql:
                state_editor.collected_sql.append(statement)
            else:
                await state_editor.client.execute_query(statement)
