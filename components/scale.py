"""Linear scales: a domain of values onto a range of pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.query import multiples, nice_step


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps low…high to start…stop; `whole`: its ticks are whole numbers."""

    low: float
    high: float
    start: float
    stop: float
    whole: bool = False

    def __call__(self, value: float) -> float:
        return self.places((value,))[0]

    def places(self, values: Iterable[float]) -> list[float]:
        low, start, length = self.low / 2, self.start, self.stop - self.start
        span = self.high / 2 - low  # halves: a whole span may overflow
        return [round(start + (value / 2 - low) / span * length, 1) for value in values]

    def ticks(self, count: int) -> list[float]:
        return multiples(self.low, self.high, self.step(count))

    def step(self, count: int) -> float:
        step = nice_step(self.low, self.high, count)
        return max(1.0, step) if self.whole else step


def linear(low: float, high: float, *, start: float, stop: float, whole: bool = False) -> Scale:
    """A domain of one value is widened, so that nothing divides by zero."""
    if low == high and whole:
        low, high = low - 1, high + 1
    elif low == high:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    return Scale(low, high, start, stop, whole)


def nice(low: float, high: float, *, start: float, stop: float, count: int, whole: bool = False) -> Scale:
    """A linear scale whose domain ends at ticks."""
    scale = linear(low, high, start=start, stop=stop, whole=whole)
    step = scale.step(count)
    return Scale(scale.low // step * step, -(-scale.high // step) * step, start, stop, whole)


def finite(values: Sequence[float]) -> list[float]:
    return [value for value in values if value - value == 0]
