"""Which kernels are used: numpy's, until a large dataset is asked for and the compiled ones are ready."""

import logging
import os
import threading
import time

from app.engine.kernels.kernels import Kernels
from app.engine.kernels.with_numpy import NumpyKernels

logger = logging.getLogger(__name__)

LARGE = 300_000
"""From how many rows on compiled loops are worth their memory: below, numpy answers in a few milliseconds."""


class Compiling:
    """Compiles in the background, once a process; meanwhile, and where numba is not installed, numpy does the work."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted
        self._plain: Kernels = NumpyKernels()
        self._compiled: Kernels | None = None
        self._thread: threading.Thread | None = None
        self._process = 0
        self._lock = threading.Lock()

    def kernels(self, rows: int) -> Kernels:
        if rows < LARGE or not self._wanted:
            return self._plain
        if self._compiled is None:
            self._start()
        return self._compiled or self._plain

    def prepare(self, rows: int) -> None:
        """Wait until whatever a dataset of so many rows is to be answered with is ready."""
        if rows >= LARGE and self._wanted:
            self._start().join()

    def _start(self) -> threading.Thread:
        with self._lock:
            if self._thread is None or self._process != os.getpid():
                self._process = os.getpid()
                self._thread = threading.Thread(target=self._compile, name="compile", daemon=True)
                self._thread.start()
            return self._thread

    def _compile(self) -> None:
        started = time.monotonic()
        try:
            from app.engine.kernels.with_numba import NumbaKernels, warm  # noqa: PLC0415  # 54 MB that few need
        except ImportError:
            logger.warning("numba is not installed; large datasets are answered by numpy")
            return
        except Exception:
            logger.exception("loops can't be compiled; large datasets are answered by numpy")
            return
        kernels = NumbaKernels()
        warm(kernels)
        self._compiled = kernels
        logger.info("compiled loops are ready", extra={"seconds": round(time.monotonic() - started, 2)})
