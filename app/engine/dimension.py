"""Dimensions: what rows are grouped by, as a small code for each row and a value for each code."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from app.datasets import Coded, Column, Dataset, Measured
from app.datasets.column import Array, Cells, code_type
from app.engine.axis import Axis
from app.engine.cache import Cache
from app.engine.kernels import Kernels, NumpyKernels
from app.engine.kernels.kernels import Edges, edges_of, float_keys, numbers_of_keys, order_keys
from app.engine.times import distinct, parts_of, starts_of, times
from app.query import Field
from app.query.bins import Bins
from app.query.cycles import CYCLES


@dataclass(frozen=True, slots=True)
class WithMissing:
    """A coded column, its missing cells a group of their own: the last one, whose value is None."""

    field: Field

    @property
    def column(self) -> str:
        return self.field.column


@dataclass(frozen=True)
class Ranked:
    """The numbers of a column between ascending edges, which are sort keys; the last edge is the greatest key there is.

    Infinite numbers are among them, so that all but missing cells have a rank.
    """

    column: str
    edges: tuple[int, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.column, self.edges))


Dimension = Field | Bins | Axis | WithMissing | Ranked
WRITTEN_OUT = 1 << 16
"""Up to how many rows all codes are kept in memory; more are looked up again, block by block, which costs none."""
MOST_CELLS = 1 << 21
"""Combinations of groups that may be asked for at a time: each takes eight bytes a thread and measure."""
PARTS = 1 << 16
"""Of the extent of ranks: a float's key has as many for each power of two as its leading five bits tell apart."""
EXACT = 1 << 53
"""Integers up to it are floats too."""
MOST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """`values[code]` is the group of a row with this code; -1: the row is in none.

    `cells`, one a row, are the codes themselves, or are looked up in a `table` (the last of it is for -1), or are
    numbers between `edges` (or numbers whose sort keys are, where `keyed`), or dates in a `cycle`.
    """

    values: Array
    cells: Array
    table: Array | None = None
    edges: Edges | None = None
    cycle: str = ""
    keyed: bool = False

    def block(self, start: int, stop: int, *, rows: Array | None, kernels: Kernels) -> Array:
        """The codes of the rows start…stop; defined for the kept ones."""
        cells = self.cells[start:stop]
        if self.table is not None:
            return kernels.lookup(cells, self.table, rows)
        if self.cycle:
            return parts_of(cells, self.cycle)
        if self.edges is None:
            return cells
        return kernels.bins(kernels.order(float_keys(cells), rows) if self.keyed else cells, self.edges, rows)

    def written_out(self) -> "Codes":
        """With a code for every row in memory."""
        return Codes(self.values, self.block(0, len(self.cells), rows=None, kernels=NumpyKernels()))

    @property
    def nbytes(self) -> int:
        """Without the dataset's own cells."""
        extra = [self.values, *([] if self.table is None else [self.table]), *(self.edges or ())]
        own = 0 if self.table is not None or self.edges is not None or self.cycle else self.cells.nbytes
        return int(own + sum(array.nbytes for array in extra))


def codes_of(dataset: Dataset, dimension: Dimension, cache: Cache) -> Codes:
    """How a dimension groups the rows, found out once a dataset version while the budget lasts."""
    cells = dataset.cells[dimension.column]
    if isinstance(cells, Coded) and isinstance(dimension, Field) and not dimension.function:
        return Codes(cells.values, cells.codes)

    def compute() -> Codes:
        if isinstance(dimension, WithMissing):
            found = _with_missing(cells, dimension)
        elif isinstance(dimension, Ranked):
            found = _by_rank(cells, dimension, dataset.columns[dimension.column])
        elif isinstance(cells, Coded):
            found = _by_value(cells, dimension)
        else:
            found = _by_row(cells, dimension, dataset.columns[dimension.column])
        return found if dataset.rows > WRITTEN_OUT else found.written_out()

    return cache.get((dataset.name, dataset.version, dimension), compute, size=lambda codes: codes.nbytes)


def cells_of(dataset: Dataset, dimensions: Iterable[Dimension], cache: Cache) -> int:
    """How many combinations of groups there are, told without a look at the rows where the column knows it."""
    return prod(_groups(dataset, dimension, cache) for dimension in dimensions)


def _groups(dataset: Dataset, dimension: Dimension, cache: Cache) -> int:
    plain = isinstance(dimension, Field) and not dimension.function
    if plain and isinstance(dataset.cells[dimension.column], Measured):
        return dataset.columns[dimension.column].distinct
    return len(codes_of(dataset, dimension, cache).values)


