"""How long a clean file takes to read beside pandas, and how much memory: `python -m bench.reading 1000000`."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from app.datasets.build import build
from app.datasets.store import Store
from bench.report import HEAD, Row, alone, line
from bench.tables import Tables

TITLE = "Reading"
TEXT = """\
A clean CSV file of a million rows: the first read beside `pandas.read_csv` with Arrow's engine, in turns; opened again
after a restart; and the peak of memory above what was there before."""
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
texts = lambda c: c.values.nbytes if c.values.dtype.kind == "M" else sum(map(len, c.values))
sizes = [c.codes.nbytes + texts(c) if isinstance(c, Coded) else c.values.nbytes for c in dataset.cells.values()]
print((peak - before) / 2**20, sum(sizes) / 2**20)
"""
"""Run in a process of its own, so that nothing read before is counted."""


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    path = tables.data(rows) / "flights.csv"
    tables.frame(rows).to_csv(path, index=False)
    try:
        yield from _rows(path, rows)
    finally:
        path.unlink()


def _rows(path: Path, rows: int) -> Iterator[Row]:
    pairs = [(_seconds(lambda: _with_pandas(path)), _seconds(lambda: _read(path))) for _ in range(RUNS)]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    theirs, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    note = f"{ours:.2f} s, pandas {theirs:.2f} s"
    yield line(f"{rows:,} rows: first read, beside pandas", ratio, "×", most=2, note=note)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), budget=1 << 30)
        first = _seconds(lambda: _read(path, store))
        again = statistics.median(_seconds(lambda: _read(path, store)) for _ in range(RUNS))
    note = f"{again * 1000:.0f} ms"
    yield line(f"{rows:,} rows: opened again, beside the first read", again / first, "×", most=0.1, note=note)
    said = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True).stdout
    peak, cells = map(float, said.split())
    note = f"{peak:.0f} MB for {cells:.0f} MB of cells"
    yield line(f"{rows:,} rows: peak of memory beside the cells", peak / cells, "×", most=3, note=note)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _with_pandas(path: Path) -> object:
    return pd.read_csv(path, engine="pyarrow")


def _read(path: Path, store: Store | None = None) -> object:
    return build("flights", path, version="1", store=store)


if __name__ == "__main__":
    alone(HEAD, measure)
