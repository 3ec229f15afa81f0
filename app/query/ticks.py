"""Nice numbers: steps of 1, 2 or 5 times a power of ten, as d3-array chooses them."""

import math
import sys

LEAST = 1e-300
"""Steps below this are not told apart from nothing."""


def nice_step(low: float, high: float, count: int) -> float:
    """The step that cuts low…high in about `count` parts.

    >>> nice_step(0, 97, 10), nice_step(0, 1, 4), nice_step(3, 3, 5)
    (10.0, 0.2, 1.0)
    """
    span = high - low
    if not (math.isfinite(low) and math.isfinite(high)):
        return 1.0
    if math.isinf(span):
        return min(4 * nice_step(low / 4, high / 4, count), sys.float_info.max)
    raw = span / max(1, count)
    if raw < LEAST:
        return max(span, LEAST) if span > 0 else 1.0
    power = math.floor(math.log10(raw))
    error = raw / 10.0**power
    factor = 10 if error >= math.sqrt(50) else 5 if error >= math.sqrt(10) else 2 if error >= math.sqrt(2) else 1
    return multiple(factor, power=power)


def wider_step(low: float, high: float, most: int) -> float:
    """The least step of 1, 2 or 5 times a power of ten that cuts low…high in at most `most` parts.

    >>> wider_step(1964, 2013, 50), wider_step(0, 83, 36)
    (1.0, 5.0)
    """
    step = nice_step(low, high, most)
    while high / step - low / step > most:
        step *= 2.5 if f"{step:e}".startswith("2") else 2
    return float(f"{step:.6g}")


def multiple(number: int, *, power: int) -> float:
    """number × 10**power without the noise of a product of floats."""
    return float(f"{number}e{power}")


def ticks(low: float, high: float, count: int) -> list[float]:
    """About `count` round values within low…high.

    >>> ticks(0, 0.3, 3), ticks(12, 48, 4)
    ([0.0, 0.1, 0.2, 0.3], [20.0, 30.0, 40.0])
    """
    return multiples(low, high, nice_step(low, high, count))


def multiples(low: float, high: float, step: float) -> list[float]:
    """The multiples of a step within low…high."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [steps(index, step) for index in range(first, last + 1)]


def steps(index: int, step: float) -> float:
    """index × step, rounded to the step's own decimals."""
    decimals = max(0, -math.floor(math.log10(step))) if step > 0 else 0
    return round(index * step, decimals + 1)
