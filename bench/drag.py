"""A handle of the fare's range dragged under one other filter: `python -m bench.drag 1000000`."""

import random
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app
from app.application import Winnow as App
from app.datasets import Dataset
from app.engine import plan_facet
from app.query import Query
from app.settings import Settings
from bench.outputs import Args, check
from bench.report import HEAD, Row, alone, line, milliseconds
from bench.server import READING, Server, duration, serve, wait
from bench.tables import Tables
from bench.with_pandas import Pandas, outputs
from bench.with_winnow import Winnow
from components.page import Page
from components.range.range import build_range

TITLE = "A drag"
TEXT = """\
200 steps of both handles of the fare's range under a carrier of 20 %, none of them twice, each to an edge of the bars
that the handle stands at. A *step* is the engine's answer to everything of a refresh but the table; 20 of them are
compared with pandas'. A *request* is the whole dashboard as a fragment; the server's time is the total that it tells in
`Server-Timing`. The first step, which prepares what the others are answered from, is apart."""
STEPS, CHECKED, REACH = 200, 20, 3
OTHER: Args = (("carrier", "A"),)
MOST_STEP, MOST_REQUEST = 0.5, 5
SETTLE = 6
"""Seconds after the first dashboard in which the server compiles, and answers what will be asked first."""
Times = list[float]


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    yield from engine_steps(tables, rows)
    yield from requests(tables, rows)


def engine_steps(tables: Tables, rows: int) -> Iterator[Row]:
    pandas = Pandas.of(tables.frame(rows))
    winnow = Winnow.of(tables.dataset(rows), edges=pandas.edges(), table=False)
    steps = walk(winnow.dataset)
    for args in steps[:3]:
        winnow.ask(args, dragged="fare")
    winnow.clear()
    times, answers = [], []
    for args in steps:
        start = time.perf_counter()
        answers.append(winnow.ask(args, dragged="fare"))
        times.append(time.perf_counter() - start)
    for place in sorted(random.Random(3).sample(range(len(steps)), CHECKED)):
        reference = outputs(pandas.ask(steps[place]))
        check(winnow.outputs(answers[place]), reference, who=f"Winnow, dragged to {steps[place]}")
    yield from _rows(f"{rows:,} rows: a step", times, most=MOST_STEP)


def requests(tables: Tables, rows: int) -> Iterator[Row]:
    """The same steps asked of the app in this process, and of a server."""
    data, kept = tables.data(rows), tables.kept(rows)
    steps = walk(tables.dataset(rows))
    times, walls = _in_process(data, kept, steps)
    yield from _rows(f"{rows:,} rows: a request to the WSGI app, the server's time", times, most=MOST_REQUEST)
    yield from _rows(f"{rows:,} rows: a request to the WSGI app, whole", walls)
    with serve(data, kept=kept) as server:
        times, walls = _over_http(server, steps)
    yield from _rows(f"{rows:,} rows: a request to gunicorn, the server's time", times, most=MOST_REQUEST)
    yield from _rows(f"{rows:,} rows: a request to gunicorn, whole", walls)


def walk(dataset: Dataset) -> list[Args]:
    """The filters after each step of a seeded walk; a place where all around was visited is left by a jump."""
    lows, highs = _stops(dataset)
    chance, last = random.Random(4), len(lows) - 1
    here, seen = (0, last), {(0, last)}
    while len(seen) < STEPS + 2:
        around = [(here[0] + by, here[1]) for by in range(-REACH, REACH + 1)]
        around += [(here[0], here[1] + by) for by in range(-REACH, REACH + 1)]
        free = [(low, high) for low, high in around if 0 <= low < high <= last and (low, high) not in seen]
        here = chance.choice(free) if free else chance.choice([(low, low + 1) for low in range(last)])
        seen.add(here)
    walked = list(dict.fromkeys(seen))
    return [_args(low, high, lows, highs) for low, high in walked if (low, high) != (0, last)]


def _stops(dataset: Dataset) -> tuple[list[str], list[str]]:
    """What the handles write at each edge of the bars, as the range filter says it."""
    plan = plan_facet(dataset.columns["fare"])
    view = build_range(plan.column, None, Page("/flights", Query(), dataset.schema), bins=plan.bins)
    return view.lows.split(" "), view.highs.split(" ")


def _args(low: int, high: int, lows: list[str], highs: list[str]) -> Args:
    """A handle that stands at its end writes nothing."""
    ends = [("fare.max", highs[high])] if high < len(highs) - 1 else []
    ends += [("fare.min", lows[low])] if low else []
    return (*OTHER, *ends)


def _asked(steps: list[Args]) -> Iterator[tuple[str, dict[str, str]]]:
    """The addresses of the steps, each with the headers of a dragged handle on the page before."""
    here = f"/flights?{urlencode(OTHER)}"
    for args in steps:
        url = f"/flights?{urlencode(args)}"
        said = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1{here}", "HX-Drag": "fare"}
        yield url, {**said, "Accept-Encoding": "br"}
        here = url


def _in_process(data: Path, kept: Path, steps: list[Args]) -> tuple[Times, Times]:
    environ = {"WINNOW_DATA_DIR": str(data), "WINNOW_CACHE_DIR": str(kept), "WINNOW_LOG_LEVEL": "ERROR"}
    app = create_app(Settings.read(environ))
    while (status := _call(app, f"/flights?{urlencode(OTHER)}", {})[0]) == READING:
        time.sleep(0.1)
    assert status == 200, status
    time.sleep(SETTLE)
    times, walls = [], []
    for url, headers in _asked(steps):
        status, told, seconds = _call(app, url, headers)
        assert status == 200, url
        times.append(duration(told))
        walls.append(seconds)
    return times, walls


def _call(app: App, url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], float]:
    """The status, the headers, and the seconds that the app took, without those of a test client."""
    path, _, query = url.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers=list(headers.items())).get_environ()
    start = time.perf_counter()
    _, status, told = run_wsgi_app(app, environ, buffered=True)
    return int(status[:3]), dict(told), time.perf_counter() - start


def _over_http(server: Server, steps: list[Args]) -> tuple[Times, Times]:
    wait(server, f"/flights?{urlencode(OTHER)}")
    time.sleep(SETTLE)
    with server.client() as client:
        replies = [client.get(url, headers) for url, headers in _asked(steps)]
    return [duration(reply.headers) for reply in replies], [reply.seconds for reply in replies]


def _rows(what: str, times: Times, *, most: float | None = None) -> Iterator[Row]:
    first, rest = times[0], times[1:]
    note = f"95th percentile {milliseconds(rest, 95):.3g} ms, the first {milliseconds([first]):.3g} ms"
    yield line(f"{what}, median of {len(rest)}", milliseconds(rest), "ms", most=most, note=note)


if __name__ == "__main__":
    alone(HEAD, measure)
