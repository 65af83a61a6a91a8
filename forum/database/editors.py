"""Changing tables as the models say, without what the library's own editors lose.

They never make the constraints of a new table or the index of a new column, they look for a column
named like a relation, and on SQLite, where changing a column means building the table anew, they
lose child rows, indexes and triggers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_editor.data import ModelSqlData
from tortoise.models import Model

Constraint = UniqueConstraint | CheckConstraint


class _Complete(BaseSchemaEditor):
    """Makes the constraints of a new table, the index of a new column, and indexes on relations."""

    _making: type[Model]

    def _get_model_sql_data(self, model: type[Model]) -> ModelSqlData:
        self._making = model
        return super()._get_model_sql_data(model)

    def _get_inner_statements(self) -> list[str]:
        checks = [
            self.CHECK_CONSTRAINT_CREATE_TEMPLATE.format(name=wanted.name, check=wanted.check)
            for wanted in self._making._meta.constraints or ()
            if isinstance(wanted, CheckConstraint)
        ]
        return [*super()._get_inner_statements(), *checks]

    async def create_model(self, model: type[Model]) -> None:
        await super().create_model(model)
        for wanted in model._meta.constraints:
            if isinstance(wanted, UniqueConstraint):
                await self.add_constraint(model, wanted)

    async def add_field(self, model: type[Model], field_name: str) -> None:
        await super().add_field(model, field_name)
        field = model._meta.fields_map[field_name]
        if isinstance(field, ForeignKeyFieldInstance):
            field = model._meta.fields_map[field.source_field or field_name]
        if field.index and not field.unique:
            await self.add_index(model, Index(fields=(_column(field),)))

    def _get_index_sql(
        self,
        model: type[Model],
        field_names: Sequence[str],
        safe: bool = False,  # noqa: FBT001, FBT002 - the library's own
        index_name: str | None = None,
        index_type: str | None = None,
        extra: str | None = None,
    ) -> str:
        name = index_name or self._generate_index_name("idx", model, list(field_names))
        columns = self._resolve_fields_to_columns(model, list(field_names))
        return super()._get_index_sql(model, columns, safe, name, index_type, extra)


class PostgresEditor(_Complete, AsyncpgSchemaEditor):
    """Changes tables on PostgreSQL."""


class SqliteEditor(_Complete, SqliteSchemaEditor):
    """Changes tables on SQLite. The connection must not enforce foreign keys meanwhile."""

    async def _run_sql(self, sql: str) -> None:
        await BaseSchemaEditor._run_sql(self, sql)  # our engine splits a script where SQLite would

    async def add_constraint(self, model: type[Model], constraint: Constraint) -> None:
        if not (isinstance(constraint, UniqueConstraint) and constraint.condition):
            await super().add_constraint(model, constraint)
            return
        columns = self._resolve_fields_to_columns(model, constraint.fields)
        name = self._constraint_name_for_model(
            model, UniqueConstraint(fields=tuple(columns), name=constraint.name)
        )
        await self._run_sql(
            f'CREATE UNIQUE INDEX "{name}" ON "{model._meta.db_table}" ({_listed(columns)})'
            f" WHERE {constraint.condition}"
        )

    async def remove_constraint(self, model: type[Model], constraint: Constraint) -> None:
        if isinstance(constraint, CheckConstraint):
            stay = (other for other in model._meta.constraints if other.name != constraint.name)
            model._meta.constraints = tuple(stay)
            await self._remake_table(model)
        elif constraint.name:
            await self._run_sql(f'DROP INDEX "{constraint.name}"')
        else:
            columns = self._resolve_fields_to_columns(model, constraint.fields)
            await self._rebuild(model, forget=tuple(columns))

    async def _alter_field(
        self, model: type[Model], old_field: Field[Any], new_field: Field[Any]
    ) -> None:
        await super()._alter_field(model, old_field, new_field)
        if old_field.index and not new_field.index:
            await self.remove_index(model, Index(fields=(_column(new_field),)))
        elif new_field.index and not old_field.index:
            await self.add_index(model, Index(fields=(_column(new_field),)))

    async def _remake_table(
        self,
        model: type[Model],
        create_field: Field[Any] | None = None,
        delete_field: Field[Any] | None = None,
        alter_fields: list[tuple[Field[Any], Field[Any]]] | None = None,
    ) -> None:
        await self._rebuild(model, create_field, delete_field, alter_fields or [])

    async def _rebuild(
        self,
        model: type[Model],
        create_field: Field[Any] | None = None,
        delete_field: Field[Any] | None = None,
        alter_fields: Sequence[tuple[Field[Any], Field[Any]]] = (),
        *,
        forget: tuple[str, ...] = (),
    ) -> None:
        table = model._meta.db_table
        before = await self._belongings(table)
        # Triggers of other tables speak of this one, and would stop it from getting its name back.
        await self.client.execute_query("PRAGMA legacy_alter_table = ON")
        await super()._remake_table(model, create_field, delete_field, list(alter_fields))
        await self.client.execute_query("PRAGMA legacy_alter_table = OFF")
        after = await self._belongings(table)

        gone = _column(delete_field) if delete_field else ""
        free = {(_column(new),) for _, new in alter_fields if not new.unique} | {forget}
        for columns, sql in before.unique.items():
            if columns not in after.unique and columns not in free and gone not in columns:
                name = f"uq_{table}_{'_'.join(columns)}"
                await self.client.execute_query(
                    sql or f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({_listed(columns)})'
                )
        for sql in before.others:
            if not (gone and re.search(rf"\b{re.escape(gone)}\b", sql)):
                await self.client.execute_query(sql)

    async def _belongings(self, table: str) -> _Belongings:
        query = self.client.execute_query_dict
        if (await query("PRAGMA foreign_keys"))[0]["foreign_keys"]:
            raise RuntimeError("building a table anew with foreign keys on deletes its child rows")
        made = await query(
            "SELECT name, sql FROM sqlite_master"
            " WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
            [table],
        )
        others = {row["name"]: row["sql"] for row in made}
        unique = {}
        for index in await query(f'PRAGMA index_list("{table}")'):
            if index["unique"] and not index["partial"] and index["origin"] != "pk":
                info = await query(f'PRAGMA index_info("{index["name"]}")')
                unique[tuple(row["name"] for row in info)] = others.pop(index["name"], "")
        return _Belongings(unique, list(others.values()))


@dataclass(frozen=True)
class _Belongings:
    """What goes with a table when it is dropped."""

    unique: dict[tuple[str, ...], str]
    """Columns that are unique together, and the statement for it if it was not the table's own."""
    others: list[str]
    """The statements that made its other indexes and its triggers."""


def _column(field: Field[Any]) -> str:
    return field.source_field or field.model_field_name


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
