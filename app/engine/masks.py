"""Which rows pass: one packed bitmap a filter, and their ANDs with some columns' filters left out."""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from app.datasets import Coded, Dataset
from app.datasets.column import Array, Bools, is_missing
from app.engine.cache import Cache
from app.engine.kernels import Kernels, NumpyKernels
from app.engine.search import contains
from app.engine.workers import Workers
from app.query import OPERATORS, Filter, Query

Bits = npt.NDArray[np.uint8]
Asked = tuple[tuple[str, tuple[Filter, ...] | str], ...]
SEARCH = "_q"
SPAN = 1 << 20
"""Rows that one thread tests at a time."""


def popcount(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


class Masks:
    """The masks of one query, made as they are asked for. A mask of None keeps every row."""

    def __init__(
        self,
        dataset: Dataset,
        query: Query,
        cache: Cache,
        *,
        kernels: Kernels | None = None,
        workers: Workers | None = None,
    ) -> None:
        self._dataset, self._cache = dataset, cache
        self._kernels, self._workers = kernels or NumpyKernels(), workers or Workers(1)
        columns = dict.fromkeys(row.column for row in query.filters)
        self._asked: Asked = tuple((name, query.on(name)) for name in columns)
        self._asked += ((SEARCH, query.search),) if query.search else ()
        self._ands: dict[str, Bits] = {}
        self._running: tuple[list[Bits | None], list[Bits | None]] | None = None

    def key(self, *without: str) -> Asked:
        """What the rows of `without(…)` depend on, besides the dataset."""
        return tuple(asked for asked in self._asked if asked[0] not in without)

    def without(self, *columns: str) -> Bits | None:
        """The rows that pass every filter but those on these columns."""
        rest = self.key(*columns)
        if len(rest) == len(self._asked) or (len(rest) == len(self._asked) - 1 and len(rest) > 1):
            before, after = self._running_ands()
            left = [place for place, asked in enumerate(self._asked) if asked not in rest]
            return before[-1] if not left else _both(before[left[0]], after[left[0] + 1])
        return reduce(_both, [self._and(asked) for asked in rest], None)

    def count(self, *without: str) -> int:
        bits = self.without(*without)
        return self._dataset.rows if bits is None else popcount(bits)

    def _running_ands(self) -> tuple[list[Bits | None], list[Bits | None]]:
        """ANDs of the first 0, 1, 2 … columns' filters, and of all from the first, second … on."""
        if self._running is None:
            ands = [self._and(asked) for asked in self._asked]
            self._running = _running(ands), _running(ands[::-1])[::-1]
        return self._running

    def _and(self, asked: tuple[str, tuple[Filter, ...] | str]) -> Bits:
        """The rows that pass all filters of one column, or the search."""
        name, filters = asked
        if name not in self._ands:
            each = [filters] if isinstance(filters, str) else list(filters)
            self._ands[name] = reduce(np.bitwise_and, [self._single(row) for row in each])
        return self._ands[name]

    def _single(self, row: Filter | str) -> Bits:
        key = (self._dataset.name, self._dataset.version, row)
        return self._cache.get(key, lambda: self._compute(row), size=lambda bits: bits.nbytes)

    def _compute(self, row: Filter | str) -> Bits:
        tests = [self._test(each) for each in _filters(self._dataset, row)]
        if not tests:
            return np.zeros(-(-self._dataset.rows // 8), dtype=np.uint8)

        def span(start: int) -> Bits:
            stop = min(start + SPAN, self._dataset.rows)
            return reduce(np.bitwise_or, [test(start, stop) for test in tests])

        parts = self._workers.map(span, range(0, max(1, self._dataset.rows), SPAN))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _test(self, row: Filter) -> Callable[[int, int], Bits]:
        """Packs which of the rows start…stop pass a filter. Coded columns are tested by distinct value."""
        operator, operands = OPERATORS[row.operator], row.operands(self._dataset.schema)
        cells, kernels = self._dataset.cells[row.column], self._kernels
        if isinstance(cells, Coded):
            present = (
                contains(self._dataset, row.column, str(operands[0]), cache=self._cache, workers=self._workers)
                if row.operator == "has"
                else operator.test(cells.values, operands)
            )
            table = np.append(present, operator.missing(operands)).astype(bool)
            return lambda start, stop: kernels.passing(cells.codes[start:stop], table)
        missing = bool(self._dataset.columns[row.column].missing)

        def test(start: int, stop: int) -> Bits:
            values: Array = cells.values[start:stop]
            passed: Bools = operator.test(values, operands)
            if missing:
                passed = np.where(is_missing(values), operator.missing(operands), passed)
            return np.packbits(passed)

        return test


def _running(ands: list[Bits]) -> list[Bits | None]:
    """ANDs of the first 0, 1, 2 … of them."""
    return list(accumulate([None, *ands], _both))


def _both(one: Bits | None, other: Bits | None) -> Bits | None:
    return one if other is None else other if one is None else one & other


def _filters(dataset: Dataset, row: Filter | str) -> Iterable[Filter]:
    """A filter alone, or those of a search, any of which will do."""
    if isinstance(row, Filter):
        return [row]
    return [Filter(column.key, "has", (row,)) for column in dataset.schema.visible() if column.family == "words"]
