"""Where a request's time goes: the `Server-Timing` header, and the total on the page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g


class Clock:
    """Steps of the current request in milliseconds; written out, it is the time passed so far."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.steps: dict[str, float] = {}
        self.rows: int | None = None
        """How many rows the answer is about, once that is known."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.steps[name] = self.steps.get(name, 0.0) + 1000 * (time.perf_counter() - start)

    @property
    def total(self) -> float:
        return 1000 * (time.perf_counter() - self._start)

    def __str__(self) -> str:
        return f"{self.total:.1f}\u202fms"


def clock() -> Clock:
    if "clock" not in g:
        g.clock = Clock()
    return g.clock  # type: ignore[no-any-return]  # flask.g holds anything


def init_app(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_write_header)


def _start() -> None:
    clock()


def _write_header(response: Response) -> Response:
    steps = [*clock().steps.items(), ("total", clock().total)]
    response.headers["Server-Timing"] = ", ".join(f"{name};dur={duration:.2f}" for name, duration in steps)
    return response
