"""Memory of a table in a process that serves it: `python -m bench.memory 1000000`."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.report import HEAD, Row, alone, line
from bench.server import MB, ROOT
from bench.tables import Tables

TITLE = "Memory"
TEXT = """\
Each in a fresh process. The *columns* are one array each, of codes or numbers, mapped from the store; the texts of a
coded column are not counted among them. What is resident *above* them is all else that the process holds, beside the
same process before it opened the table, with the compiled loops; *several* dashboards fill the engine's caches. Part of
it does not depend on the rows, such as what each thread keeps for the codes of a block: the last of these rows tells
what each row beyond 100,000 adds."""
SMALL = 100_000
MOST = 25.0
"""Percent of the columns."""


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        first = _inside("load", tables.data(rows), Path(folder))
    again = _inside("load", tables.data(rows), tables.kept(rows))
    columns = first["columns"]
    yield line(f"{rows:,} rows: the columns, a row", columns / rows, "bytes", note=f"{columns / MB:.0f} MB")
    yield from _above(tables, rows, columns)
    for what, peak in (("the Parquet file", first["peak"]), ("what was kept", again["peak"])):
        note = f"{peak / columns:.2f} × the columns"
        yield line(f"{rows:,} rows: peak of memory while reading {what}", peak / MB, "MB", note=note)


def _above(tables: Tables, rows: int, columns: float) -> Iterator[Row]:
    held, small = (_inside("dashboards", tables.data(size), tables.kept(size)) for size in (rows, SMALL))
    yield line("the compiled loops, in each process", (held["idle"] - held["bare"]) / MB, "MB")
    for what, key, most in (("one dashboard", "once", MOST), ("several", "several", None)):
        above = held[key] - held["idle"]
        note = f"{above / rows:.3g} bytes a row, {above / MB:.0f} MB"
        name = f"{rows:,} rows: resident above the columns after {what}"
        yield line(name, 100 * above / columns, "%", most=most, note=note)
    if rows > SMALL:
        added = (held["once"] - small["once"]) / (rows - SMALL)
        name = f"{rows:,} rows: the same after one, for each row beyond {SMALL:,}"
        yield line(name, 100 * added * rows / columns, "%", note=f"{added:.3g} bytes a row")


def _inside(what: str, data: Path, kept: Path) -> Mapping[str, float]:
    command = [sys.executable, "-m", "bench.inside", what, str(data), str(kept)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name: float(value) for name, value in json.loads(said).items()}


if __name__ == "__main__":
    alone(HEAD, measure)
