"""A run of rows of a dataset, small enough that what is made of them is soon used again, and which rows are kept."""

from dataclasses import dataclass, field
from functools import reduce
from math import prod

from app.datasets import Dataset
from app.datasets.column import Array, Cells, Coded, Measured
from app.engine.cache import Cache
from app.engine.dimension import Codes, Dimension, codes_of
from app.engine.kernels import Kernels
from app.engine.masks import Bits, popcount

BLOCK = 1 << 18
"""Rows of a partition: fewer stay in a nearer cache, but threads hand over the interpreter's lock too often."""
MANY_ROWS = 4_000_000
"""Tables from so many rows on can spare the memory for blocks twice as large, which do better by a fifth."""


@dataclass(slots=True, eq=False)
class Keep:
    """Which rows of a partition are kept: packed bits, or None for all of them."""

    size: int
    bits: Bits | None
    kernels: Kernels
    _rows: Array | None = None

    @property
    def rows(self) -> Array | None:
        """Positions of the kept rows in the partition, found once; None for all."""
        if self.bits is not None and self._rows is None:
            self._rows = self.kernels.positions(self.bits, self.size)
        return self._rows

    @property
    def count(self) -> int:
        return self.size if self.bits is None else popcount(self.bits)

    def of(self, values: Array) -> Array:
        return values if self.rows is None else values.take(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Rows start…stop of a dataset. What several summaries ask of it is computed once.

    `known`: how dimensions group the rows, shared by the partitions of a run.
    """

    dataset: Dataset
    cache: Cache
    start: int
    stop: int
    kernels: Kernels
    known: dict[Dimension, Codes] = field(default_factory=dict)
    _made: dict[tuple[object, int], Array] = field(default_factory=dict)

    def cells(self, column: str) -> Cells:
        cells, rows = self.dataset.cells[column], slice(self.start, self.stop)
        if isinstance(cells, Coded):
            return Coded(cells.values, cells.codes[rows])
        return Measured(cells.values[rows])

    def groups(self, dimension: Dimension) -> Codes:
        found = self.known.get(dimension)
        if found is None:
            found = self.known[dimension] = codes_of(self.dataset, dimension, self.cache)
        return found

    def codes(self, dimension: Dimension, keep: Keep) -> Array:
        """The codes of a dimension; defined for the kept rows."""
        key = dimension, id(keep)
        made = self._made.get(key)
        if made is None:
            found = self.groups(dimension)
            made = self._made[key] = found.block(self.start, self.stop, rows=keep.rows, kernels=self.kernels)
        return made

    def places(self, dimensions: tuple[Dimension, ...], keep: Keep) -> Array | None:
        """For each kept row its cell among all combinations of groups, -1: in none; None without dimensions."""
        if not dimensions:
            return None
        first, *more = dimensions

        def cross(places: Array, dimension: Dimension) -> Array:
            width = len(self.groups(dimension).values)
            return self.kernels.cross(places, self.codes(dimension, keep), width, rows=keep.rows)

        return reduce(cross, more, self.codes(first, keep))

    def tally(self, dimensions: tuple[Dimension, ...], keep: Keep) -> Array:
        """How many kept rows each combination of groups has, and last how many are in none."""
        key = dimensions, id(keep)
        if key not in self._made:
            places = self.places(dimensions, keep)
            assert places is not None
            self._made[key] = self.kernels.tally(places, keep.rows, self.size(dimensions))
        return self._made[key]

    def size(self, dimensions: tuple[Dimension, ...]) -> int:
        """How many combinations of groups there are."""
        return prod(len(self.groups(dimension).values) for dimension in dimensions)

    def keep(self, bits: Bits | None) -> Keep:
        """The part of a packed mask of all rows that belongs here (a partition starts at a whole byte)."""
        part = None if bits is None else bits[self.start // 8 : -(-self.stop // 8)]
        if part is not None and len(part) and self.stop % 8:
            part = part.copy()
            part[-1] &= 0xFF << (8 - self.stop % 8) & 0xFF  # rows of the next partition
        return Keep(len(self), part, self.kernels)

    def __len__(self) -> int:
        return self.stop - self.start
