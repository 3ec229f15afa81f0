"""One refresh of a dashboard beside pandas and DuckDB on the same data: `python -m bench.refresh 1000000`."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.outputs import Args, check
from bench.report import Row, alone, met, number
from bench.tables import Tables
from bench.with_duckdb import DuckDB
from bench.with_pandas import Pandas, outputs
from bench.with_winnow import Winnow

TITLE = "A refresh"
TEXT = """\
Row count, mean delay, mean delay by carrier, flights a month, a histogram of the fare in 40 bins, the 50 rows of the
highest fare with all columns, and the counts of carrier, cabin and origin. As in a dashboard, what is shown by a column
leaves out that column's own filters: the counts, and the charts by carrier, month and fare. Every answer is compared
with pandas' before it is timed; times are medians in milliseconds of rounds in which all take turns. *Cold*: every
cache of the engine is empty; *neighbour*: the same filters with one other value were answered just before. pandas holds
the frame in memory with categories, and is asked as “this view in pandas” asks it, but for a quicker histogram;
*tuned*: as one asks who counts milliseconds. DuckDB holds the table in memory, uses all cores, and is asked in the
quicker of two ways; *floor*: one pass of one core of numpy over the stored arrays that the answer depends on."""
HEAD: Row = (
    "rows", "query", "cold", "neighbour", "pandas", "tuned pandas", "DuckDB", "floor",
    "cold ÷ pandas", "bound", "cold ÷ DuckDB", "bound", "met",
)  # fmt: skip
ROUNDS, LARGE_ROUNDS = 7, 5
LARGE = 10_000_000
BESIDE_PANDAS = {1_000_000: 0.25, 10_000_000: 0.20}
BESIDE_DUCKDB = 0.7


@dataclass(frozen=True, slots=True)
class Case:
    """`near`: the query that is answered before the one of the column *neighbour*."""

    name: str
    args: Args
    near: Args


CASES = (
    Case("no filter", (), (("carrier", "A"),)),
    Case("a carrier of 20 %", (("carrier", "A"),), (("carrier", "B"),)),
    Case("a carrier of 1 %", (("carrier", "L"),), (("carrier", "K"),)),
    Case("fare ≥ 100", (("fare.min", "100"),), (("fare.min", "110"),)),
    Case("note contains “fog”", (("note.has", "fog"),), (("note.has", "snow"),)),
    Case(
        "carrier, cabin, fare ≥ 100",
        (("cabin", "economy"), ("carrier", "A"), ("fare.min", "100")),
        (("cabin", "economy"), ("carrier", "A"), ("fare.min", "110")),
    ),
)


@dataclass(frozen=True, slots=True)
class Contender:
    """`before` is done before each round's `ask` and not timed."""

    name: str
    ask: Callable[[], object]
    before: Callable[[], object] = lambda: None


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    pandas = Pandas.of(tables.frame(rows))
    duckdb = DuckDB.of(pandas.frame, low=pandas.low, high=pandas.high)
    winnow = Winnow.of(tables.dataset(rows), edges=pandas.edges())
    for case in CASES:
        times = _race(_contenders(case, winnow, pandas, duckdb), LARGE_ROUNDS if rows >= LARGE else ROUNDS)
        yield _row(case, rows, {name: statistics.median(each) for name, each in times.items()})
    duckdb.connection.close()


def _contenders(case: Case, winnow: Winnow, pandas: Pandas, duckdb: DuckDB) -> list[Contender]:
    """All of them, after their answers were compared and whatever is made once was made."""
    reference = outputs(pandas.ask(case.args))

    def after_neighbour() -> None:
        winnow.clear()
        winnow.ask(case.near)

    for before in (winnow.clear, after_neighbour):
        before()
        check(winnow.outputs(winnow.ask(case.args)), reference, who="Winnow")
    for way in (duckdb.one_each, duckdb.sets):
        check(duckdb.outputs(way(case.args)), reference, who="DuckDB")
    arrays = winnow.touched(case.args)
    return [
        Contender("cold", partial(winnow.ask, case.args), winnow.clear),
        Contender("pandas", partial(pandas.ask, case.args)),
        Contender("tuned pandas", partial(pandas.tuned, case.args)),
        Contender("neighbour", partial(winnow.ask, case.args), after_neighbour),
        Contender("DuckDB", partial(_quicker(duckdb, case.args), case.args)),
        Contender("floor", lambda: [np.add.reduce(array) for array in arrays]),
    ]


def _quicker(duckdb: DuckDB, args: Args) -> Callable[[Args], object]:
    ways = (duckdb.one_each, duckdb.sets)
    return min(ways, key=lambda way: min(_seconds(partial(way, args)) for _ in range(2)))


def _race(contenders: list[Contender], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            contender.before()
            times[contender.name].append(_seconds(contender.ask))
    return times


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def _row(case: Case, rows: int, medians: dict[str, float]) -> Row:
    names = ("cold", "neighbour", "pandas", "tuned pandas", "DuckDB", "floor")
    ratios = [medians["cold"] / medians["pandas"], medians["cold"] / medians["DuckDB"]]
    bounds = [BESIDE_PANDAS.get(rows), BESIDE_DUCKDB if rows in BESIDE_PANDAS else None]
    said = [f"≤ {most} ×" if most else "–" for most in bounds]
    return (
        f"{rows:,}",
        case.name,
        *(number(1000 * medians[name]) for name in names),
        f"{ratios[0]:.2f} ×",
        said[0],
        f"{ratios[1]:.2f} ×",
        said[1],
        met(ratios, bounds),
    )


if __name__ == "__main__":
    alone(HEAD, measure)
