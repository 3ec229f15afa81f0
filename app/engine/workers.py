"""Threads that share the work of one pass: as many as there are cores."""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


class Workers:
    """Started at the first use in a process, so that each forked worker process has its own."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or len(os.sched_getaffinity(0))
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0
        self._lock = threading.Lock()

    def map(self, function: Callable[[S], T], items: Iterable[S], *, alone: bool = False) -> list[T]:
        """The results in the order of the items; the first failure is raised when all are done.

        `alone`: one item is worth a thread too, since only these threads keep memory for the kernels.
        """
        work = list(items)
        if (self.count == 1 or len(work) < 2) and not alone:
            return [function(item) for item in work]
        with self._lock:
            if self._pool is None or self._process != os.getpid():
                self._process = os.getpid()
                self._pool = ThreadPoolExecutor(self.count, thread_name_prefix="engine")
            pool = self._pool
        futures = [pool.submit(function, item) for item in work]
        wait(futures)
        return [future.result() for future in futures]
