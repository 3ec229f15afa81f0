"""How far a long read is: told by what reads, seen by whoever waits."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import RawIOBase
from pathlib import Path

from app.datasets.errors import NoRoomError

logger = logging.getLogger(__name__)

LOGGED_EVERY = 5.0
"""Seconds between two lines of the log about one read."""

ADVICE = "Give it a larger machine, or less of the table; as Parquet it takes less to read."


class Progress:
    """The share of a read that is done, from 0 to 1, and what is being done."""

    def __init__(self, name: str, *, has_room: Callable[[], bool] = lambda: True) -> None:
        """`has_room`: whether the server has memory left for more of it."""
        self.name = name
        self._has_room = has_room
        self.share = 0.0
        self.stage = "waiting"
        self._low, self._high = 0.0, 1.0
        self._told = time.monotonic()

    def stand_at(self, share: float) -> None:
        """Of the stage under way, this share is done. Raises NoRoomError where there is no room for more."""
        if not self._has_room():
            raise NoRoomError(f"{self.name} needs more memory than the server has. {ADVICE}")
        self.share = self._low + (self._high - self._low) * min(1.0, share)
        if time.monotonic() - self._told > LOGGED_EVERY:
            self._told = time.monotonic()
            said = {"dataset": self.name, "stage": self.stage, "percent": round(100 * self.share)}
            logger.info("reading", extra=said)

    @contextmanager
    def stage_of(self, stage: str, low: float, high: float) -> Iterator[None]:
        before = self._low, self._high
        self.stage = stage
        self._low, self._high = (before[0] + (before[1] - before[0]) * end for end in (low, high))
        self.stand_at(0)
        try:
            yield
        finally:
            self.stand_at(1)
            self._low, self._high = before


_current: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """What is read inside tells this progress how far it is."""
    token = _current.set(progress)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def stage(what: str, low: float, high: float) -> Iterator[None]:
    """A part of the read under way, from one share of it to another."""
    progress = _current.get()
    if progress is None:
        yield
    else:
        with progress.stage_of(what, low, high):
            yield


def stand_at(share: float) -> None:
    if progress := _current.get():
        progress.stand_at(share)


class Watched(RawIOBase):
    """A file that tells how much of it has been read. It is read from another thread than that of its progress."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size = max(1, path.stat().st_size)
        self._progress = _current.get()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        if self._progress:
            self._progress.stand_at(self._file.tell() / self._size)
        return block

    def close(self) -> None:
        self._file.close()
        super().close()
