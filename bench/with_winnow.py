"""The refresh as a dashboard of Winnow asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.datasets import Coded, Dataset
from app.engine import Answers, Asked, Count, Engine, Facet, GroupBy, Groups, Histogram, Rows, RowsAnswer, Tally
from app.query import COUNT, Bins, Field, Query, Sort
from bench.outputs import FACETS, SHOWN, Args, Outputs, cells, split

CACHE_BYTES = 64 << 20
DELAY = Field("delay", "mean")
MONTH = Field("date", "month")
BY_CARRIER = GroupBy((Field("carrier"),), (DELAY,), ("carrier",))
BY_MONTH = GroupBy((MONTH,), (COUNT,), ("date",))
WHOLE = GroupBy((), (DELAY,))
TOUCHED = ("date", "carrier", "cabin", "origin", "delay", "fare")
"""The columns that every refresh reads; its filters may read others."""


@dataclass(frozen=True, slots=True)
class Winnow:
    """`rows` is None where the table is not asked for."""

    engine: Engine
    dataset: Dataset
    histogram: Histogram
    rows: Rows | None

    @classmethod
    def of(cls, dataset: Dataset, *, edges: tuple[float, ...], table: bool = True) -> "Winnow":
        rows = Rows((Sort("fare", descending=True),), 0, SHOWN, tuple(dataset.columns)) if table else None
        engine = Engine(cache_bytes=CACHE_BYTES)
        engine.compiling.prepare(dataset.rows)
        return cls(engine, dataset, Histogram(Bins("fare", edges), without=("fare",)), rows)

    def ask(self, args: Args, *, dragged: str = "") -> Answers:
        facets = [Facet(column) for column in FACETS]
        table = [self.rows] if self.rows else []
        wanted: list[Asked] = [Count(), WHOLE, BY_CARRIER, BY_MONTH, self.histogram, *facets, *table]
        query = Query.parse(args, self.dataset.schema)
        return self.engine.run(self.dataset, query, wanted, dragged=dragged)

    def clear(self) -> None:
        """Empty every cache of the engine."""
        self.engine.clear()

    def outputs(self, answers: Answers) -> Outputs:
        carriers, months = answers[BY_CARRIER], answers[BY_MONTH]
        return Outputs(
            count=answers[Count()],
            mean_delay=float(answers[WHOLE].measures[DELAY].reshape(-1)[0]),
            delays={carrier: delay for carrier, delay in _measured(carriers) if delay == delay},
            months=_counts(np.datetime_as_string(months.values[0], unit="M"), months.counts),
            bins=tuple(answers[self.histogram].counts.tolist()),
            facets={column: _tallied(answers[Facet(column)]) for column in FACETS},
            rows=_rows(answers[self.rows]) if self.rows else None,
        )

    def touched(self, args: Args) -> list[np.ndarray]:
        """The stored arrays that a refresh has to read, as machine words: what a single pass over them costs."""
        keys = dict.fromkeys([*TOUCHED, *(split(parameter)[0] for parameter, _ in args)])
        return [_words(stored(self.dataset, key)) for key in keys]


def stored(dataset: Dataset, key: str) -> np.ndarray:
    """The one array that a column keeps for each row."""
    column = dataset.cells[key]
    return column.codes if isinstance(column, Coded) else column.values


def _words(values: np.ndarray) -> np.ndarray:
    return values.view(np.uint8)[: values.nbytes // 8 * 8].view(np.int64)


def _measured(groups: Groups) -> Iterable[tuple[str, float]]:
    return zip(groups.values[0].tolist(), groups.measures[DELAY].tolist(), strict=True)


def _tallied(tally: Tally) -> dict[str, int]:
    return _counts(tally.values, tally.counts)


def _counts(values: np.ndarray, counts: np.ndarray) -> dict[str, int]:
    return {str(value): count for value, count in zip(values.tolist(), counts.tolist(), strict=True) if count}


def _rows(answer: RowsAnswer) -> tuple[dict[str, Any], ...]:
    columns = list(answer.cells)
    return tuple(cells(columns, row) for row in zip(*answer.cells.values(), strict=True))
