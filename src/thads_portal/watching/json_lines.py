"""The log as JSON, a line an event, where ``THADS_LOG=json`` asks for it.

A line has the time, the level, the process, the request's id and the text; errors as everywhere by
their kind and place only (:mod:`thads_portal.security.redaction`). A request's line holds the kind of its
address, the status and the milliseconds: no address, no query, nobody's name.
"""

from thads_portal.security.redaction import RedactingFormatter
from thads_portal.watching.request_ids import current

import json
import logging
import os


VARIABLE = "THADS_LOG"
FORMATS = ("text", "json")
#: The logger of requests; silent unless the log is JSON.
requests = logging.getLogger("thads.request")


class JsonLines(RedactingFormatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "process": record.process,
            "logger": record.name,
            "request": current.get() or None,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value is not None})


def asked_for() -> bool:
    return os.environ.get(VARIABLE, "").strip() == "json"


def formatter() -> logging.Formatter:
    """How every line of the log is written, as the variable asks for."""
    if asked_for():
        requests.setLevel(logging.INFO)
        return JsonLines()
    return RedactingFormatter("%(asctime)s %(levelname)s %(process)d [%(name)s] %(message)s")


def note(route: str, method: str, status: int, seconds: float) -> None:
    """One line for an answered request."""
    fields = {
        "route": route,
        "method": method,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
    }
    requests.info("answered", extra={"fields": fields})
