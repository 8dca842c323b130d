"""Logs: one JSON object per line, without personal data.

A request is logged by the *name* of its route, never by its address (which carries identifiers and searches), without
the visitor's network address, agent, account or form. Only the fields in :data:`KEPT` leave this module, so that a
careless ``extra=`` elsewhere cannot leak.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request being answered; random, so that it tells nothing by itself."""

KEPT = ("route", "method", "status", "ms", "job", "job_kind", "port", "count")
"""The only extra fields that are written."""


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON. Of an exception, its type and the places in our code, never its message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if record.args else record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = _trace(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _trace(traceback: Any) -> list[str]:
    """``module:line`` from the outermost call to where it broke; code lines and values stay out."""
    places = []
    while traceback is not None:
        frame = traceback.tb_frame
        places.append(f"{frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-12:]


def logging_settings(level: str) -> dict[str, Any]:
    """Configuration for :func:`logging.config.dictConfig`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "liem.house.logs.JsonLines"}},
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "formatter": "json"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "liem": {"level": level.upper()},
            # their messages carry addresses of pages, names of hosts, values of forms
            "django.request": {"handlers": ["nowhere"], "propagate": False},
            "django.security": {"handlers": ["nowhere"], "propagate": False},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "procrastinate": {"level": "ERROR"},
            "psycopg": {"level": "ERROR"},
            "waitress.queue": {"level": "ERROR"},
        },
    }
