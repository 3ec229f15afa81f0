"""Bins of a numeric or date column: edges that read well, and the filters that select a bin."""

import math
from dataclasses import dataclass

import numpy as np

from app.datasets import Column
from app.query.filter import Filter
from app.query.operand import number_text
from app.query.ticks import steps, wider_step

Edge = float | str

DATE_STEPS = (
    ("h", 1), ("h", 6), ("D", 1), ("D", 7), ("M", 1), ("M", 3),
    ("Y", 1), ("Y", 2), ("Y", 5), ("Y", 10), ("Y", 50), ("Y", 100),
)  # fmt: skip
LENGTHS = {"Y": 4, "M": 7, "D": 10, "h": 16}


@dataclass(frozen=True, slots=True)
class Bins:
    """Half-open bins between neighbouring edges; the last one is closed. Edges of dates are ISO texts."""

    column: str
    edges: tuple[Edge, ...]

    def __len__(self) -> int:
        return len(self.edges) - 1

    def filters(self, position: int, column: Column) -> tuple[Filter, ...]:
        """The filters that keep exactly the rows of one bin."""
        low, high = self.edges[position], self.edges[position + 1]
        first = Filter(self.column, "min", (edge_text(low),))
        if isinstance(high, str):
            return Filter(self.column, "max", (_before(high),)), first
        if column.kind != "number":
            return Filter(self.column, "max", (edge_text(high - 1),)), first
        if position == len(self) - 1:
            return Filter(self.column, "max", (edge_text(high),)), first
        return Filter(self.column, "below", (edge_text(high),)), first


def make_bins(column: Column, low: Edge, high: Edge, *, most: int) -> Bins:
    """At most `most` bins (one more at the ends, at times) that cover low…high."""
    if isinstance(low, str) or isinstance(high, str):
        return Bins(column.key, _date_edges(str(low), str(high), most))
    step = wider_step(low, high, most)
    if column.kind != "number":
        step = max(1.0, step)
    first, last = math.floor(low / step), math.ceil(high / step)
    if column.kind != "number" or first == last:
        last = math.floor(high / step) + 1
    return Bins(column.key, tuple(steps(index, step) for index in range(first, last + 1)))


def edge_text(edge: Edge) -> str:
    return edge if isinstance(edge, str) else number_text(edge)


def _date_edges(low: str, high: str, most: int) -> tuple[str, ...]:
    for unit, step in DATE_STEPS:
        first, last = (
            int(np.datetime64(end).astype(f"datetime64[{unit}]").astype("int64")) // step for end in (low, high)
        )
        if last - first < most:
            break
    edges = np.arange(first, last + 2) * step
    return tuple(_iso(edge, unit) for edge in edges.astype(f"datetime64[{unit}]"))


def _iso(moment: np.datetime64, unit: str) -> str:
    return str(moment.astype("datetime64[m]"))[: LENGTHS[unit]] if unit == "h" else str(moment)


def _before(edge: str) -> str:
    """The last moment before an edge, in the edge's own precision: `2012-07` → `2012-06`."""
    if len(edge) > 10:
        return str(np.datetime64(edge, "m") - np.timedelta64(1, "m"))
    return str(np.datetime64(edge) - np.timedelta64(1))
