"""Logging: event names, counts and request ids; never what a parent wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor


def configure_logging(level: str, form: str) -> None:
    """Log to stderr from `level` up, as lines for people (`console`) or `json`.

    Libraries' records go the same way, so that their exceptions lose their messages too.
    """
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        frames_only,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)  # tells of each start otherwise
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # These write statements with their values, or paths and addresses.
    for name in ("aiosqlite", "sqlalchemy.engine", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.WARNING)


def frames_only(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and where it happened.

    Its message may quote what a parent wrote (a validation error, an SQL statement).
    """
    found = event.pop("exc_info", None)
    if not found:
        return event
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    elif not isinstance(found, tuple):
        found = sys.exc_info()
    kind, _, where = found
    if kind is not None:
        event["exception"] = kind.__name__
        event["frames"] = _frames(where)
    return event


def _frames(where: TracebackType | None) -> list[str]:
    return [
        f"{frame.name} ({frame.filename}:{frame.lineno})"
        for frame in traceback.extract_tb(where)[-12:]
    ]
