"""How the forum logs: events, not prose, one JSON object a line; never text, names or addresses."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(*, plain: bool, quiet: bool = False) -> None:
    """Log to the error stream; `plain` for somebody reading along, `quiet` only what goes wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    last = structlog.dev.ConsoleRenderer() if plain else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if quiet else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
