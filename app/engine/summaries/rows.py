"""A page of the table: the kept rows in order, without sorting all of them."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.datasets import Coded, Dataset
from app.datasets.column import Array, Cells
from app.engine.kernels.kernels import INFINITY, MISSING, Keys, order_keys
from app.engine.partition import BLOCK
from app.engine.summaries.ranks import Ranks, Window, Within, is_listed, sample
from app.query import Sort

FEW = 4096
"""Rows that are sorted outright. More are first counted by rank, until those that hold the page are this few."""
RANK_BITS = 12
SPARE = 4
"""How many times as far a sample is trusted to look as has to be seen."""
Windows = tuple[Window, ...]
Asking = Generator[Ranks | Within, Array, Array]
"""Asks summaries, one after the other, is sent their answers, and returns row numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class RowsAnswer:
    """Row numbers in the file's order (from 0), and the columns' cells: texts, numbers or None."""

    rows: Array
    cells: Mapping[str, list[object]]

    @property
    def nbytes(self) -> int:
        return int(self.rows.nbytes) + 100 * len(self.rows) * len(self.cells)


@dataclass(frozen=True, slots=True)
class Rows:
    """Stable: rows with equal keys stay in the file's order. Missing cells come last in either direction.

    The first pages of an order are among the rows beyond what a sample says few are beyond. Any other page is found as
    in a book: count the rows by the leading digits of their sort key, go to where the page begins
    and count there by the next digits, until few rows are left to sort. Each count is a summary like any other, and
    so is remembered: the next page of the same order begins where this one did. Memory does not grow with `offset`.
    """

    sort: tuple[Sort, ...]
    offset: int
    size: int
    columns: tuple[str, ...]

    @property
    def without(self) -> tuple[str, ...]:
        """A page is under all filters."""
        return ()

    def steps(self, dataset: Dataset, count: int) -> Asking:
        """Finds the numbers of the page's rows among `count` kept ones."""
        size = max(0, min(self.size, count - self.offset))
        if not size:
            return np.empty(0, dtype=np.int64)
        order = [*self.sort, Sort("")]
        if self.sort and self.offset + size <= FEW < count:
            rows = yield from _first(dataset, order, self.offset + size, count=count)
            if rows is not None:
                return rows[self.offset :]
        return (yield from _page(dataset, order, (), skip=self.offset, size=size, count=count))

    def answer(self, dataset: Dataset, rows: Array) -> RowsAnswer:
        return RowsAnswer(rows, {key: decode(dataset.cells[key], rows) for key in self.columns})


