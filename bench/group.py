"""A hard limit of memory around a server: a control group of its own, of either version."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil

from bench.server import MB

V1, V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
NUMBERS = count(1)
ENTER = 'echo $$ > "$0" && exec "$@"'


class GroupError(RuntimeError):
    """No group can be made here; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Usage:
    """In MB; `failures`: how often the limit was met, and something had to be given back.

    `anonymous`: what can't be given back, at the time of asking, without pages of files.
    """

    peak: float
    anonymous: float
    failures: int
    kills: int


@dataclass(frozen=True, slots=True)
class Group:
    folder: Path
    version: int

    @property
    def before(self) -> tuple[str, ...]:
        """A command to put before another, which then runs within the group under the same process id."""
        return "/bin/sh", "-c", ENTER, str(self.folder / "cgroup.procs")

    def usage(self) -> Usage:
        if self.version == 1:
            peak, failures = self._number("memory.max_usage_in_bytes"), self._number("memory.failcnt")
            kills = self._counts("memory.oom_control").get("oom_kill", 0)
            return Usage(peak / MB, self._counts("memory.stat")["total_rss"] / MB, failures, kills)
        counts = self._counts("memory.events")
        anonymous = self._counts("memory.stat")["anon"]
        return Usage(self._number("memory.peak") / MB, anonymous / MB, counts.get("max", 0), counts.get("oom_kill", 0))

    def _number(self, name: str) -> int:
        return int((self.folder / name).read_text())

    def _counts(self, name: str) -> dict[str, int]:
        pairs = (line.split() for line in (self.folder / name).read_text().splitlines())
        return {key: int(value) for key, value in pairs}


@contextmanager
def limited(megabytes: int) -> Iterator[Group]:
    """Raises GroupError. Whoever is within must have ended by the end."""
    group = _made(megabytes)
    try:
        yield group
    finally:
        for _ in range(50):
            with suppress(OSError):  # the last process is still being taken down
                group.folder.rmdir()
            if not group.folder.exists():
                break
            time.sleep(0.1)


def _made(megabytes: int) -> Group:
    version = 1 if (V1 / "memory.limit_in_bytes").exists() else 2
    folder = (V1 if version == 1 else V2) / f"winnow-bench-{os.getpid()}-{next(NUMBERS)}"
    limit, swap = ("memory.limit_in_bytes", "") if version == 1 else ("memory.max", "memory.swap.max")
    try:
        folder.mkdir()
    except OSError as error:
        raise GroupError(f"No control group can be made here: {error.strerror}.") from error
    try:
        (folder / limit).write_text(str(megabytes * MB))
        if swap:
            (folder / swap).write_text("0")
        (folder / ("memory.max_usage_in_bytes" if version == 1 else "memory.peak")).read_text()
    except OSError as error:
        folder.rmdir()
        raise GroupError(f"The control group of version {version} can't limit memory: {error.strerror}.") from error
    return Group(folder, version)


LEFT_OUT = ("playwright", "scipy*", "sklearn", "_duckdb*", "duckdb*", "mypy*", "*mypyc*", "bokeh*", "shapely*", "pip")
"""What only the tests and measurements use; the rest is copied."""


def own_libraries(folder: Path) -> Path:
    """A copy of the installed packages: a page that another process has read already is charged to no group but its."""
    source, target = Path(psutil.__file__).parent.parent, folder / "packages"
    if not target.exists():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        os.sync()  # what is not written yet can't be forgotten
    forget(target)
    return target


def forget(path: Path) -> None:
    """Let the kernel drop what it has read of a file, or of the files below a folder."""
    for file in [path] if path.is_file() else filter(Path.is_file, path.rglob("*")):
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
