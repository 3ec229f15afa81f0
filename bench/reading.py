"""How long a clean file of a million rows takes to read, beside pandas in the same run, and how much memory."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from app.datasets.build import build
from app.datasets.store import Store
from bench.flights import flights

Row = tuple[str, str, str]
RUNS = 5
PEAK = """
import sys, threading, time
from pathlib import Path
import psutil
from app.datasets.build import build
from app.datasets.column import Coded
process = psutil.Process()
before = peak = process.memory_info().rss
done = threading.Event()
def watch():
    global peak
    while not done.wait(0.003):
        peak = max(peak, process.memory_info().rss)
thread = threading.Thread(target=watch)
thread.start()
dataset = build("flights", Path(sys.argv[1]), version="1")
done.set()
thread.join()
sizes = [c.codes.nbytes + sum(map(len, c.values)) if isinstance(c, Coded) else c.values.nbytes
         for c in dataset.cells.values()]
print((peak - before) / 2**20, sum(sizes) / 2**20)
"""
"""Run in a process of its own, so that nothing read before is counted."""


def reading(folder: Path, *, rows: int = 1_000_000) -> Iterator[Row]:
    path = folder / "flights.csv"
    flights(rows).to_csv(path, index=False)
    pairs = [
        (_seconds(lambda: pd.read_csv(path, engine="pyarrow")), _seconds(lambda: _read(path))) for _ in range(RUNS)
    ]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    theirs, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    measured = f"{ratio:.1f} × ({ours:.2f} s, pandas {theirs:.2f} s)"
    yield "1 M rows of clean CSV: first read, beside pandas.read_csv with pyarrow's engine", measured, "≤ 2 ×"
    store = Store(folder / "kept", budget=1 << 30)
    first = _seconds(lambda: _read(path, store))
    again = statistics.median(_seconds(lambda: _read(path, store)) for _ in range(RUNS))
    measured = f"{again / first:.2f} × ({again * 1000:.0f} ms)"
    yield "1 M rows of CSV: opened again after a restart, beside the first read", measured, "< 0.1 ×"
    command = [sys.executable, "-c", PEAK, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    peak, frame = map(float, said.split())
    measured = f"{peak:.0f} MB for {frame:.0f} MB of cells"
    yield "1 M rows of CSV: peak of memory while reading", measured, "≤ 3 × the cells and a constant"
    path.unlink()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _with_pandas(path: Path) -> object:
    return pd.read_csv(path, engine="pyarrow")


def _read(path: Path, store: Store | None = None) -> object:
    return build("flights", path, version="1", store=store)
