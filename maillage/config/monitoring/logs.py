"""Technical logs hold no personal data: of what libraries say, the sentence is kept and what fills it is not.

An error says its type, the lines of code it went through, and what PostgreSQL calls it; never its message, that quotes values.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OWN = "maillage"
HIDDEN = "…"
FILLED = re.compile("[:=\n]")
"""gunicorn fills some sentences by itself ("Invalid request from ip=…: …"): what comes before that is its own."""


class Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.name != OWN and not record.name.startswith(f"{OWN}."):
            record.msg, record.args = _sentence(record), ()
        return True


def _sentence(record: logging.LogRecord) -> str:
    if record.name.startswith("procrastinate"):
        return _of_a_job(record)
    asked = getattr(record, "request", None)
    if asked is not None:
        match = getattr(asked, "resolver_match", None)
        return f"{getattr(record, 'status_code', '')} {match.view_name if match else 'inconnue'}".strip()
    if not isinstance(record.msg, str):
        return type(record.msg).__qualname__
    if record.name.startswith("gunicorn.") and not record.args:
        return FILLED.split(record.msg, maxsplit=1)[0]
    return record.msg.split("\n", 1)[0].replace("%s", HIDDEN).replace("%r", HIDDEN)


def _of_a_job(record: logging.LogRecord) -> str:
    """The queue writes a job with its arguments, that may name somebody."""
    job = getattr(record, "job", None) or {}
    action = getattr(record, "action", "procrastinate")
    return f"{action} {job.get('task_name', '')} {job.get('id', '')}".strip()


class _Formatter(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        return "\n".join(_said(ei[1], ei[2]))


def _said(error: BaseException | None, trace: TracebackType | None) -> list[str]:
    """The error and those it comes from, the first one first."""
    if error is None:
        return []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = _said(before, before.__traceback__ if before else None)
    lines += [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return [*lines, " ".join(filter(None, (type(error).__qualname__, *_for_postgresql(error))))]


def _for_postgresql(error: BaseException) -> tuple[str, str]:
    diagnosed = getattr(error, "diag", None)
    return getattr(error, "sqlstate", None) or "", getattr(diagnosed, "constraint_name", None) or ""


class Plain(_Formatter):
    def __init__(self) -> None:
        super().__init__("{levelname} {name}: {message}", style="{")


class Lines(_Formatter):
    """One line of JSON each."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        told |= getattr(record, "told", None) or {"message": record.getMessage()}
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
