"""What a host asks of a server, its start, limits, crowds and signals: `python -m bench.deploy`."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from bench import crowd, kills, limits, signals, starting
from bench.report import Section
from bench.tables import Tables

USUAL = 1_000_000


def parts() -> list[tuple[ModuleType, tuple[int, ...]]]:
    """As the report takes them: the modules in its order, and the rows that each is measured with."""
    return [(starting, (0,)), (limits, (USUAL,)), (crowd, (0,)), (signals, (0,)), (kills, (kills.USUAL,))]


def sections(tables: Tables) -> Iterator[Section]:
    for part, sizes in parts():
        rows = tuple(row for size in sizes for row in part.measure(tables, size))
        yield Section(part.TITLE, part.TEXT, part.HEAD, rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for section in sections(Tables(Path(folder))):
            sys.stdout.write(f"{section}\n")
            sys.stdout.flush()
