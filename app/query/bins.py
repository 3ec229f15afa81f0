"""Bins of a numeric or date column: edges that read well, and the filters that select a bin."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from app.datasets import Column
from app.query.filter import Filter
from app.query.operand import number_text
from app.query.ticks import steps, wider_step

RAIL_BINS = 50
FRACTIONS = ("number", "geo")
"""Kinds of numbers between which there are others."""
Edge = float | int | str

DATE_STEPS = (
    ("h", 1), ("h", 6), ("D", 1), ("D", 7), ("M", 1), ("M", 3),
    ("Y", 1), ("Y", 2), ("Y", 5), ("Y", 10), ("Y", 50), ("Y", 100),
)  # fmt: skip
LENGTHS = {"Y": 4, "M": 7, "D": 10, "h": 16}


@dataclass(frozen=True)
class Bins:
    """Half-open bins between neighbouring edges; the last one is closed. Edges of dates are ISO texts."""

    column: str
    edges: tuple[Edge, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Bins are looked up many times a page, and have many edges."""
        return hash((self.column, self.edges))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def filters(self, position: int, column: Column) -> tuple[Filter, ...]:
        """The filters that keep exactly the rows of one bin."""
        return bin_filters(self, column)[position]


@lru_cache(maxsize=500)
def bin_filters(bins: Bins, column: Column) -> tuple[tuple[Filter, ...], ...]:
    """For each bin the filters that keep exactly its rows."""
    return tuple(_filters(bins, position, column) for position in range(len(bins)))


def _filters(bins: Bins, position: int, column: Column) -> tuple[Filter, ...]:
    low, high = bins.edges[position], bins.edges[position + 1]
    first = Filter(bins.column, "min", (edge_text(low),))
    if isinstance(high, str):
        return Filter(bins.column, "max", (_written(_before(high)),)), first
    if column.kind not in FRACTIONS:
        return Filter(bins.column, "max", (edge_text(high - 1),)), first
    if position == len(bins) - 1:
        return Filter(bins.column, "max", (edge_text(high),)), first
    return Filter(bins.column, "below", (edge_text(high),)), first


@lru_cache(maxsize=1000)
def rail_bins(column: Column) -> Bins | None:
    """The bins of a column's filter, at whose edges its handles stand; None without an extent."""
    if column.low is None or column.high is None:
        return None
    return make_bins(column, column.low, column.high, most=RAIL_BINS)


@lru_cache(maxsize=500)
def make_bins(column: Column, low: Edge, high: Edge, *, most: int) -> Bins:
    """At most `most` bins (one more at the ends, at times) that cover low…high."""
    if isinstance(low, str) or isinstance(high, str):
        hours = len(str(column.low)) > 10 if column.low is not None else True
        return Bins(column.key, _date_edges(str(low), str(high), most, steps=DATE_STEPS[0 if hours else 2 :]))
    step = wider_step(low, high, most)
    if column.kind in FRACTIONS:
        return Bins(column.key, _number_edges(float(low), float(high), step))
    whole = max(1, int(step))
    first, last = int(low) // whole, int(high) // whole + 1
    return Bins(column.key, tuple(index * whole for index in range(first, last + 1)))


def _number_edges(low: float, high: float, step: float) -> tuple[float, ...]:
    """Multiples of the step; where floats are too coarse for that, the extent itself."""
    first, last = math.floor(low / step), math.ceil(high / step)
    edges = tuple(dict.fromkeys(steps(index, step) for index in range(first, max(last, first + 1) + 1)))
    if len(edges) > 1 and edges[0] <= low and high <= edges[-1] and all(map(math.isfinite, edges)):
        return edges
    return (low, high) if low < high else (low, math.nextafter(low, math.inf))


def edge_text(edge: Edge) -> str:
    if isinstance(edge, str):
        return _written(edge)
    return str(edge) if isinstance(edge, int) else number_text(edge)


def _written(moment: str) -> str:
    """A moment as an address can say it: from the year 1 to the year 9999."""
    if moment.startswith(("-", "0000")):
        return "0001"
    return "9999" if len(moment.split("-", maxsplit=1)[0]) > 4 else moment


def _date_edges(low: str, high: str, most: int, *, steps: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    for unit, step in steps:
        first, last = (
            int(np.datetime64(end).astype(f"datetime64[{unit}]").astype("int64")) // step for end in (low, high)
        )
        if last - first < most:
            break
    else:
        step *= -(-(last - first + 1) // most)
        first, last = first * DATE_STEPS[-1][1] // step, last * DATE_STEPS[-1][1] // step
    edges = np.arange(first, last + 2) * step
    return tuple(_iso(edge, unit) for edge in edges.astype(f"datetime64[{unit}]"))


def _iso(moment: np.datetime64, unit: str) -> str:
    return str(moment.astype("datetime64[m]"))[: LENGTHS[unit]] if unit == "h" else str(moment)


def _before(edge: str) -> str:
    """The last moment before an edge, in the edge's own precision: `2012-07` → `2012-06`."""
    if len(edge) > 10:
        return str(np.datetime64(edge, "m") - np.timedelta64(1, "m"))
    return str(np.datetime64(edge) - np.timedelta64(1))
