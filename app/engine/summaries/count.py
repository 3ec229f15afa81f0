from dataclasses import dataclass

from app.engine.partition import Keep, Partition


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows are kept."""

    without: str = ""

    def partial(self, part: Partition, keep: Keep) -> int:
        return keep.count

    def merge(self, a: int, b: int) -> int:
        return a + b

    def finish(self, state: int) -> int:
        return state
