"""The numbers of few rows: those in some cells among all combinations of groups and ranks."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.datasets import Measured
from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.kernels.kernels import Keys, keys_of_numbers
from app.engine.partition import Keep, Partition

State = tuple[Array, Array]


@dataclass(frozen=True)
class Gathered:
    """The sort keys of a column's numbers in `chosen` cells (ascending int64, as bytes): ascending in each cell.

    The answer is the cell of each, ascending, and its key.
    """

    dimensions: tuple[Dimension, ...]
    column: str
    chosen: bytes
    without: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> Array:
        return np.frombuffer(self.chosen, dtype=np.int64)

    def partial(self, part: Partition, keep: Keep) -> State:
        places, kernels, numbers = part.places(self.dimensions, keep), part.kernels, part.cells(self.column)
        assert places is not None
        assert isinstance(numbers, Measured)
        table = np.zeros(part.size(self.dimensions) + 1, dtype=np.int8)
        table[self.cells] = 1
        chosen = Keys(kernels.lookup(places, table, keep.rows), floats=False, missing=-1)
        rows = kernels.within(chosen, keep.rows, low=1, high=1)
        return places[rows].astype(np.int32), numbers.values[rows]

    def merge(self, a: State, b: State) -> State:
        return np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])

    def finish(self, state: State) -> State:
        cells, keys = state[0], keys_of_numbers(state[1])
        order = np.lexsort((keys, cells))
        return cells[order], keys[order]
