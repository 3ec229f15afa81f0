"""From the command that starts a server to its first dashboard: `python -m bench.start 1000000`."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import HEAD, Row, alone, line
from bench.server import ROOT, started, wait
from bench.tables import Tables

TITLE = "Start"
TEXT = "From the command that starts gunicorn to the first dashboard that is answered, median of five, in turns."
RUNS = 5


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    large, kept = tables.data(rows), tables.kept(rows)
    with tempfile.TemporaryDirectory() as folder:
        small = world(Path(folder))
        _seconds(small, "/world", None)
        pairs = [(_seconds(large, "/flights", kept), _seconds(small, "/world", None)) for _ in range(RUNS)]
    ours, least = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield line(f"{rows:,} rows, kept as read by a run before", ours, "s")
    yield line("the built-in example only", least, "s")


def world(folder: Path) -> Path:
    """A data folder with the built-in example only."""
    for path in (ROOT / "data").glob("world.*"):
        shutil.copy(path, folder)
    return folder


def _seconds(data: Path, url: str, kept: Path | None) -> float:
    start = time.perf_counter()
    with started(data, kept=kept) as server:
        wait(server, url)
        return time.perf_counter() - start


if __name__ == "__main__":
    alone(HEAD, measure)
