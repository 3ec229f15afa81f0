"""Several clients at a time: `python -m bench.load 1000000`."""

import threading
import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench.queries import flight_queries
from bench.report import Row, alone, milliseconds
from bench.server import Server, serve, wait
from bench.tables import Tables

TITLE = "Load"
TEXT = """\
Changes of filters asked of gunicorn over kept connections, for a few seconds each; the clients run on the same machine.
*New*: no query is ever asked twice; *repeated*: ten queries, asked over and over. Latencies are whole, in
milliseconds; memory is the server's (PSS, all processes) in megabytes after that. With a million rows and eight
clients, Shiny, Dash, Panel and Streamlit answered 6–18 changes a second and held 380–1,190 MB."""
HEAD: Row = ("rows", "queries", "connections", "requests a second", "median", "95th percentile", "memory")
CONNECTIONS = (1, 8, 32)
SECONDS = 4.0
REPEATED = 10


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    new = flight_queries()
    few = list(islice(new, REPEATED))
    with serve(tables.data(rows), kept=tables.kept(rows)) as server:
        wait(server, "/flights")
        with server.client() as client:
            for url in few:
                client.get(url)
        for kind, asked in (("new", new), ("repeated", cycle(few))):
            for connections in CONNECTIONS:
                latencies = _load(server, asked, connections)
                yield f"{rows:,}", kind, str(connections), *_figures(latencies), f"{server.pss():.0f}"


def _figures(latencies: list[float]) -> Row:
    return f"{len(latencies) / SECONDS:.0f}", *(f"{milliseconds(latencies, percent):.3g}" for percent in (50, 95))


def _load(server: Server, urls: Iterator[str], connections: int) -> list[float]:
    """Seconds of each request that was answered within the time."""
    lock, stop, latencies = threading.Lock(), time.perf_counter() + SECONDS, list[float]()

    def work() -> None:
        with server.client() as client:
            while time.perf_counter() < stop:
                with lock:
                    url = next(urls)
                reply = client.get(url)
                if time.perf_counter() < stop:
                    latencies.append(reply.seconds)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies


if __name__ == "__main__":
    alone(HEAD, measure)
