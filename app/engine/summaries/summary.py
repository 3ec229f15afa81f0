from collections.abc import Hashable
from typing import Protocol, TypeVar

from app.engine.dimension import Dimension
from app.engine.partition import Keep, Partition

State = TypeVar("State")
Answer_co = TypeVar("Answer_co", covariant=True)


class Summary(Hashable, Protocol[State, Answer_co]):
    """A frozen question about the kept rows; equal questions are equal values.

    `merge` is associative and commutative, so that partitions may be computed anywhere and in any order.
    """

    @property
    def without(self) -> tuple[str, ...]:
        """The columns whose filters this summary leaves out: a facet's own; those that the two axes of a chart show."""

    def partial(self, part: Partition, keep: Keep) -> State: ...

    def merge(self, a: State, b: State) -> State: ...

    def finish(self, state: State) -> Answer_co: ...


class Tiled(Summary[State, Answer_co], Protocol[State, Answer_co]):
    """A summary that can be computed for each stretch of an axis, and joined for any run of neighbouring ones."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]: ...

    def stretches(self, part: Partition, keep: Keep, axis: Dimension) -> State:
        """As `partial`, with the stretches as the first axis of every array."""

    def stack(self, state: State) -> State:
        """What `join` looks up: prefix sums of whatever can be subtracted."""

    def join(self, stacked: State, first: int, last: int) -> State:
        """The state of the stretches first…last, without the last."""
