"""Which modules hold tables, which engine serves an address, and how the database is opened."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext

from forum.core.paths import data_module
from forum.core.settings import Settings

APP = "forum"
MODELS = [
    "forum.core.jobs.models",
    "forum.core.seals.models",
    "forum.audit.models",
    "forum.catalogue.models",
    "forum.accounts.models",
    "forum.organisations.models",
    "forum.drafts.models",
    "forum.consultations.models",
    "forum.voting.models",
    "forum.participation.models",
    "forum.moderation.models",
    "forum.sessions.models",
    "forum.responses.models",
    "forum.publication.models",
    "forum.notices.models",
    "forum.search.models",
]
ENGINES = {
    "sqlite": "forum.core.db.sqlite",
    "postgres": "forum.core.db.asyncpg",
    "postgresql": "forum.core.db.asyncpg",
}


def tortoise_config(url: str) -> dict[str, Any]:
    """Describe the database to the ORM."""
    return {
        "connections": {"default": _connection(url)},
        "apps": {
            APP: {
                "models": MODELS,
                "default_connection": "default",
                "migrations": data_module("migrations"),
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def open_database(url: str) -> AsyncGenerator[None]:
    """Open the forum's database for this block, in every task of the process.

    A wrong address shows here, not to the first visitor.
    """
    EXECUTOR_CACHE.clear()  # statements kept by table, whichever database they were written for
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url), _enable_global_fallback=True)
        await get_connection("default").execute_query("SELECT 1")
        yield


def _connection(url: str) -> dict[str, Any]:
    engine = ENGINES.get(url.partition("://")[0])
    if engine is None:
        raise SystemExit("FORUM_DATABASE_URL begins with sqlite:// or postgres://")
    return {**expand_db_url(url), "engine": engine}


# For `tortoise makemigrations`, which reads its settings from a name in a module.
TORTOISE_ORM = tortoise_config(os.environ.get("FORUM_DATABASE_URL", Settings.database_url))
