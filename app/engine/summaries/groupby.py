"""Measures by dimensions: what charts and key figures show."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.datasets import Measured
from app.datasets.column import Array
from app.engine.dimension import Codes, Dimension
from app.engine.partition import Keep, Partition
from app.engine.summaries.tally import count_codes
from app.query import Field


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
    """Arrays over the groups, by column: how many values are present, their sum, least, greatest, distinct codes."""

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
    """Rows with a missing dimension are in no group. No dimension: one group of all kept rows."""

    dimensions: tuple[Dimension, ...]
    measures: tuple[Field, ...]
    without: str = ""

    @np.errstate(invalid="ignore", over="ignore")
    def partial(self, part: Partition, keep: Keep) -> State:
        found = [part.codes(dimension) for dimension in self.dimensions]
        cells = int(np.prod([len(codes.values) for codes in found], dtype=np.int64))
        places, inside = _places(found, keep)
        sums, lows, highs, present, seen = {}, {}, {}, {}, {}
        for key in self._columns("sum", "mean", "min", "max"):
            values, where = _present(part, key, keep, inside, places)
            present[key] = _count(values, where, cells)
            if key in self._columns("sum", "mean"):
                sums[key] = _sum(values, where, cells)
            if key in self._columns("min"):
                lows[key] = _fold(np.minimum, values, where, start=np.full(cells, np.inf))
            if key in self._columns("max"):
                highs[key] = _fold(np.maximum, values, where, start=np.full(cells, -np.inf))
        for key in self._columns("distinct"):
            seen[key] = _seen(part.codes(Field(key)), keep, inside, places=places, cells=cells)
        counts = np.array([keep.count]) if places is None else np.bincount(places, minlength=cells)
        distinct = {key: len(part.codes(Field(key)).values) for key in seen}
        return State(tuple(codes.values for codes in found), counts, present, sums, lows, highs, seen, distinct)

    @np.errstate(invalid="ignore", over="ignore")
    def merge(self, a: State, b: State) -> State:
        return State(
            a.values,
            a.counts + b.counts,
            {key: a.present[key] + b.present[key] for key in a.present},
            {key: a.sums[key] + b.sums[key] for key in a.sums},
            {key: np.minimum(a.lows[key], b.lows[key]) for key in a.lows},
            {key: np.maximum(a.highs[key], b.highs[key]) for key in a.highs},
            {key: np.union1d(a.seen[key], b.seen[key]) for key in a.seen},
            a.distinct,
        )

    def finish(self, state: State) -> Groups:
        shape = tuple(len(values) for values in state.values)
        measures = {field: self._measure(field, state).reshape(shape) for field in self.measures}
        return Groups(state.values, state.counts.reshape(shape), measures)

    def _columns(self, *functions: str) -> list[str]:
        return list(dict.fromkeys(field.column for field in self.measures if field.function in functions))

    def _measure(self, field: Field, state: State) -> Array:
        key = field.column
        if field.function == "count":
            return state.counts.astype(np.float64)
        if field.function == "distinct":
            cells = state.seen[key] // max(1, state.distinct[key])
            return np.bincount(cells, minlength=len(state.counts)).astype(np.float64)
        some = state.present[key] > 0
        if field.function == "mean":
            with np.errstate(invalid="ignore"):
                return np.asarray(
                    np.divide(state.sums[key], state.present[key], out=np.full(len(some), np.nan), where=some)
                )
        values = {"sum": state.sums, "min": state.lows, "max": state.highs}[field.function][key]
        return np.where(some, values, np.nan)


def _places(found: list[Codes], keep: Keep) -> tuple[Array | None, Array | None]:
    """For each kept row that is in a group, its cell (None: there is one cell); and which of the kept rows those are.

    The second is None for all of them.
    """
    if not found:
        return None, None
    places = keep.of(found[0].codes).astype(np.intp)
    outside = places < 0
    for codes in found[1:]:
        more = keep.of(codes.codes).astype(np.intp)
        outside |= more < 0
        places *= len(codes.values)
        places += more
    if not outside.any():
        return places, None
    return places[~outside], ~outside


def _present(
    part: Partition, key: str, keep: Keep, inside: Array | None, places: Array | None
) -> tuple[Array, Array | None]:
    """The present values of a numeric column in the kept rows, and the cells they belong to."""
    cells = part.cells(key)
    assert isinstance(cells, Measured)
    values = keep.of(cells.values)
    values = values if inside is None else values[inside]
    if values.dtype.kind != "f":
        return values, places
    present = ~np.isnan(values)
    if present.all():
        return values, places
    return values[present], None if places is None else places[present]


def _count(values: Array, where: Array | None, cells: int) -> Array:
    return np.array([len(values)]) if where is None else np.bincount(where, minlength=cells)


def _sum(values: Array, where: Array | None, cells: int) -> Array:
    if where is None:
        return np.array([values.sum(dtype=np.float64)])
    return np.bincount(where, weights=values, minlength=cells)


def _fold(function: np.ufunc, values: Array, where: Array | None, *, start: Array) -> Array:
    if where is None:
        return np.asarray(function.reduce(values, initial=start[0], keepdims=True, dtype=np.float64))
    function.at(start, where, values)
    return start


def _seen(codes: Codes, keep: Keep, inside: Array | None, *, places: Array | None, cells: int) -> Array:
    """Which distinct values occur in which cells: sorted numbers, cell × distinct values + code."""
    kept, distinct = keep.of(codes.codes), len(codes.values)
    kept = kept if inside is None else kept[inside]
    if places is None:
        return np.flatnonzero(count_codes(kept, distinct)[:-1])
    present = kept >= 0
    pairs = places[present] * distinct + kept[present]
    return np.flatnonzero(np.bincount(pairs)) if cells * distinct <= len(codes.codes) else np.unique(pairs)
