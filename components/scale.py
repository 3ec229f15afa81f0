"""Scales: a domain of values onto a range of pixels, evenly or by powers of ten."""

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
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

    def spread(self, values: Array) -> Array:
        """As `places`, of very many."""
        low = self.low / 2
        return np.round(self.start + (values / 2 - low) / (self.high / 2 - low) * (self.stop - self.start), 1)

    def ticks(self, count: int) -> list[float]:
        return multiples(self.low, self.high, self.step(count))

    def step(self, count: int) -> float:
        step = nice_step(self.low, self.high, count)
        return max(1.0, step) if self.whole else step


@dataclass(frozen=True, slots=True)
class LogScale:
    """Maps low…high, both positive, to start…stop by their logarithms."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        return self.places((value,))[0]

    def places(self, values: Iterable[float]) -> list[float]:
        low, start, length = math.log10(self.low), self.start, self.stop - self.start
        span = math.log10(self.high) - low
        return [
            round(start + (math.log10(value) - low) / span * length, 1) if value == value else value for value in values
        ]

    def spread(self, values: Array) -> Array:
        """As `places`, of very many."""
        low = math.log10(self.low)
        part = (np.log10(values) - low) / (math.log10(self.high) - low)
        return np.round(self.start + part * (self.stop - self.start), 1)

    def ticks(self, count: int) -> list[float]:
        """Powers of ten, fewer if there are many; with 2 and 5 times them if there are few."""
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        skip = max(1, -(-(last - first + 1) // (count + 1)))
        factors = (1, 2, 5) if last - first < 2 else (1,)
        found = [float(f"{factor}e{power}") for power in range(first - 1, last + 1) for factor in factors]
        kept = [value for value in found if self.low * (1 - 1e-9) <= value <= self.high * (1 + 1e-9)]
        return [value for value in kept if skip == 1 or round(math.log10(value)) % skip == 0]


AnyScale = Scale | LogScale
NARROW, GREATEST = 1.01, sys.float_info.max
"""Ends of a logarithmic domain that are nearer than this are one value."""


def logarithmic(low: float, high: float, *, start: float, stop: float) -> LogScale:
    """A domain that ends at 1, 2 or 5 times powers of ten around low…high, which are positive."""
    ends = _round_log(low, up=False), _round_log(high, up=True)
    return LogScale(ends[0] / 2 if ends[1] < NARROW * ends[0] else ends[0], ends[1], start, stop)


def _round_log(value: float, *, up: bool) -> float:
    power = math.floor(math.log10(value))
    steps = [float(f"{factor}e{power}") for factor in (1, 2, 5, 10)]
    if up:
        return next((step for step in steps if step >= value), value)
    return next((step for step in reversed(steps) if step <= value), value)


def linear(low: float, high: float, *, start: float, stop: float, whole: bool = False) -> Scale:
    """A domain of one value is widened, so that nothing divides by zero."""
    if low == high == 0 and not whole:
        low, high = 0.0, 1.0
    elif low == high:
        rim = 1.0 if whole and low - 1 < low else abs(low) / 2
        low, high = max(-GREATEST, low - rim), min(GREATEST, high + rim)
    return Scale(low, high, start, stop, whole)


def nice(low: float, high: float, *, start: float, stop: float, count: int, whole: bool = False) -> Scale:
    """A linear scale whose domain ends at ticks."""
    scale = linear(low, high, start=start, stop=stop, whole=whole)
    step = scale.step(count)
    ends = scale.low // step * step, -(-scale.high // step) * step
    if not all(map(math.isfinite, ends)):
        ends = scale.low, scale.high
    return Scale(*ends, start, stop, whole)


def finite(values: Sequence[float]) -> list[float]:
    return [value for value in values if value - value == 0]
