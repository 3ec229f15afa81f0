from dataclasses import dataclass

from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.partition import Keep, Partition
from app.engine.summaries.prefix import between, prefix


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows are kept."""

    without: tuple[str, ...] = ()

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return ()

    def partial(self, part: Partition, keep: Keep) -> Array | int:
        return keep.count

    def merge(self, a: Array | int, b: Array | int) -> Array | int:
        return a + b

    def finish(self, state: Array | int) -> int:
        return int(state)

    def stretches(self, part: Partition, keep: Keep, axis: Dimension) -> Array:
        return part.tally((axis,), keep)[:-1]

    def stack(self, state: Array) -> Array:
        return prefix(state)

    def join(self, stacked: Array, first: int, last: int) -> int:
        return int(between(stacked, first, last))
