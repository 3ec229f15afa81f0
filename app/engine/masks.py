"""Which rows pass: one packed bitmap a filter, and their ANDs with one column's filters left out."""

from collections.abc import Callable
from functools import partial, reduce

import numpy as np
import numpy.typing as npt

from app.datasets import Coded, Dataset
from app.datasets.column import Array, Bools
from app.engine.cache import Cache
from app.query import OPERATORS, Filter, Query

Bits = npt.NDArray[np.uint8]
SEARCH = "_q"


class Masks:
    """The masks of one query. A mask of None keeps every row."""

    def __init__(self, dataset: Dataset, query: Query, cache: Cache) -> None:
        self._rows = dataset.rows
        single: dict[str, list[Bits]] = {}
        for row in query.filters:
            single.setdefault(row.column, []).append(_cached(cache, dataset, row, partial(filter_mask, dataset, row)))
        if query.search:
            text = query.search
            single[SEARCH] = [_cached(cache, dataset, (SEARCH, text), partial(search_mask, dataset, text))]
        self._columns = list(single)
        self._asked: list[tuple[str, object]] = [(name, query.on(name)) for name in single if name != SEARCH]
        self._asked += [(SEARCH, query.search)] if query.search else []
        ands = [reduce(np.bitwise_and, bits) for bits in single.values()]
        self._before = _running(ands)
        self._after = _running(ands[::-1])[::-1]

    def without(self, column: str) -> Bits | None:
        """The rows that pass every filter but those on this column (an empty name: every filter)."""
        if column not in self._columns:
            return self._before[-1]
        position = self._columns.index(column)
        before, after = self._before[position], self._after[position + 1]
        return before if after is None else after if before is None else before & after

    def key(self, column: str) -> tuple[object, ...]:
        """What the rows of `without(column)` depend on, besides the dataset."""
        return tuple((name, filters) for name, filters in self._asked if name != column)

    def count(self) -> int:
        bits = self._before[-1]
        return self._rows if bits is None else int(np.bitwise_count(bits).sum(dtype=np.int64))


def _running(ands: list[Bits]) -> list[Bits | None]:
    """ANDs of the first 0, 1, 2 … of them."""
    running: list[Bits | None] = [None]
    for bits in ands:
        last = running[-1]
        running.append(bits if last is None else last & bits)
    return running


def _cached(cache: Cache, dataset: Dataset, key: Filter | tuple[str, str], compute: Callable[[], Bools]) -> Bits:
    return cache.get(
        (dataset.name, dataset.version, key), lambda: np.packbits(compute()), size=lambda bits: bits.nbytes
    )


def filter_mask(dataset: Dataset, row: Filter) -> Bools:
    """The rows that pass one filter. Coded columns are tested by distinct value."""
    operator, operands = OPERATORS[row.operator], row.operands(dataset.schema)
    cells = dataset.cells[row.column]
    if isinstance(cells, Coded):
        passing = np.append(operator.test(cells.values, operands), operator.missing(operands))
        return take(passing.astype(bool), cells.codes)
    passed = operator.test(cells.values, operands)
    if dataset.columns[row.column].missing:
        passed = np.where(cells.missing, operator.missing(operands), passed)
    return passed


def search_mask(dataset: Dataset, text: str) -> Bools:
    """The rows where any text or category column contains the text, in either case."""
    found = np.zeros(dataset.rows, dtype=bool)
    for column in dataset.schema.visible():
        if column.family == "words":
            found |= filter_mask(dataset, Filter(column.key, "has", (text,)))
    return found


def take(passing: Bools, codes: Array) -> Bools:
    """passing[codes], where the last of `passing` is for missing cells (code -1)."""
    (true,) = np.nonzero(passing)
    if len(true) == 0:
        return np.zeros(len(codes), dtype=bool)
    if len(true) == 1:
        code = true[0] if true[0] < len(passing) - 1 else -1
        return np.asarray(codes == code, dtype=bool)
    return passing[codes]
