"""Logs are JSON lines on stderr: one a request, and whatever goes wrong."""

import logging
import sys
import uuid

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

from app.views.timing import clock

access = logging.getLogger("app.access")


def init_app(app: Flask) -> None:
    settings = app.extensions["winnow"].settings
    root = logging.getLogger("app")
    root.setLevel(settings.log_level)
    if not any(isinstance(handler.formatter, JsonFormatter) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", timestamp=True))
        root.addHandler(handler)
    app.before_request(_name_request)
    app.after_request(_log_request)


def reference() -> str:
    """A short name of this request, told to the person and written in the log."""
    return str(g.reference) if "reference" in g else "unknown"


def _name_request() -> None:
    g.reference = uuid.uuid4().hex[:10]


def _log_request(response: Response) -> Response:
    if request.path != "/-/health":
        details = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round(clock().total, 1),
        }
        access.info("request", extra={**details, "reference": reference()})
    return response
