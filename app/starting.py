"""The door of a server: it answers from the first moment, while pandas and the application are being imported."""

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.application import Winnow

logger = logging.getLogger(__name__)

PATIENCE = 60
"""Seconds that a request waits for the application."""
FAILED = 3
"""What gunicorn takes for a worker that can't begin, and does not start again."""
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Door:
    """A WSGI application that stands for another, which is built in a thread."""

    def __init__(self, build: "Callable[[], Wsgi]") -> None:
        self._build = build
        self._built: Future[Wsgi] = Future()

    def open(self, *, then: Callable[[Any], None] = lambda _: None) -> threading.Thread:
        """Begin to build; `then` gets the application, in the same thread, once requests are answered by it."""
        thread = threading.Thread(target=self._run, args=(then,), name="starting", daemon=True)
        thread.start()
        return thread

    def _run(self, then: Callable[[Any], None]) -> None:
        try:
            application = self._build()
        except BaseException:
            logger.exception("the application can't be built")
            os._exit(FAILED)
        self._built.set_result(application)
        then(application)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._built.done():
            if environ["PATH_INFO"].endswith("/-/health"):
                return _say(start_response, "200 OK", "ok\nstarting\n")
            if environ["PATH_INFO"].endswith("/-/ready"):
                return _say(start_response, "503 Service Unavailable", "starting\n")
        try:
            application = self._built.result(timeout=PATIENCE)
        except TimeoutError:
            return _say(start_response, "503 Service Unavailable", "The server is still starting. Try again soon.\n")
        return application(environ, start_response)


def _say(start_response: Callable[..., Any], status: str, text: str) -> list[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
    start_response(status, [*headers, ("Content-Length", str(len(text.encode()))), ("Retry-After", "1")])
    return [text.encode()]


def _build() -> "Winnow":
    from app import create_app  # noqa: PLC0415  # the door is open before

    return create_app()


def warm_up(application: "Winnow") -> None:
    """Open the datasets beside the first requests; what is loaded by now is never garbage."""
    gc.freeze()
    application.extensions["winnow"].catalog.open_all()


door = Door(_build)
