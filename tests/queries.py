"""Counting what a page asks of the database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.queries.append(record.getMessage())


@contextmanager
def asked() -> Iterator[list[str]]:
    """Collect, inside the block, every statement that is sent to the database."""
    logger = logging.getLogger("tortoise.db_client")
    heard, level = _Heard(), logger.level
    logger.addHandler(heard)
    logger.setLevel(logging.DEBUG)
    try:
        yield heard.queries
    finally:
        logger.setLevel(level)
        logger.removeHandler(heard)
