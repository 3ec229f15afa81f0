"""Shades: how dark a measure's values are drawn, and the key that tells."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from components.drawing.drawing import Shape, Text, rect

SHADES = 6
KEY, SWATCH = 14.0, 16.0
"""Room for the key above a plot, and the width of one of its colours."""


@dataclass(frozen=True, slots=True, eq=False)
class Shading:
    """`shades`: 1 to SHADES for each value, 0 where there is none."""

    shades: Array
    low: float
    high: float


def shade(values: Array, *, counts: bool) -> Shading:
    """Counts by their square root, as they are mostly small; other measures evenly from the least to the greatest."""
    some = np.isfinite(values)
    low, high = (0.0 if counts else float(values[some].min())), float(values[some].max())
    filled = np.where(some, values, low)
    extent = high / 2 - low / 2
    part = (filled / 2 - low / 2) / extent if extent > 0 else np.ones(values.shape)
    steps = np.clip(np.ceil((np.sqrt(part) if counts else part) * SHADES), 1, SHADES).astype(int)
    return Shading(np.where(some, steps, 0), low, high)


def key_of(
    shading: Shading, write: Callable[[float], str], *, right: float
) -> tuple[tuple[Shape, ...], tuple[Text, ...]]:
    """The shades from the least to the greatest value, above the plot at its right."""
    high = write(shading.high)
    start = right - 6.2 * len(high) - 6 - SHADES * SWATCH
    swatches = [rect(round(start + i * SWATCH, 1), 3, SWATCH - 1, 8) for i in range(SHADES)]
    shapes = tuple(Shape(f"cell cell--{i} key", path) for i, path in enumerate(swatches, start=1))
    low = Text(round(start - 5, 1), 11, write(shading.low), "key__end", "end")
    return shapes, (low, Text(right, 11, high, "key__end", "end"))
