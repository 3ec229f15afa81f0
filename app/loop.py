"""One event loop a process for all async views: what is async survives between requests."""

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")
WAITING = 64
"""Threads for what views wait for, such as a file that is being read; they are started as they are needed."""


class BackgroundLoop:
    """Started by its first use in a process, so that each forked worker has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pid = 0

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """The coroutine's result, run on the loop with the caller's context variables."""
        loop, context = self._running(), contextvars.copy_context()
        future: asyncio.Future[T] | None = None
        done = threading.Event()

        def start() -> None:
            nonlocal future
            future = loop.create_task(_surviving(coroutine), context=context)
            future.add_done_callback(lambda _: done.set())

        loop.call_soon_threadsafe(start)
        done.wait()
        assert future is not None
        return future.result()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._pid != os.getpid():
                self._loop, self._pid = asyncio.new_event_loop(), os.getpid()
                self._loop.set_default_executor(ThreadPoolExecutor(WAITING, thread_name_prefix="view"))
                threading.Thread(target=self._loop.run_forever, name="winnow-loop", daemon=True).start()
            return self._loop


async def _surviving(coroutine: Coroutine[Any, Any, T]) -> T:
    """The coroutine, but for what would end the loop itself, and with it every later request."""
    try:
        return await coroutine
    except (KeyboardInterrupt, SystemExit) as error:
        raise RuntimeError(f"An async view raised {type(error).__name__}.") from error


def to_sync(loop: BackgroundLoop, function: Callable[..., Coroutine[Any, Any, T]]) -> Callable[..., T]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> T:
        return loop.run(function(*args, **kwargs))

    return call
