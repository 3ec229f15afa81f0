"""Linear scales: a domain of values onto a range of pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.query import nice_step, ticks


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps low…high to start…stop. A domain of one value is widened, so that nothing divides by zero."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start), 1)

    def ticks(self, count: int) -> list[float]:
        return ticks(self.low, self.high, count)

    def step(self, count: int) -> float:
        return nice_step(self.low, self.high, count)


def linear(low: float, high: float, *, start: float, stop: float) -> Scale:
    if low == high:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    return Scale(low, high, start, stop)


def nice(low: float, high: float, *, start: float, stop: float, count: int) -> Scale:
    """A linear scale whose domain ends at ticks."""
    scale = linear(low, high, start=start, stop=stop)
    step = nice_step(scale.low, scale.high, count)
    bottom, top = scale.low // step * step, -(-scale.high // step) * step
    return Scale(bottom, top, start, stop)


def finite(values: Sequence[float]) -> list[float]:
    return [value for value in values if value - value == 0]
