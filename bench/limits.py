"""Servers under a hard limit of memory: `python -m bench.limits 1000000`."""

import asyncio
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.flights import flights
from bench.group import Group, GroupError, Usage, forget, limited, own_libraries
from bench.report import HEAD, Row, alone, line
from bench.server import ROOT, Server, started, wait
from bench.tables import Tables
from bench.visitors import ACCEPTED, FLIGHTS, PENGUINS, WORLD, Visit, asks, visit_all
from bench.wire import Journal, Wire

TITLE = "Limits of memory"
TEXT = """\
The server in a control group with a hard limit, whose share counts pages of files too; it has a copy of its libraries
of its own, for what another process has read already would be charged to that one. Under 256 MB ten visitors load
`/world` or `/penguins` with what it needs, and then change filters, drag, ask for pictures, lists of values and pages
of the table, 2,000 requests without a pause. Under 512 MB a CSV file of a million rows is read, kept and asked 50
times; then the server is started again on what it kept."""
SMALL, LARGE = 256, 512
VISITORS, QUERIES, SECONDS = 10, 2_000, 300.0
AFTER, PATIENCE = 50, 180.0


@dataclass(frozen=True, slots=True)
class Crowded:
    """What ten visitors met."""

    journal: Journal
    usage: Usage
    pss: float


@dataclass(frozen=True, slots=True)
class Opened:
    """Seconds from the start to the first dashboard, what was asked after it, and the group's memory."""

    first: float
    journal: Journal
    usage: Usage
    pss: float


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    tables.folder.mkdir(parents=True, exist_ok=True)
    try:
        yield from _crowded_rows(crowded(tables.folder))
        read, again = opened(tables.folder, rows=rows)
    except GroupError as error:
        yield str(error), "–", "–", "–"
        return
    yield from _opened_rows(f"{LARGE} MB, a CSV file of {rows:,} rows read and kept", read)
    yield from _opened_rows(f"{LARGE} MB, {rows:,} rows started from what was kept", again)


@contextmanager
def limited_server(data: Path, libraries: Path, *, megabytes: int, kept: Path) -> Iterator[tuple[Server, Group]]:
    """Raises GroupError."""
    said = {"PYTHONPATH": str(libraries), "PYTHONDONTWRITEBYTECODE": "1"}
    with limited(megabytes) as group, started(data, kept=kept, said=said, before=group.before) as server:
        yield server, group


def crowded(folder: Path) -> Crowded:
    """Raises GroupError."""
    kept, journal, libraries = folder / "kept-small", Journal(), own_libraries(folder)
    with limited_server(ROOT / "data", libraries, megabytes=SMALL, kept=kept) as (server, group):
        for name in ("world", "penguins"):
            wait(server, f"/{name}")
        visits = [
            Visit(
                WORLD if number % 2 else PENGUINS,
                (server.port,),
                number,
                journal,
                most=QUERIES // VISITORS,
                patience=60,
            )
            for number in range(VISITORS)
        ]
        asyncio.run(visit_all(visits, SECONDS))
        return Crowded(journal, group.usage(), server.pss())


def opened(folder: Path, *, rows: int) -> list[Opened]:
    """A file read for the first time, and a start on what was kept of it. Raises GroupError."""
    kept, data = folder / "kept-large", folder / "large"
    data.mkdir()
    path = data / "flights.csv"
    flights(rows).to_csv(path, index=False)
    os.sync()
    found = []
    for seed in (1, 2):
        libraries = own_libraries(folder)
        forget(path)
        start = time.perf_counter()
        with limited_server(data, libraries, megabytes=LARGE, kept=kept) as (server, group):
            wait(server, "/flights", seconds=PATIENCE, pause=0.05)
            first = time.perf_counter() - start
            journal = asyncio.run(_asked(server.port, seed))
            found.append(Opened(first, journal, group.usage(), server.pss()))
    return found


async def _asked(port: int, seed: int) -> Journal:
    wire = Wire(port, patience=60)
    urls = islice(asks(FLIGHTS, random.Random(seed)), AFTER)
    journal = Journal([await wire.ask(url, headers) for url, headers in [("/flights", ACCEPTED), *urls]])
    wire.close()
    return journal


def _crowded_rows(found: Crowded) -> Iterator[Row]:
    what = f"{SMALL} MB, {VISITORS} visitors"
    yield from _memory_rows(what, found.usage, pss=found.pss, limit=SMALL)
    yield from journal_rows(what, found.journal)


def _opened_rows(what: str, found: Opened) -> Iterator[Row]:
    yield line(f"{what}: to the first dashboard", found.first, "s")
    yield from _memory_rows(what, found.usage, pss=found.pss, limit=LARGE)
    yield from journal_rows(what, found.journal)


def _memory_rows(what: str, usage: Usage, *, pss: float, limit: int) -> Iterator[Row]:
    yield line(f"{what}: processes killed", usage.kills, "kills", most=0)
    note = f"met {usage.failures:,} times; at the end {usage.anonymous:.0f} MB without files, {pss:.0f} MB PSS"
    yield line(f"{what}: peak of memory, with pages of files", usage.peak, "MB", most=limit, note=note)


def journal_rows(what: str, journal: Journal, *, most: float | None = None) -> Iterator[Row]:
    """Failed requests, which there must be none of, and the latencies, whose 95th percentile may have a bound."""
    yield line(f"{what}: failed requests", len(journal.failures), "requests", most=0, note=journal.told())
    note = f"median {journal.percentile(50):.3g} ms"
    yield line(f"{what}: 95th percentile of latencies", journal.percentile(95), "ms", most=most, note=note)


if __name__ == "__main__":
    alone(HEAD, measure)
