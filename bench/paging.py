"""The first and the last page of the table in every order: `python -m bench.paging 1000000`."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.datasets import Dataset
from app.engine import Count, Engine, Rows
from app.query import Query, Sort
from bench.outputs import SHOWN, Args
from bench.report import HEAD, Row, alone, line, milliseconds
from bench.tables import Tables
from bench.with_pandas import Pandas
from bench.with_winnow import CACHE_BYTES

TITLE = "Pages of the table"
TEXT = """\
50 rows with all columns, the first page and the last, sorted by each column in both directions, unfiltered and under
a carrier of 20 %. *First*: every cache of the engine is empty; *again*: the page beside it in the same order, right
after. Up to a million rows, every page is compared with pandas' stable sort."""
MOST = {1_000_000: 20.0, 10_000_000: 120.0}
QUERIES: tuple[Args, ...] = ((), (("carrier", "A"),))
SECONDS = 40
"""Where the pages take longer, a random part of them is measured."""
COMPARED = 1_000_000


@dataclass(frozen=True, slots=True)
class Case:
    args: Args
    sort: Sort
    last: bool

    @property
    def name(self) -> str:
        where = "the last page" if self.last else "the first page"
        return f"{where} by {self.sort}{', one carrier' if self.args else ''}"

    def rows(self, dataset: Dataset, count: int, *, beside: bool = False) -> Rows:
        """The page, or the one beside it."""
        offset = (count - 1) // SHOWN * SHOWN if self.last else 0
        if beside:
            offset = max(0, offset - SHOWN) if self.last else SHOWN
        return Rows((self.sort,), offset, SHOWN, tuple(dataset.columns))


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    dataset, engine = tables.dataset(rows), Engine(cache_bytes=CACHE_BYTES)
    engine.compiling.prepare(rows)
    if rows <= COMPARED:
        compare(engine, dataset, tables.frame(rows))
    cases = [
        Case(args, Sort(key, down), last)
        for args in QUERIES
        for key in dataset.columns
        for down in (False, True)
        for last in (False, True)
    ]
    random.Random(5).shuffle(cases)
    first, again = _times(engine, dataset, cases)
    some = "" if len(first) == len(cases) else f", {len(first)} of {len(cases)} orders"
    for name, times in (("first", first), ("again", again)):
        worst = max(times, key=times.__getitem__)
        note = f"{worst.name}; median {milliseconds(times.values()):.3g} ms"
        what = f"{rows:,} rows: a page, {name}, the slowest{some}"
        yield line(what, 1000 * times[worst], "ms", most=MOST.get(rows), note=note)


def _times(engine: Engine, dataset: Dataset, cases: list[Case]) -> tuple[dict[Case, float], dict[Case, float]]:
    """Seconds of each page, and of the page beside it; the first case is asked before, so that nothing is compiled."""
    counts = {args: _count(engine, dataset, args) for args in QUERIES}
    first, again = dict[Case, float](), dict[Case, float]()
    _page(engine, dataset, cases[0], cases[0].rows(dataset, counts[cases[0].args]))
    end = time.monotonic() + SECONDS
    for case in cases:
        engine.clear()
        count = counts[case.args]
        first[case] = _page(engine, dataset, case, case.rows(dataset, count))
        again[case] = _page(engine, dataset, case, case.rows(dataset, count, beside=True))
        if time.monotonic() > end:
            break
    return first, again


def _page(engine: Engine, dataset: Dataset, case: Case, rows: Rows) -> float:
    query = Query.parse(case.args, dataset.schema)
    start = time.perf_counter()
    engine.run(dataset, query, [rows])
    return time.perf_counter() - start


def _count(engine: Engine, dataset: Dataset, args: Args) -> int:
    return engine.run(dataset, Query.parse(args, dataset.schema), [Count()])[Count()]


def compare(engine: Engine, dataset: Dataset, frame: pd.DataFrame) -> None:
    """Raises AssertionError for a page whose rows are not pandas', in its order."""
    pandas = Pandas.of(frame)
    for key in dataset.columns:
        for down in (False, True):
            order = frame[[key]].sort_values(key, ascending=not down, kind="stable").index.to_numpy()
            for args in QUERIES:
                kept = order[pandas.keep(args).to_numpy()[order]]
                for last in (False, True):
                    case = Case(args, Sort(key, down), last)
                    rows = case.rows(dataset, len(kept))
                    found = engine.run(dataset, Query.parse(args, dataset.schema), [rows])[rows].rows
                    assert np.array_equal(found, kept[rows.offset :][:SHOWN]), case.name


if __name__ == "__main__":
    alone(HEAD, measure)
