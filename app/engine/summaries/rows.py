"""A page of the table: the kept rows in order, without sorting all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.datasets import Coded, Dataset
from app.datasets.column import Array, Cells
from app.engine.partition import Keep, Partition
from app.query import Sort


@dataclass(frozen=True, slots=True, eq=False)
class RowsAnswer:
    """Row numbers in the file's order (from 0), and the columns' cells: texts, numbers or None."""

    rows: Array
    cells: Mapping[str, list[object]]

    @property
    def nbytes(self) -> int:
        return int(self.rows.nbytes) + 100 * len(self.rows) * len(self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    dataset: Dataset
    rows: Array
    keys: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Stable: rows with equal keys stay in the file's order. Missing cells come last in either direction."""

    sort: tuple[Sort, ...]
    offset: int
    size: int
    columns: tuple[str, ...]
    without: str = ""

    def partial(self, part: Partition, keep: Keep) -> State:
        rows = keep.rows
        if not self.sort:
            return State(part.dataset, rows[: self._end] + part.start, ())
        first = _key(part.cells(self.sort[0].column), self.sort[0])[rows]
        candidates = _least(first, self._end)
        rows = rows[candidates]
        keys = (first[candidates], *(_key(part.cells(sort.column), sort)[rows] for sort in self.sort[1:]))
        return self._best(State(part.dataset, rows + part.start, keys))

    def merge(self, a: State, b: State) -> State:
        keys = tuple(np.concatenate(pair) for pair in zip(a.keys, b.keys, strict=True))
        return self._best(State(a.dataset, np.concatenate([a.rows, b.rows]), keys))

    def finish(self, state: State) -> RowsAnswer:
        rows = state.rows[self.offset :]
        return RowsAnswer(rows, {key: decode(state.dataset.cells[key], rows) for key in self.columns})

    @property
    def _end(self) -> int:
        return self.offset + self.size

    def _best(self, state: State) -> State:
        order = np.lexsort((state.rows, *state.keys[::-1]))[: self._end]
        return State(state.dataset, state.rows[order], tuple(key[order] for key in state.keys))


def decode(cells: Cells, rows: Array) -> list[object]:
    """The cells of some rows as texts, Python numbers, numpy dates, or None where missing."""
    if isinstance(cells, Coded):
        return [cells.values[code] if code >= 0 else None for code in cells.codes[rows].tolist()]
    values = cells.values[rows]
    if values.dtype.kind == "M":
        return [None if np.isnat(value) else value for value in values]
    return [None if value != value else value for value in values.tolist()]


def _key(cells: Cells, sort: Sort) -> Array:
    """Numbers whose ascending order is the wanted one, with the greatest of all for missing cells."""
    if isinstance(cells, Coded):
        ranks = cells.codes.astype(np.int64)
        return np.where(ranks < 0, np.iinfo(np.int64).max, -ranks if sort.descending else ranks)
    values = cells.values
    if values.dtype.kind == "M":
        numbers = values.view(np.int64)
        return np.where(np.isnat(values), np.iinfo(np.int64).max, -numbers if sort.descending else numbers)
    return -values if sort.descending else values


def _least(keys: Array, size: int) -> Array:
    """Positions of the keys that may be among the least `size`, in order of position."""
    if size >= len(keys):
        return np.arange(len(keys))
    greatest = np.partition(keys, size - 1)[size - 1]
    return np.flatnonzero(keys <= greatest) if greatest == greatest else np.arange(len(keys))
