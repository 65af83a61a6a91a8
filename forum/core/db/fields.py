"""Columns that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model


class UtcDatetimeField(fields.DatetimeField[Any]):
    """A moment, stored in UTC: SQLite compares moments as text, so they must share one zone.

    It never fills itself in: the time is asked of `core.clock`.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_python_value(self, value: Any) -> datetime | None:
        self._refuse_naive(value)
        return super().to_python_value(value)

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> Any:
        self._refuse_naive(value)
        if isinstance(value, datetime):
            value = value.astimezone(UTC)
        return super().to_db_value(value, instance)

    def _refuse_naive(self, value: object) -> None:
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{self.model_field_name}: a moment needs a time zone")


class JsonField(fields.JSONField[Any]):
    """Any JSON value but a bare string; its type is that of the annotation.

    It is written the same way whatever JSON library is installed, and so are its migrations.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(encoder=to_json, decoder=json.loads, **kwargs)


def to_json(value: object) -> str:
    """Return compact JSON in plain letters."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
