from collections.abc import Generator, Hashable
from typing import Any, Protocol, TypeVar

from app.datasets import Dataset
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


class Stepped(Hashable, Protocol):
    """A question that is answered by asking summaries, one after the other, each of them after the answer to the last.

    Each is computed, merged and remembered as any other.
    """

    @property
    def without(self) -> tuple[str, ...]:
        """As of a summary."""

    def steps(self, dataset: Dataset, count: int) -> Generator[Summary[Any, Any], Any, Any]:
        """Asks, is sent the answers, and returns what `answer` makes the answer of. `count` rows are kept."""

    def answer(self, dataset: Dataset, result: Any) -> Any: ...


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