def _with_missing(cells: Cells, dimension: WithMissing) -> Codes:
    assert isinstance(cells, Coded)
    assert not dimension.field.function
    count = len(cells.values)
    values = np.full(count + 1, None, dtype=object)
    values[:count] = list(cells.values)
    return Codes(values, cells.codes, table=np.arange(count + 1, dtype=code_type(count + 1)))


def _by_rank(cells: Cells, dimension: Ranked, column: Column) -> Codes:
    """Numbers are compared as they are where equal parts of their extent hold few edges each, or else by their keys.

    So are infinite ones. Integers that no float equals are always compared as they are.
    """
    assert isinstance(cells, Measured)
    keys = np.array(dimension.edges, dtype=np.int64)
    places, numbers = np.arange(len(keys) - 1), numbers_of_keys(keys, cells.values.dtype)
    if not column.infinite:
        edges = edges_of(numbers, parts=PARTS)
        steps = np.diff(edges.guesses.astype(np.int64))
        exact = numbers.dtype.kind == "f" or max(map(abs, dimension.edges)) <= EXACT
        if not exact or steps[steps > 2].sum() * 8 < len(numbers):
            return Codes(places, cells.values, edges=edges)
    return Codes(places, cells.values, edges=edges_of(order_keys(float_keys(numbers)), parts=PARTS), keyed=True)


def _by_value(cells: Coded, dimension: Field | Bins | Axis) -> Codes:
    """The groups of the distinct values, which the rows' codes are looked up in."""
    dates = cells.values
    if not isinstance(dimension, Field):
        exact = _exact(dimension, dates.dtype)
        values, codes = np.arange(len(exact) - 1), _between(dates.astype(exact.dtype), exact)
    else:
        values, codes = times(dates, dimension.function)
    return Codes(values, cells.codes, table=np.append(codes, -1).astype(code_type(len(values))))


def _by_row(cells: Measured, dimension: Field | Bins | Axis, column: Column) -> Codes:
    values = cells.values
    if not isinstance(dimension, Field):
        edges = _edges(dimension, values)
        if isinstance(dimension, Bins) and not np.all(edges[1:] > edges[:-1]):  # nothing can be between two of them
            exact = _exact(dimension, values.dtype)
            return Codes(np.arange(len(edges) - 1), _between(values.astype(exact.dtype), exact).astype(np.int16))
        return Codes(np.arange(len(edges) - 1), _numbers(values), edges=edges_of(_numbers(edges)))
    if dimension.function in CYCLES:
        return Codes(np.arange(len(CYCLES[dimension.function])), values, cycle=dimension.function)
    if dimension.function:
        starts = starts_of(column, dimension.function)
        if starts is not None:
            edges = starts.astype(values.dtype)
            return Codes(starts[:-1], _numbers(values), edges=edges_of(_numbers(edges)))
        return Codes(*times(values, dimension.function))
    if cells.listed is not None:
        return Codes(cells.listed, values, edges=edges_of(_parting(cells.listed)))
    return Codes(*distinct(values))


def _numbers(values: Array) -> Array:
    """Dates as the integers that they are stored as; a missing one is below all others."""
    return values.view(np.int64) if values.dtype.kind == "M" else values


def _edges(dimension: Bins | Axis, values: Array) -> Array:
    """Edges as the column's numbers. One that is between two of them becomes the upper, the closed end the lower."""
    exact = _exact(dimension, values.dtype)
    if exact.dtype == values.dtype:
        return exact
    edges = (exact if exact.dtype.kind == "M" else np.floor(exact)).astype(values.dtype)
    between = edges < exact
    between[-1] &= isinstance(dimension, Axis)
    return np.asarray(edges + between.astype(np.int64))


def _exact(dimension: Bins | Axis, kind: np.dtype[Any]) -> Array:
    if kind.kind == "i" and all(isinstance(edge, int) for edge in dimension.edges):
        return np.array(dimension.edges, dtype=kind)
    return np.array(dimension.edges, dtype="datetime64[us]" if kind.kind == "M" else np.float64)


def _between(values: Array, edges: Array) -> Array:
    codes = np.searchsorted(edges, values, side="right") - 1
    codes[values == edges[-1]] = len(edges) - 2
    codes[codes > len(edges) - 2] = -1
    return codes


def _parting(listed: Array) -> Array:
    """Edges that part each number from the next, and one above the last."""
    last = listed[-1]
    return np.append(listed, np.nextafter(last, np.inf) if listed.dtype.kind == "f" else last + (last < MOST))
