"""The built-in example: time of a change, and memory over a thousand of them. `python -m bench.world`."""

import statistics
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.queries import world_queries
from bench.report import HEAD, Row, alone, line
from bench.server import Server, duration, serve
from bench.start import world
from bench.tables import Tables

TITLE = "The built-in example"
TEXT = "`/world` from gunicorn. The engine's caches may grow to 64 MB."


def measure(tables: Tables, rows: int = 0) -> Iterator[Row]:
    for each in (_time, _memory):
        with tempfile.TemporaryDirectory() as folder, serve(world(Path(folder))) as server:
            yield from each(server)


def _time(server: Server) -> Iterator[Row]:
    with server.client() as client:
        times = [duration(client.get(url).headers) for url in islice(world_queries(), 60, 110)]
    yield line("server time of a filter change, median of 50", 1000 * statistics.median(times), "ms", most=10)


def _memory(server: Server) -> Iterator[Row]:
    marks = {}
    with server.client() as client:
        for count, url in enumerate(islice(world_queries(), 1000), start=1):
            client.get(url, {})
            if count in (200, 1000):
                marks[count] = server.pss()
    yield line("memory (PSS, all processes) after 1,000 different queries", marks[1000], "MB", most=200)
    yield line("growth from the 200th to the 1,000th", marks[1000] - marks[200], "MB", most=64)


if __name__ == "__main__":
    alone(HEAD, measure)
