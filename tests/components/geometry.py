"""What a drawing shows, read back from its paths and from the labels of its axes alone."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from components.axes.axes import CHARACTER, Tick

NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
RECT = re.compile(rf"M({NUMBER}) ({NUMBER})h({NUMBER})v({NUMBER})h{NUMBER}z")
DOT = re.compile(rf"M({NUMBER}) ({NUMBER})a({NUMBER}) {NUMBER} 0 1 0 {NUMBER} 0a{NUMBER} {NUMBER} 0 1 0 {NUMBER} 0z")
POINT = re.compile(rf"({NUMBER}) ({NUMBER})")
SUFFIXES = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "%": 0.01}
Read = Callable[[float], float]


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Dot(NamedTuple):
    x: float
    y: float
    radius: float


def boxes(path: str) -> list[Box]:
    """The rectangles of a path that has nothing else in it."""
    assert RECT.sub("", path) == "", path
    found = [[float(text) for text in each] for each in RECT.findall(path)]
    return [Box(x, y, x + width, y + height) for x, y, width, height in found]


def box(path: str) -> Box:
    (found,) = boxes(path)
    return found


def dots(path: str) -> list[Dot]:
    """The dots of a path, whatever else is in it."""
    found = [[float(text) for text in each] for each in DOT.findall(path)]
    return [Dot(x + radius, y, radius) for x, y, radius in found]


def dot(path: str) -> Dot:
    (found,) = dots(path)
    return found


def specks(path: str) -> list[tuple[float, float]]:
    """The dots of a path of steps in whole pixels."""
    steps = re.findall(r"m(-?\d+) (-?\d+)h0", path)
    assert "".join([f"m{x} {y}h0" for x, y in steps]) == path
    xs, ys = (list(accumulate(int(step[axis]) for step in steps)) for axis in (0, 1))
    return list(zip(xs, ys, strict=True))


def runs(path: str) -> list[list[tuple[float, float]]]:
    """The stretches of a line without a gap, as points; its dot at the end is left out."""
    parts = re.sub(r"m-1.5 0h3", "", DOT.sub("", path)).split("M")[1:]
    return [[(float(x), float(y)) for x, y in POINT.findall(part)] for part in parts]


def points(path: str) -> list[tuple[float, float]]:
    return [point for run in runs(path) for point in run]


def bands(path: str) -> list[list[tuple[float, float, float]]]:
    """The stretches of an area: at each place its x, its lower and its upper edge."""
    found = []
    for run in runs(path):
        upper, lower = run[: len(run) // 2], run[len(run) // 2 :][::-1]
        assert [x for x, _ in upper] == [x for x, _ in lower]
        found.append([(x, low, high) for (x, high), (_, low) in zip(upper, lower, strict=True)])
    return found


def number(label: str) -> float:
    """
    >>> number("1,234"), number("-€1.2\u202fk"), number("5\u202f%"), number("∞")
    (1234.0, -1200.0, 0.05, inf)
    """
    text, _, suffix = label.replace(",", "").replace("∞", "inf").partition("\u202f")
    return float(re.sub("[€$£]", "", text)) * SUFFIXES.get(suffix, 1)


def read_back(ticks: Sequence[Tick]) -> Read:
    """What number stands at a pixel of an even axis, told from two far ticks."""
    (low, first), (high, last) = ((tick.position, number(tick.label)) for tick in _ends(ticks))
    return lambda position: first + (position - low) / (high - low) * (last - first)


def read_log(ticks: Sequence[Tick]) -> Read:
    """The same of a logarithmic axis."""
    (low, first), (high, last) = ((tick.position, math.log10(number(tick.label))) for tick in _ends(ticks))
    return lambda position: 10 ** (first + (position - low) / (high - low) * (last - first))


def _ends(ticks: Sequence[Tick]) -> tuple[Tick, Tick]:
    shown = [tick for tick in ticks if tick.label]
    return shown[0], shown[-1]


def pixel(ticks: Sequence[Tick]) -> float:
    """How much a number may be off as pixels are rounded: what two of them stand for."""
    read = read_back(ticks)
    return abs(read(0.2) - read(0))


def overlapping(ticks: Sequence[Tick]) -> list[tuple[str, str]]:
    """Labels beside each other on a horizontal axis that have no room."""
    shown = [tick for tick in ticks if tick.label]
    return [
        (a.label, b.label)
        for a, b in pairwise(shown)
        if b.position - a.position < CHARACTER * (len(a.label) + len(b.label)) / 2
    ]
