"""Measure what the README promises, and write it to bench/README.md."""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import psutil

from bench import browser, charts, deploy, drag, load, memory, paging, reading, refresh, start, world
from bench.report import Section
from bench.server import ROOT
from bench.tables import Tables

SMALL, USUAL, LARGE = 100_000, 1_000_000, 10_000_000
PARTS: tuple[tuple[ModuleType, tuple[int, ...]], ...] = (
    (refresh, (SMALL, USUAL, LARGE)),
    (drag, (USUAL, LARGE)),
    (paging, (USUAL, LARGE)),
    (load, (USUAL,)),
    (memory, (USUAL, LARGE)),
    (start, (USUAL,)),
    (browser, (USUAL,)),
    (world, (0,)),
    (charts, (0,)),
    (reading, (USUAL,)),
    *deploy.parts(),
)
"""The modules in the order of the report, and the rows that each is measured with."""
PACKAGES = ("Flask", "gunicorn", "numpy", "numba", "pandas", "pyarrow", "duckdb")
HEAD = """\
# Measurements

Written by `make bench` on {date}: {machine}.
{versions}.

The table is seeded (`bench/flights.py`): flights over five years with 12 carriers, 60 origins and destinations, delays,
fares, ratings, and notes of three to eight words. Servers are gunicorn with one worker. Other work
may run on the machine, so times move from run to run; what is compared took turns within this run.
`python -m bench.<part> <rows>` measures one part alone."""


def head() -> str:
    gigabytes = psutil.virtual_memory().total / (1 << 30)
    machine = f"{os.cpu_count()} cores ({_processor()}), {gigabytes:.0f} GB"
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    return HEAD.format(date=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine, versions=", ".join(versions))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((text.partition(": ")[2] for text in lines if text.startswith("model name")), platform.machine())


def sections(tables: Tables) -> Iterator[Section]:
    for part, sizes in PARTS:
        started = time.monotonic()
        rows = tuple(row for size in sizes for row in part.measure(tables, size))
        sys.stderr.write(f"{part.TITLE}: {time.monotonic() - started:.0f} s\n")
        section = Section(part.TITLE, part.TEXT, part.HEAD, rows)
        sys.stderr.write(f"{section}\n")
        yield section


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = "\n\n".join([head(), *(str(section).rstrip() for section in sections(Tables(Path(folder))))]) + "\n"
    (ROOT / "bench" / "README.md").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
