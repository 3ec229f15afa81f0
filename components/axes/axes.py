"""The frame of a plot: its size, and ticks at pixels."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.datasets import Column
from app.query import multiples
from components.format import Format, tick
from components.scale import Scale

WIDTH, HEIGHT = 480, 236
TICKS_X, TICKS_Y = 6, 5

UNITS = (("Y", 365.25, 4), ("M", 30.44, 7), ("D", 1.0, 10), ("h", 1 / 24, 16))
STEPS = {"Y": (1, 2, 5, 10, 20, 50, 100), "M": (1, 2, 3, 6), "D": (1, 2, 5, 10, 20), "h": (1, 3, 6, 12)}


@dataclass(frozen=True, slots=True)
class Tick:
    position: float
    label: str


@dataclass(frozen=True, slots=True)
class Axes:
    """Grid lines and tick labels; `left` to `right` and `top` to `bottom` is where the marks are."""

    left: float
    right: float
    top: float = 8
    bottom: float = HEIGHT - 22
    x: tuple[Tick, ...] = ()
    y: tuple[Tick, ...] = ()
    x_title: str = ""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def grid(self) -> str:
        """A path of a line at each tick of the vertical axis."""
        return "".join([f"M{self.left} {tick.position}H{self.right}" for tick in self.y])


@lru_cache(maxsize=1_000)
def number_ticks(scale: Scale, count: int, *, column: Column | None = None) -> tuple[Tick, ...]:
    """Round values; written like the column's (years without separators) where it has a style of its own."""
    step = scale.step(count)
    style = Format.of(column) if column and column.format and not column.format.isdigit() else None
    values = multiples(scale.low, scale.high, step)
    labels = [style.number(value) if style else tick(value, step) for value in values]
    return tuple(map(Tick, scale.places(values), labels))


@lru_cache(maxsize=1_000)
def time_ticks(scale: Scale, count: int) -> tuple[Tick, ...]:
    """Days since 1970 → round years, months, days or hours."""
    days = scale.high - scale.low
    unit, _, length = next(row for row in UNITS if days / row[1] >= count * 0.6 or row is UNITS[-1])
    ends = (np.datetime64(0, "D") + np.timedelta64(int(end * 1440), "m") for end in (scale.low, scale.high))
    offset = 1970 if unit == "Y" else 0  # years are counted from the year 0, so that 50 of them end at 1950 and 2000
    start, stop = (int(end.astype(f"datetime64[{unit}]").astype("int64")) + offset for end in ends)
    steps = [step for step in STEPS[unit] if (stop - start) / step <= count + 1]
    step = steps[0] if steps else STEPS[unit][-1] * max(1, -(-(stop - start) // (STEPS[unit][-1] * count)))
    found = []
    for whole in range(-(-start // step) * step, stop + 1, step):
        minutes = np.array(whole - offset).astype(f"datetime64[{unit}]").astype("datetime64[m]")
        position = float(minutes.astype("int64")) / 1440
        if scale.low <= position <= scale.high:
            found.append(Tick(scale(position), str(minutes).replace("T", " ")[:length]))
    return tuple(found)


def left_margin(labels: list[str]) -> float:
    return 14 + 6.2 * max((len(label) for label in labels), default=1)


def y_axis(scale: Scale, *, column: Column | None = None) -> tuple[tuple[Tick, ...], float]:
    """The ticks of a vertical scale and the room their labels want at the left."""
    found = number_ticks(scale, TICKS_Y, column=column)
    return found, left_margin([each.label for each in found])
