"""The axis of a dragged range: what its handles can stand at, as boundaries between numbers or moments."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from app.datasets import Column, Schema
from app.query import Bins, Filter
from app.query.operand import Span

Boundary = Any
"""A float, or a np.datetime64 of microseconds."""
FINEST = 1 << 13
PARTS = {1: 20, 2: 20, 5: 50}
"""Into how many parts a step of a power of ten times this is cut, so that the bins of every zoom end between two."""


@dataclass(frozen=True)
class Axis:
    """Half-open stretches between neighbouring boundaries; together they hold all that is finite in the column."""

    column: str
    edges: tuple[Boundary, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.column, self.edges))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def place(self, edge: Boundary) -> int:
        """The stretch that begins at a boundary, or at the first one above."""
        return bisect_left(self.edges, edge)

    def has(self, edge: Boundary) -> bool:
        place = self.place(edge)
        return place < len(self.edges) and bool(self.edges[place] == edge)


@lru_cache(maxsize=256)
def stops_of(bins: Bins, schema: Schema) -> Axis:
    """Where rows begin to be kept for a low handle at each edge of the bins, and where they end for a high one."""
    rows = [row for place in range(len(bins)) for row in bins.filters(place, schema.columns[bins.column])]
    lows = [low_end(row, schema) for row in rows if row.operator == "min"]
    highs = [high_end(replace(row, operator="max"), schema) for row in rows if row.operator != "min"]
    return Axis(bins.column, tuple(sorted({*lows, *highs})))


@lru_cache(maxsize=256)
def fine_axis(bins: Bins, schema: Schema) -> Axis:
    """The stops, and where the bins of a chart that shows only the range may end."""
    return Axis(bins.column, tuple(sorted({*stops_of(bins, schema).edges, *_fine(bins, schema.columns[bins.column])})))


@lru_cache(maxsize=256)
def joined(axis: Axis, bins: Bins) -> Axis:
    return Axis(axis.column, tuple(sorted({*axis.edges, *bounds(bins)})))


@lru_cache(maxsize=1024)
def bounds(bins: Bins) -> tuple[Boundary, ...]:
    """The boundaries of bins as an axis has them: the last one is after the last bin, which is closed."""
    *edges, last = _boundaries(bins.edges)
    after = last + np.timedelta64(1, "us") if isinstance(last, np.datetime64) else math.nextafter(last, math.inf)
    return (*edges, after)


def low_end(row: Filter, schema: Schema) -> Boundary:
    """The first number or moment that is kept."""
    (operand,) = row.operands(schema)
    return operand.start if isinstance(operand, Span) else float(operand)


def high_end(row: Filter, schema: Schema) -> Boundary:
    """The first number or moment that is no longer kept."""
    (operand,) = row.operands(schema)
    if isinstance(operand, Span):
        return operand.end if row.operator == "max" else operand.start
    return math.nextafter(float(operand), math.inf) if row.operator == "max" else float(operand)


def greatest_of(column: Column) -> Boundary:
    """Beyond this a boundary parts nothing."""
    return _boundaries([column.high])[0]


def _boundaries(edges: Sequence[Any]) -> list[Boundary]:
    return [np.datetime64(edge, "us") if isinstance(edge, str) else float(edge) for edge in edges]


def _fine(bins: Bins, column: Column) -> list[Boundary]:
    low, high = _boundaries((bins.edges[0], bins.edges[-1]))
    if isinstance(low, np.datetime64):
        days = np.arange(low.astype("datetime64[D]"), high.astype("datetime64[D]") + 1)
        return list(days.astype("datetime64[us]")) if len(days) <= FINEST else []
    step = _boundaries(bins.edges[:2])[1] - low
    if not (step > 0 and math.isfinite((high - low) / step)):
        return []
    power = math.floor(math.log10(step) + 1e-9)
    unit = step / PARTS.get(round(step / 10.0**power), 1)
    unit = max(1.0, unit) if column.kind == "integer" else unit
    count, first = round((high - low) / unit), round(low / unit)
    return [round((first + at) * unit, max(0, 3 - power)) for at in range(count + 1)] if count <= FINEST else []
