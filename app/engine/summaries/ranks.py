"""Where rows stand in an order: counts by rank, and the rows within a window of ranks."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from app.datasets import Coded, Dataset, Measured
from app.datasets.column import Array, Cells, is_missing
from app.engine.kernels.kernels import MISSING, Keys, order_keys
from app.engine.partition import Keep, Partition
from app.query import Field


@dataclass(frozen=True, slots=True)
class Window:
    """The rows whose sort key lies from low to high. An empty column: the rows' own numbers in the file."""

    column: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """How many kept rows that are in all windows have each rank, (key - low) >> shift; last, how many have no key.

    Those without a key are counted beside the last window, not in it.
    """

    windows: tuple[Window, ...]
    shift: int
    without: tuple[str, ...] = ()

    def partial(self, part: Partition, keep: Keep) -> Array:
        *outer, last = self.windows
        if not _overlaps(part, self.windows):
            return np.zeros(((last.high - last.low) >> self.shift) + 2, dtype=np.int64)
        rows = rows_within(part, keep, tuple(outer))
        if last.column or outer:
            return part.kernels.ranks(
                keys_of(part, last.column, keep), rows, low=last.low, high=last.high, shift=self.shift
            )
        return self._of_file(part, keep)

    def merge(self, a: Array, b: Array) -> Array:
        return a + b

    def finish(self, state: Array) -> Array:
        return state

    def _of_file(self, part: Partition, keep: Keep) -> Array:
        """The rows' own numbers need not be looked at where they all have the same rank."""
        (window,) = self.windows
        counts = np.zeros(((window.high - window.low) >> self.shift) + 2, dtype=np.int64)
        first, last = (max(0, at - window.low) >> self.shift for at in (part.start, part.stop - 1))
        if first == last and part.start >= window.low and part.stop - 1 <= window.high:
            counts[first] = keep.count
            return counts
        return part.kernels.ranks(
            keys_of(part, "", keep), keep.rows, low=window.low, high=window.high, shift=self.shift
        )


@dataclass(frozen=True, slots=True)
class Within:
    """The numbers of the kept rows that are in all windows, ascending."""

    windows: tuple[Window, ...]
    without: tuple[str, ...] = ()

    def partial(self, part: Partition, keep: Keep) -> Array:
        rows = rows_within(part, keep, self.windows)
        return np.arange(part.start, part.stop) if rows is None else rows.astype(np.int64) + part.start

    def merge(self, a: Array, b: Array) -> Array:
        return np.concatenate([a, b])

    def finish(self, state: Array) -> Array:
        return np.sort(state)


def is_listed(dataset: Dataset, column: str) -> bool:
    cells = dataset.cells[column]
    return isinstance(cells, Measured) and cells.listed is not None


def sample(dataset: Dataset, column: str, stride: int) -> Array:
    """The sort keys of every `stride`-th row, ascending, without the missing ones."""
    cells = dataset.cells[column]
    if isinstance(cells, Measured) and cells.listed is not None:
        values = cells.values[::stride]
        return np.sort(np.searchsorted(cells.listed, values[~is_missing(values)]))
    keys = order_keys(_keys(cells, slice(None, None, stride)))
    return np.sort(keys[keys != MISSING])


def rows_within(part: Partition, keep: Keep, windows: tuple[Window, ...]) -> Array | None:
    """The kept rows of a partition that are in all windows; None for all."""

    def narrowed(rows: Array | None, window: Window) -> Array | None:
        keys = keys_of(part, window.column, keep)
        return part.kernels.within(keys, rows, low=window.low, high=window.high)

    if not _overlaps(part, windows):
        return np.empty(0, dtype=np.uint32)
    return reduce(narrowed, windows, keep.rows)


def _overlaps(part: Partition, windows: tuple[Window, ...]) -> bool:
    """Whether rows of a partition may be in all windows, as far as their numbers in the file tell."""
    return not any(not each.column and (part.stop <= each.low or part.start > each.high) for each in windows)


def keys_of(part: Partition, column: str, keep: Keep) -> Keys:
    """What a sort compares. Few distinct numbers are compared by their codes, which tells equal ones at once."""
    if not column:
        return Keys(np.arange(part.start, part.stop), floats=False, missing=None)
    if is_listed(part.dataset, column):
        return Keys(part.codes(Field(column), keep), floats=False, missing=-1)
    return _keys(part.dataset.cells[column], slice(part.start, part.stop))


def _keys(cells: Cells, rows: slice) -> Keys:
    if isinstance(cells, Coded):
        return Keys(cells.codes[rows], floats=False, missing=-1)
    values = cells.values[rows]
    never = int(np.iinfo(np.int64).min) if values.dtype.kind == "M" else None
    return Keys(np.ascontiguousarray(values).view(np.int64), floats=values.dtype.kind == "f", missing=never)
