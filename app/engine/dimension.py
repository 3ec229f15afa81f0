"""Dimensions: what rows are grouped by, as a small code for each row and a value for each code."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.datasets import Coded, Column, Dataset, Measured
from app.datasets.column import Array, Cells, code_type
from app.engine.axis import Axis
from app.engine.cache import Cache
from app.engine.kernels import Kernels, NumpyKernels
from app.engine.kernels.kernels import Edges, edges_of
from app.query import Field
from app.query.bins import Bins
from app.query.cycles import CYCLES, parts


@dataclass(frozen=True, slots=True)
class WithMissing:
    """A coded column, its missing cells a group of their own: the last one, whose value is None."""

    field: Field

    @property
    def column(self) -> str:
        return self.field.column


Dimension = Field | Bins | Axis | WithMissing
UNITS = {"year": "Y", "quarter": "3M", "month": "M", "week": "7D", "day": "D"}
WEEK_SHIFT = np.timedelta64(3, "D")
"""1970-01-01 was a Thursday; numpy's weeks start with it, people's on Monday."""
WRITTEN_OUT = 1 << 16
"""Up to how many rows all codes are kept in memory; more are looked up again, block by block, which costs none."""
MOST_PERIODS = 4096
MOST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """`values[code]` is the group of a row with this code; -1: the row is in none.

    `cells`, one a row, are the codes themselves, or are looked up in a `table` (the last of it is for -1), or are
    numbers between `edges`, or dates in a `cycle`.
    """

    values: Array
    cells: Array
    table: Array | None = None
    edges: Edges | None = None
    cycle: str = ""

    def block(self, start: int, stop: int, *, rows: Array | None, kernels: Kernels) -> Array:
        """The codes of the rows start…stop; defined for the kept ones."""
        cells = self.cells[start:stop]
        if self.table is not None:
            return kernels.lookup(cells, self.table, rows)
        if self.cycle:
            return _parts(cells, self.cycle)
        return cells if self.edges is None else kernels.bins(cells, self.edges, rows)

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
        elif isinstance(cells, Coded):
            found = _by_value(cells, dimension)
        else:
            found = _by_row(cells, dimension, dataset.columns[dimension.column])
        return found if dataset.rows > WRITTEN_OUT else found.written_out()

    return cache.get((dataset.name, dataset.version, dimension), compute, size=lambda codes: codes.nbytes)


def _with_missing(cells: Cells, dimension: WithMissing) -> Codes:
    assert isinstance(cells, Coded)
    assert not dimension.field.function
    count = len(cells.values)
    values = np.full(count + 1, None, dtype=object)
    values[:count] = list(cells.values)
    return Codes(values, cells.codes, table=np.arange(count + 1, dtype=code_type(count + 1)))


def _by_value(cells: Coded, dimension: Field | Bins | Axis) -> Codes:
    """The groups of the distinct values, which the rows' codes are looked up in."""
    dates = cells.values
    if not isinstance(dimension, Field):
        exact = _exact(dimension, dates.dtype)
        values, codes = np.arange(len(exact) - 1), _between(dates.astype(exact.dtype), exact)
    else:
        values, codes = _times(dates, dimension.function)
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
        starts = _starts(column, dimension.function)
        if starts is not None:
            edges = starts.astype(values.dtype)
            return Codes(starts[:-1], _numbers(values), edges=edges_of(_numbers(edges)))
        return Codes(*_periods(values, dimension.function))
    if cells.listed is not None:
        return Codes(cells.listed, values, edges=edges_of(_parting(cells.listed)))
    return Codes(*_distinct(values))


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


def _starts(column: Column, function: str) -> Array | None:
    """The days on which the periods of a column's extent begin, and the one after; None if they are too many."""
    if column.low is None:
        return None
    shift = WEEK_SHIFT if function == "week" else np.timedelta64(0, "D")
    days = np.array([column.low, column.high], dtype="datetime64[D]") + shift
    first, last = days.astype(f"datetime64[{UNITS[function]}]")
    if int((last - first).astype(np.int64)) > MOST_PERIODS:
        return None
    starts = np.arange(first, last + 2)
    return starts.astype("datetime64[D]") - shift if function == "week" else starts


def _parting(listed: Array) -> Array:
    """Edges that part each number from the next, and one above the last."""
    last = listed[-1]
    return np.append(listed, np.nextafter(last, np.inf) if listed.dtype.kind == "f" else last + (last < MOST))


def _times(dates: Array, function: str) -> tuple[Array, Array]:
    if function in CYCLES:
        return np.arange(len(CYCLES[function])), _parts(dates, function)
    return _periods(dates, function)


def _parts(dates: Array, cycle: str) -> Array:
    codes: Array = parts(dates, cycle).astype(np.int8)
    codes[np.isnat(dates)] = -1
    return codes


def _periods(dates: Array, function: str) -> tuple[Array, Array]:
    if function == "week":
        values, codes = _distinct((dates.astype("datetime64[D]") + WEEK_SHIFT).astype("datetime64[7D]"))
        return values.astype("datetime64[D]") - WEEK_SHIFT, codes
    return _distinct(dates.astype(f"datetime64[{UNITS[function]}]"))


def _distinct(values: Array) -> tuple[Array, Array]:
    """Distinct values in order, and a code for each row; missing ones have no group."""
    whole = values.view("int64") if values.dtype.kind == "M" else values
    missing = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values) if values.dtype.kind == "f" else None
    if missing is not None and not missing.any():
        missing = None
    present = whole if missing is None else whole[~missing]
    if len(present) and whole.dtype.kind == "i" and int(present.max()) - int(present.min()) < 1 << 16:
        found, inverse = _counted(present)
    else:
        found, inverse = np.unique(present, return_inverse=True)
    codes = np.full(len(values), -1, dtype=code_type(len(found)))
    codes[slice(None) if missing is None else ~missing] = inverse
    return found.view(values.dtype) if values.dtype.kind == "M" else found, codes


def _counted(whole: Array) -> tuple[Array, Array]:
    """np.unique with its inverse, by counting: for integers that lie close together."""
    low = whole.min()
    places = whole - low
    used = np.bincount(places) > 0
    return np.flatnonzero(used) + low, (np.cumsum(used) - 1)[places]
