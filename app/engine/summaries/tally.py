"""Counts of rows by one dimension: the facets and histograms of the filter rail."""

from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.partition import Keep, Partition
from app.query import Field
from app.query.bins import Bins

State = tuple[Array, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """`counts[i]` rows have `values[i]`, all values of the dataset in order; `missing` rows have none."""

    values: Array
    counts: Array
    missing: int

    @property
    def nbytes(self) -> int:
        return int(self.counts.nbytes)


@dataclass(frozen=True, slots=True)
class _Counts:
    dimension: Dimension
    without: str = ""

    def partial(self, part: Partition, keep: Keep) -> State:
        found = part.codes(self.dimension)
        return found.values, count_codes(keep.of(found.codes), len(found.values))

    def merge(self, a: State, b: State) -> State:
        return a[0], a[1] + b[1]

    def finish(self, state: State) -> Tally:
        values, counts = state
        return Tally(values, counts[:-1], int(counts[-1]))


class Facet(_Counts):
    """The counts of a column's values under all filters but its own."""

    __slots__ = ()

    def __init__(self, column: str) -> None:
        super().__init__(Field(column), without=column)


class Histogram(_Counts):
    """The counts of rows in bins, under all filters, or under all but the column's own."""

    __slots__ = ()

    def __init__(self, bins: Bins, *, without: str = "") -> None:
        super().__init__(bins, without=without)


def count_codes(codes: Array, distinct: int) -> Array:
    """How often each code occurs, and last how often -1 does."""
    if codes.dtype == np.int8:
        counts = np.bincount(codes.view(np.uint8), minlength=256)
        return np.append(counts[:distinct], counts[255])
    counts = np.bincount(codes.astype(np.intp) + 1, minlength=distinct + 1)
    return np.append(counts[1:], counts[0])
