"""The frame of a plot: its size, and ticks at pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.datasets import Column
from app.query import multiples
from components.format import Format, short, tick
from components.scale import AnyScale, LogScale, Scale

WIDTH, HEIGHT, WIDE = 480, 236, 980
TICKS_X, TICKS_Y = 6, 5
BELOW, ABOVE, BESIDE = 22, 8, 12
"""Room for the labels of the horizontal axis, above the plot and at its right."""
CHARACTER, WIDER, LABEL_GAP = 6.2, 1.6, 6.0

UNITS = (("Y", 365.25), ("M", 30.44), ("D", 1.0), ("h", 1 / 24), ("m", 1 / 1440))
STEPS = {
    "Y": (1, 2, 5, 10, 20, 50, 100),
    "M": (1, 2, 3, 6),
    "D": (1, 2, 5, 10, 20),
    "h": (1, 3, 6, 12),
    "m": (1, 2, 5, 10, 15, 30),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    position: float
    label: str


@dataclass(frozen=True, slots=True)
class Axes:
    """Grid lines and tick labels; `left` to `right` and `top` to `bottom` is where the marks are.

    `upright`: grid lines stand at the ticks of the horizontal axis. `rules`: there are grid lines at all.
    """

    left: float
    right: float
    top: float = ABOVE
    bottom: float = HEIGHT - BELOW
    x: tuple[Tick, ...] = ()
    y: tuple[Tick, ...] = ()
    x_title: str = ""
    upright: bool = False
    rules: bool = True

    @property
    def grid(self) -> str:
        """A path of a line at each tick of the vertical axis, or of the horizontal one."""
        if not self.rules:
            return ""
        if self.upright:
            return "".join([f"M{tick.position} {self.top}V{self.bottom}" for tick in self.x])
        return "".join([f"M{self.left} {tick.position}H{self.right}" for tick in self.y])

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def bare(self) -> "Axes":
        """The same room without lines and labels."""
        return Axes(self.left, self.right, self.top, self.bottom, rules=False)


@lru_cache(maxsize=1_000)
def number_ticks(scale: AnyScale, count: int, *, column: Column | None = None, unit: str = "") -> tuple[Tick, ...]:
    """Round values; written like the column's (years without separators) where it has a style of its own."""
    style = Format.of(column) if column and column.format and not column.format.isdigit() else None
    if isinstance(scale, LogScale):
        values = scale.ticks(count)
        labels = [style.short(value) if style else short(value) for value in values]
    else:
        step = scale.step(count)
        values = multiples(scale.low, scale.high, step)
        labels = [style.tick(value, step) if style else tick(value, step) for value in values]
    return tuple(Tick(at, f"{label}{unit}") for at, label in zip(scale.places(values), labels, strict=True))


@lru_cache(maxsize=1_000)
def time_ticks(scale: Scale, count: int) -> tuple[Tick, ...]:
    """Days since 1970 → round years, months, days, hours or minutes."""
    days = scale.high - scale.low
    unit = next(name for name, length in UNITS if days / length >= count * 0.6 or name == UNITS[-1][0])
    ends = (np.datetime64(0, "D") + np.timedelta64(int(end * 1440), "m") for end in (scale.low, scale.high))
    offset = 1970 if unit == "Y" else 0  # years are counted from the year 0, so that 50 of them end at 1950 and 2000
    start, stop = (int(end.astype(f"datetime64[{unit}]").astype("int64")) + offset for end in ends)
    steps = [step for step in STEPS[unit] if (stop - start) / step <= count + 1]
    step = steps[0] if steps else STEPS[unit][-1] * max(1, -(-(stop - start) // (STEPS[unit][-1] * count)))
    moments = [_moment(whole - offset, unit) for whole in range(-(-start // step) * step, stop + 1, step)]
    shown = [moment for moment in moments if scale.low <= _days(moment) <= scale.high]
    return tuple(Tick(scale(_days(each)), _time_label(each, unit, first=i == 0)) for i, each in enumerate(shown))


def _moment(whole: int, unit: str) -> np.datetime64:
    return np.datetime64(np.datetime64(whole, unit), "m")  # type: ignore[call-overload, no-any-return]


def _days(moment: np.datetime64) -> float:
    return float(moment.astype("int64")) / 1440


def _time_label(moment: np.datetime64, unit: str, *, first: bool) -> str:
    """The year is told where it begins, and so are the day of an hour and the month of a day."""
    date, _, clock = str(moment).rpartition("T")
    year, month, day = date.rsplit("-", 2)
    name = MONTHS[int(month) - 1]
    if unit == "Y":
        return year
    if unit == "M":
        return year if month == "01" else f"{name} {year}" if first else name
    if unit == "D":
        return f"{int(day)} {name} {year}" if first else f"{int(day)} {name}"
    return f"{int(day)} {name}" if clock == "00:00" else f"{int(day)} {name} {clock}" if first else clock


def apart(ticks: Iterable[Tick]) -> tuple[Tick, ...]:
    """Without the labels that would lie on the one before; the ticks themselves stay."""
    found: list[Tick] = []
    end = -1e9
    for each in ticks:
        half = CHARACTER * len(each.label) / 2
        room = each.position - half >= end + LABEL_GAP
        found.append(each if room else Tick(each.position, ""))
        end = each.position + half if room else end
    return tuple(found)


def text_width(text: str) -> float:
    """About how many pixels a text takes in the letters of a chart; capitals are wider."""
    return CHARACTER * len(text) + WIDER * sum(map(str.isupper, text))


def left_margin(labels: list[str]) -> float:
    return round(14 + CHARACTER * max((len(label) for label in labels), default=1), 1)


def y_axis(
    scale: AnyScale, *, column: Column | None = None, count: int = TICKS_Y, unit: str = ""
) -> tuple[tuple[Tick, ...], float]:
    """The ticks of a vertical scale and the room their labels want at the left."""
    found = number_ticks(scale, count, column=column, unit=unit)
    return found, left_margin([each.label for each in found])


def name_ticks(labels: tuple[str, ...], *, left: float, pitch: float) -> tuple[Tick, ...]:
    """Names below places of equal width, every second, third … if they have no room."""
    skip = max(1, -(-max(CHARACTER * len(label) + 8 for label in labels) // pitch))
    return tuple(
        Tick(round(left + (i + 0.5) * pitch, 1), label if i % skip == 0 else "") for i, label in enumerate(labels)
    )
