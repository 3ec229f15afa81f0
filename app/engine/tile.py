"""Tiles: while a range is dragged, every answer is looked up between the stops of its handles."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from app.datasets import Schema
from app.engine.axis import Axis, Boundary, bounds, fine_axis, greatest_of, high_end, joined, low_end, stops_of
from app.engine.partition import Keep, Partition
from app.engine.summaries import Count, Facet, GroupBy, Groups, Histogram, Tiled
from app.query import COUNT, Bins, Query, QueryError

ENDS = ("min", "max", "below")
AnyTiled = Tiled[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Stacked:
    """A summary's states along an axis, to be joined for any run of stretches."""

    summary: AnyTiled
    state: Any

    def between(self, first: int, last: int) -> Any:
        return self.summary.finish(self.summary.join(self.state, first, last))

    @property
    def nbytes(self) -> int:
        return _nbytes(self.state)


@dataclass(frozen=True, slots=True)
class Tile:
    """A summary for each stretch of an axis: itself a summary, which any executor computes and merges."""

    summary: AnyTiled
    axis: Axis

    @property
    def without(self) -> tuple[str, ...]:
        return self.summary.without

    def partial(self, part: Partition, keep: Keep) -> Any:
        return self.summary.stretches(part, keep, self.axis)

    def merge(self, a: Any, b: Any) -> Any:
        return self.summary.merge(a, b)

    def finish(self, state: Any) -> Stacked:
        return Stacked(self.summary, self.summary.stack(state))


@dataclass(frozen=True, slots=True)
class Drag:
    """The range filter on a column, between two of the places that its handles can stand at; None: an open end.

    `greatest`: no cell is above it.
    """

    column: str
    low: Boundary | None
    high: Boundary | None
    greatest: Boundary
    stops: Axis
    fine: Axis

    def tile(self, summary: object) -> Tile | None:
        """What to compute so that this summary can be looked up wherever the handles stand; None if it can't be."""
        if not isinstance(summary, Count | Facet | Histogram | GroupBy) or self.column in summary.without:
            return None
        if isinstance(summary, GroupBy) and summary.medians:
            return None
        bins = _own_bins(summary, self.column)
        if bins is None:
            return Tile(summary, self.stops)
        assert isinstance(summary, GroupBy)
        if summary.measures != (COUNT,):
            return None
        at = summary.dimensions.index(bins)
        rest = (*summary.dimensions[:at], *summary.dimensions[at + 1 :])
        axis = self.fine if self._reaches(self.fine, bins) else joined(self.stops, bins)
        return Tile(replace(summary, dimensions=rest), axis)

    def answer(self, summary: object, tile: Tile, stacked: Stacked) -> Any:
        first, last = self._ends(tile.axis)
        bins = _own_bins(summary, self.column)
        if bins is None:
            return stacked.between(first, last)
        places = np.clip([tile.axis.place(edge) for edge in bounds(bins)], first, last)
        return _grouped(stacked, places, cast(GroupBy, summary).dimensions.index(bins))

    def _ends(self, axis: Axis) -> tuple[int, int]:
        first = 0 if self.low is None else axis.place(self.low)
        last = len(axis) if self.high is None else axis.place(self.high)
        return first, max(first, last)

    def _reaches(self, axis: Axis, bins: Bins) -> bool:
        """Whether every boundary of the bins that lies within the range is on the axis."""
        low, high = self.low, self.greatest if self.high is None else min(self.high, self.greatest)
        return all(axis.has(edge) for edge in bounds(bins) if edge <= high and (low is None or edge > low))


def drag_of(query: Query, bins: Bins | None, schema: Schema) -> Drag | None:
    """The query's range on a column as a drag of handles that stand at the edges of bins.

    None where it is no range, or an end of it is not where a handle can be.
    """
    filters = query.on(bins.column) if bins else ()
    if not bins or not filters or any(row.operator not in ENDS for row in filters):
        return None
    if schema.columns[bins.column].infinite:
        return None
    lows = [low_end(row, schema) for row in filters if row.operator == "min"]
    highs = [high_end(row, schema) for row in filters if row.operator != "min"]
    try:
        stops = stops_of(bins, schema)
    except QueryError:  # edges before the year 0 can't be typed
        return None
    if not all(stops.has(end) for end in (*lows, *highs)):
        return None
    return Drag(
        bins.column,
        low=lows[0] if lows else None,
        high=min(highs) if highs else None,
        greatest=greatest_of(schema.columns[bins.column]),
        stops=stops,
        fine=fine_axis(bins, schema),
    )


def _own_bins(summary: object, key: str) -> Bins | None:
    """The bins of the dragged column among a summary's dimensions."""
    dimensions = summary.dimensions if isinstance(summary, GroupBy) else ()
    return next((each for each in dimensions if isinstance(each, Bins) and each.column == key), None)


def _grouped(stacked: Stacked, places: np.ndarray[Any, Any], at: int) -> Groups:
    """Counts between neighbouring places as one more dimension."""
    state = stacked.state
    shape = tuple(len(values) for values in state.values)
    counts = np.moveaxis(np.diff(state.counts[places], axis=0).reshape(-1, *shape), 0, at)
    values = [*state.values[:at], np.arange(len(places) - 1), *state.values[at:]]
    return Groups(tuple(values), counts, {COUNT: counts.astype(np.float64)})


def _nbytes(state: Any) -> int:
    if isinstance(state, np.ndarray):
        return int(state.nbytes)
    if isinstance(state, Mapping):
        return sum(map(_nbytes, state.values()))
    if isinstance(state, tuple):
        return sum(map(_nbytes, state))
    return sum(_nbytes(getattr(state, name)) for name in getattr(type(state), "__dataclass_fields__", ()))
