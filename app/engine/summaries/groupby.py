"""Measures by dimensions: what charts and key figures show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.datasets import Measured
from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.partition import Keep, Partition
from app.engine.summaries.prefix import between, prefix
from app.query import Field

DENSE = 1 << 20
"""Up to how many pairs of a group and a value each is ticked off; beyond, those that occur are listed."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """A cell for each combination of the dimensions' values, in the shape of `counts`.

    `counts` are rows; `measures[field]` is NaN where a group has no cell to measure.
    """

    values: tuple[Array, ...]
    counts: Array
    measures: Mapping[Field, Array]

    @property
    def nbytes(self) -> int:
        return int(self.counts.nbytes * (1 + len(self.measures)))


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Arrays over the groups, by column: how many values are present, their sum, least, greatest.

    `seen` are the pairs of a group and a code that occur, group × distinct + code, ascending.
    """

    values: tuple[Array, ...]
    counts: Array
    present: Mapping[str, Array]
    sums: Mapping[str, Array]
    lows: Mapping[str, Array]
    highs: Mapping[str, Array]
    seen: Mapping[str, Array]
    distinct: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GroupBy:
    """Rows with a missing dimension are in no group. No dimension: one group of all kept rows.

    With a median among the measures it is answered in steps (`Medians`), of which it is itself the first without them.
    """

    dimensions: tuple[Dimension, ...]
    measures: tuple[Field, ...]
    without: tuple[str, ...] = ()

    @property
    def medians(self) -> tuple[Field, ...]:
        return tuple(field for field in self.measures if field.function == "median")

    @np.errstate(invalid="ignore", over="ignore")
    def partial(self, part: Partition, keep: Keep) -> State:
        places, cells, kernels = part.places(self.dimensions, keep), part.size(self.dimensions), part.kernels
        present, sums, lows, highs = {}, {}, {}, {}
        for key in self._columns("sum", "mean"):
            present[key], sums[key] = kernels.sums(places, keep.rows, _numbers(part, key), cells)
        for key in self._columns("min", "max"):
            lows[key], highs[key] = kernels.ends(places, keep.rows, _numbers(part, key), cells)
        fields = [Field(key) for key in self._columns("distinct")]
        return State(
            tuple(part.groups(dimension).values for dimension in self.dimensions),
            part.tally(self.dimensions, keep)[:-1] if self.dimensions else np.array([keep.count]),
            present,
            sums,
            lows,
            highs,
            {field.column: _seen(part, keep, field, places=places, cells=cells) for field in fields},
            {field.column: part.size((field,)) for field in fields},
        )

    @np.errstate(invalid="ignore", over="ignore")
    def merge(self, a: State, b: State) -> State:
        return State(
            a.values,
            a.counts + b.counts,
            {key: a.present[key] + b.present[key] for key in a.present},
            {key: a.sums[key] + b.sums[key] for key in a.sums},
            {key: np.minimum(a.lows[key], b.lows[key]) for key in a.lows},
            {key: np.maximum(a.highs[key], b.highs[key]) for key in a.highs},
            {key: _union(a.seen[key], b.seen[key]) for key in a.seen},
            a.distinct,
        )

    def finish(self, state: State) -> Groups:
        shape = tuple(len(values) for values in state.values)
        measures = {field: self._measure(field, state).reshape(shape) for field in self.measures}
        return Groups(state.values, state.counts.reshape(shape), measures)

    def stretches(self, part: Partition, keep: Keep, axis: Dimension) -> State:
        state = replace(self, dimensions=(axis, *self.dimensions)).partial(part, keep)
        size = len(state.values[0])

        def rows(arrays: Mapping[str, Array]) -> dict[str, Array]:
            return {key: array.reshape(size, -1) for key, array in arrays.items()}

        return replace(
            state,
            values=state.values[1:],
            counts=state.counts.reshape(size, -1),
            present=rows(state.present),
            sums=rows(state.sums),
            lows=rows(state.lows),
            highs=rows(state.highs),
        )

    def stack(self, state: State) -> State:
        present = {key: prefix(counts) for key, counts in state.present.items()}
        return replace(state, counts=prefix(state.counts), present=present)

    @np.errstate(invalid="ignore", over="ignore")
    def join(self, stacked: State, first: int, last: int) -> State:
        """Floats are added up anew: the difference of two prefix sums would not be the sum to the last digit."""
        cells = stacked.counts.shape[1]
        return State(
            stacked.values,
            between(stacked.counts, first, last),
            {key: between(sums, first, last) for key, sums in stacked.present.items()},
            {key: sums[first:last].sum(axis=0) for key, sums in stacked.sums.items()},
            {key: lows[first:last].min(axis=0, initial=np.inf) for key, lows in stacked.lows.items()},
            {key: highs[first:last].max(axis=0, initial=-np.inf) for key, highs in stacked.highs.items()},
            {
                key: _seen_between(pairs, first, last, width=cells * stacked.distinct[key])
                for key, pairs in stacked.seen.items()
            },
            stacked.distinct,
        )

    def _columns(self, *functions: str) -> list[str]:
        return list(dict.fromkeys(field.column for field in self.measures if field.function in functions))

    def _measure(self, field: Field, state: State) -> Array:
        key = field.column
        if field.function == "count":
            return state.counts.astype(np.float64)
        if field.function == "distinct":
            cells = state.seen[key] // max(1, state.distinct[key])
            return np.bincount(cells, minlength=len(state.counts)).astype(np.float64)
        if field.function in ("min", "max"):
            some = state.lows[key] <= state.highs[key]
            return np.where(some, (state.lows if field.function == "min" else state.highs)[key], np.nan)
        some = state.present[key] > 0
        if field.function == "sum":
            return np.where(some, state.sums[key], np.nan)
        with np.errstate(invalid="ignore"):
            means: Array = np.divide(state.sums[key], state.present[key], out=np.full(len(some), np.nan), where=some)
        return means


def _numbers(part: Partition, key: str) -> Array:
    cells = part.cells(key)
    assert isinstance(cells, Measured)
    return cells.values


def _seen(part: Partition, keep: Keep, field: Field, *, places: Array | None, cells: int) -> Array:
    codes, distinct, kernels = part.codes(field, keep), part.size((field,)), part.kernels
    if places is None:
        return np.flatnonzero(kernels.tally(codes, keep.rows, distinct)[:-1])
    if cells * distinct <= DENSE:
        pairs = kernels.cross(places, codes, distinct, rows=keep.rows)
        return np.flatnonzero(kernels.tally(pairs, keep.rows, cells * distinct)[:-1])
    groups, values = keep.of(places).astype(np.int64), keep.of(codes)
    some = (groups >= 0) & (values >= 0)
    return np.unique(groups[some] * distinct + values[some])


def _union(a: Array, b: Array) -> Array:
    return a if len(a) == len(b) and np.array_equal(a, b) else np.union1d(a, b)


def _seen_between(pairs: Array, first: int, last: int, *, width: int) -> Array:
    start, stop = np.searchsorted(pairs, [first * width, last * width])
    within = pairs[start:stop] % max(1, width)
    if width > DENSE:
        return np.unique(within)
    ticked = np.zeros(width, dtype=bool)
    ticked[within] = True
    return np.flatnonzero(ticked)
