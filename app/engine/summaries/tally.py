"""Counts of rows by one dimension: the facets and histograms of the filter rail."""

from dataclasses import dataclass

from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.partition import Keep, Partition
from app.engine.summaries.prefix import between, prefix
from app.query import Bins, Field

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
    without: tuple[str, ...] = ()

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return (self.dimension,)

    def partial(self, part: Partition, keep: Keep) -> State:
        values = part.groups(self.dimension).values
        return values, part.tally((self.dimension,), keep)

    def merge(self, a: State, b: State) -> State:
        return a[0], a[1] + b[1]

    def finish(self, state: State) -> Tally:
        values, counts = state
        return Tally(values, counts[:-1], int(counts[-1]))

    def stretches(self, part: Partition, keep: Keep, axis: Dimension) -> State:
        values, kernels = part.groups(self.dimension).values, part.kernels
        wide, size = len(values) + 1, part.size((axis,))
        codes = part.codes(axis, keep), part.codes(self.dimension, keep)
        places = kernels.cross(*codes, wide, rows=keep.rows, missing=wide - 1)
        return values, kernels.tally(places, keep.rows, size * wide)[:-1].reshape(size, wide)

    def stack(self, state: State) -> State:
        return state[0], prefix(state[1])

    def join(self, stacked: State, first: int, last: int) -> State:
        return stacked[0], between(stacked[1], first, last)


class Facet(_Counts):
    """The counts of a column's values under all filters but its own."""

    __slots__ = ()

    def __init__(self, column: str) -> None:
        super().__init__(Field(column), without=(column,))


class Histogram(_Counts):
    """The counts of rows in bins, under all filters, or under all but those of some columns."""

    __slots__ = ()

    def __init__(self, bins: Bins, *, without: tuple[str, ...] = ()) -> None:
        super().__init__(bins, without=without)
