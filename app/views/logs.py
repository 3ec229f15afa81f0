"""Logs are JSON lines on stderr: one a request, and whatever goes wrong."""

import logging
import re
import sys
import uuid

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

from app.views.proxies import OWN, client
from app.views.services import services
from app.views.timing import clock

access = logging.getLogger("app.access")
NAME = r"[\w.:-]{1,64}"
QUERY = ("parse", "summaries")
"""The steps of an answer that are the question's: all else is how it is shown."""


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
    """By the name that a proxy gave it, where one is believed."""
    given = request.headers.get("X-Request-ID", "") if services().settings.proxy_hops else ""
    g.reference = given if re.fullmatch(NAME, given) else uuid.uuid4().hex[:10]


def _log_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = reference()
    if request.path in OWN:
        return response
    steps = clock().steps
    details: dict[str, object] = {
        "request_id": reference(),
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(clock().total, 1),
        "query_ms": round(sum(steps.get(name, 0.0) for name in QUERY), 1),
        "rows": clock().rows,
    }
    if services().settings.log_clients:
        details |= {"client": client(), "query": request.query_string.decode("ascii", "replace")}
    access.info("request", extra=details)
    return response