def _first(dataset: Dataset, order: list[Sort], wanted: int, *, count: int) -> Generator[Any, Array, Array | None]:
    """The first rows of an order; None where a sample of all rows can't tell where to cut.

    That is where there are too many, too many equal ones, or other rows kept than the sample would have one think.
    """
    column, stride = order[0].column, max(1, dataset.rows // FEW)
    keys = sample(dataset, column, stride)
    beyond = SPARE * (wanted * dataset.rows // (count * stride) + 1)
    if beyond * SPARE > len(keys):
        return None
    low, high = _ends(dataset, column)
    cut = int(keys[-beyond] if order[0].descending else keys[beyond - 1])
    window = Window(column, cut, high) if order[0].descending else Window(column, low, cut)
    alike = np.count_nonzero((keys >= window.low) & (keys <= window.high))
    if alike > 2 * beyond:
        return None
    rows = yield Within((window,))
    return _sorted(dataset, rows, order)[:wanted] if len(rows) >= wanted else None


def _page(dataset: Dataset, order: list[Sort], windows: Windows, *, skip: int, size: int, count: int) -> Asking:
    """Rows skip … skip + size in the order, of the `count` that are in all windows."""
    if count <= FEW:
        rows = yield Within(windows)
        return _sorted(dataset, rows, order)[skip : skip + size]
    if windows and not order[0].column:
        found = yield from _near_an_end(dataset, windows, skip=skip, size=size, count=count)
        if found is not None:
            return found
    first = Window(order[0].column, *_ends(dataset, order[0].column))
    return (yield from _narrowed(dataset, order, windows, first, skip=skip, size=size))


def _near_an_end(
    dataset: Dataset, windows: Windows, *, skip: int, size: int, count: int
) -> Generator[Any, Array, Array | None]:
    """A page of equal keys, in the file's order, that is likely among its first or last rows; None if it isn't."""
    last = dataset.rows - 1
    for wanted, at_start in ((skip + size, True), (count - skip, False)):
        span = SPARE * wanted * dataset.rows // count + FEW
        if wanted <= FEW and span * SPARE < dataset.rows:
            part = Window("", 0, span) if at_start else Window("", last - span, last)
            rows = yield Within((part, *windows))
            if len(rows) >= wanted:
                return rows[skip : skip + size] if at_start else rows[len(rows) - wanted :][:size]
    return None


def _narrowed(dataset: Dataset, order: list[Sort], windows: Windows, window: Window, *, skip: int, size: int) -> Asking:
    """The page from the runs of ranks that it lies in, of the rows in all windows and in one more of the first sort."""
    shift = max(0, (window.high - window.low).bit_length() - RANK_BITS)
    if not window.column and window.high - window.low >= BLOCK:
        shift = max(shift, BLOCK.bit_length() - 1)
    counts = yield Ranks((*windows, window), shift)
    pages = []
    for low, high, before, count in _runs(counts[:-1], skip, size, descending=order[0].descending):
        part = Window(
            window.column, window.low + (low << shift), min(window.high, window.low + ((high + 1) << shift) - 1)
        )
        skipped = max(0, skip - before)
        wanted = min(count, skip + size - before) - skipped
        pages.append((yield from _within(dataset, order, windows, part, skip=skipped, size=wanted, count=count)))
    present = int(counts[:-1].sum())
    if skip + size > present and counts[-1]:
        skipped = max(0, skip - present)
        missing = (*windows, Window(window.column, MISSING, MISSING))
        wanted = skip + size - present - skipped
        pages.append((yield from _page(dataset, order[1:], missing, skip=skipped, size=wanted, count=int(counts[-1]))))
    return np.concatenate(pages)


def _within(
    dataset: Dataset, order: list[Sort], windows: Windows, part: Window, *, skip: int, size: int, count: int
) -> Asking:
    if count <= FEW:
        return (yield from _page(dataset, order, (*windows, part), skip=skip, size=size, count=count))
    if part.low == part.high:
        return (yield from _page(dataset, order[1:], (*windows, part), skip=skip, size=size, count=count))
    return (yield from _narrowed(dataset, order, windows, part, skip=skip, size=size))


def _runs(counts: Array, skip: int, size: int, *, descending: bool) -> list[tuple[int, int, int, int]]:
    """The ranks that hold rows skip … skip + size, joined while they hold few: first, last, rows before, rows in."""
    counts = counts[::-1] if descending else counts
    ends = np.cumsum(counts)
    first, last = np.searchsorted(ends, [skip, skip + size - 1], side="right")
    filled = np.flatnonzero(counts[first : last + 1]) + first
    runs: list[tuple[int, int, int, int]] = []
    for at, count, end in zip(filled.tolist(), counts[filled].tolist(), ends[filled].tolist(), strict=True):
        if runs and runs[-1][3] + count <= FEW:
            start, _, before, held = runs.pop()
            runs.append((start, at, before, held + count))
        else:
            runs.append((at, at, end - count, count))
    if not descending:
        return runs
    top = len(counts) - 1
    return [(top - last, top - first, before, count) for first, last, before, count in runs]


def _ends(dataset: Dataset, column: str) -> tuple[int, int]:
    """The least and greatest key that a cell of the column may have."""
    if not column:
        return 0, max(0, dataset.rows - 1)
    cells = dataset.cells[column]
    if isinstance(cells, Coded):
        return 0, max(0, len(cells.values) - 1)
    if is_listed(dataset, column):
        return 0, dataset.columns[column].distinct - 1
    known, floats = dataset.columns[column], cells.values.dtype.kind == "f"
    if floats and known.infinite:
        return -INFINITY - 1, INFINITY
    ends = np.array([known.low or 0, known.high or 0], dtype=cells.values.dtype).view(np.int64)
    low, high = order_keys(Keys(ends, floats=floats, missing=None))
    return int(low), int(high)


def _sorted(dataset: Dataset, rows: Array, order: list[Sort]) -> Array:
    keys = [_key(dataset.cells[sort.column], rows, sort) for sort in order if sort.column]
    return rows[np.lexsort((rows, *keys[::-1]))]


def _key(cells: Cells, rows: Array, sort: Sort) -> Array:
    """Integers whose ascending order is the wanted one, with the greatest of all for missing cells."""
    if isinstance(cells, Coded):
        keys = order_keys(Keys(cells.codes[rows], floats=False, missing=-1))
    else:
        values = cells.values[rows]
        never = int(np.iinfo(np.int64).min) if values.dtype.kind == "M" else None
        keys = order_keys(Keys(values.view(np.int64), floats=values.dtype.kind == "f", missing=never))
    return np.where(keys == MISSING, MISSING, -keys) if sort.descending else keys


def decode(cells: Cells, rows: Array) -> list[object]:
    """The cells of some rows as texts, Python numbers, numpy dates, or None where missing."""
    if isinstance(cells, Coded):
        return [cells.values[code] if code >= 0 else None for code in cells.codes[rows].tolist()]
    values = cells.values[rows]
    if values.dtype.kind == "M":
        return [None if np.isnat(value) else value for value in values]
    return [None if value != value else value for value in values.tolist()]
