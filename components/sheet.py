"""The numbers of a chart by panel, place along the axis, and series."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.datasets import Column
from app.datasets.column import Array
from app.engine import ChartPlan, Dimension, Groups, WithMissing
from app.query import Bins, Field
from components.channel import Channel, build_channel, has_place
from components.drawing.drawing import SERIES, Refusal
from components.format import MISSING, Format, plain, short
from components.page import Link, Page

MOST_BARS, MOST_PANELS = 9, 9
COUNTED, ADDS_UP = ("count", "distinct"), ("count", "sum")
Place = tuple[int, int, int]
"""A panel, a place and a series."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """`values` and `counts` are of the shape (panels, places, series); NaN: nothing to measure.

    `colors`: the class of each series. `at`: where the places are among the answer's groups.
    """

    page: Page
    measure: Field
    values: Array
    counts: Array
    x: Channel
    series: Channel | None
    panels: Channel | None
    colors: tuple[str, ...]
    at: Array
    places_total: int
    series_total: int
    write: Callable[[float], str]

    @cached_property
    def texts(self) -> list[list[list[str]]]:
        """Every value as it is written, in the shape of `values`."""
        write = self.write
        return [
            [[write(value) if value == value else MISSING for value in line] for line in panel]
            for panel in self.values.tolist()
        ]

    @property
    def styled(self) -> Column | None:
        """The column whose style the measure's values have."""
        return None if self.measure.function in COUNTED else self.page.column(self.measure.column)

    def title(self, panel: int, place: int, series: int) -> str:
        """What a mark stands for: `1990, South Asia`."""
        sides = ((self.panels, panel), (self.x, place), (self.series, series))
        return ", ".join([channel.labels[i] for channel, i in sides if channel is not None])

    def muted(self, panel: int, place: int, series: int) -> bool:
        sides = ((self.panels, panel), (self.x, place), (self.series, series))
        return not all(channel.lit[i] for channel, i in sides if channel is not None)

    def links(self, at: list[Place]) -> list[Link]:
        """A link for each mark."""
        some = [(axis, side) for axis, side in enumerate((self.panels, self.x, self.series)) if side is not None]
        places = [tuple([each[axis] for axis, _ in some]) for each in at]
        return self.page.links(*(side.keeps for _, side in some), at=places)

    @property
    def note(self) -> str:
        notes = []
        if self.places_total > len(self.x):
            notes.append(f"top {len(self.x)} of {self.places_total:,}")
        if self.series is not None and self.series_total > len(self.series):
            notes.append(f"{len(self.series)} of {self.series_total:,} series")
        return ", ".join(notes)


def build_sheet(plan: ChartPlan, answer: Groups, page: Page, *, most: int = 0) -> Sheet | None:
    """None if no group has a value. At most `most` places, the largest ones; 0: all that have rows."""
    values, counts = _cube(plan, answer)
    groups = dict(zip((name for name, _ in plan.dimensions), answer.values, strict=True))
    values = np.where((counts > 0) & np.isfinite(values), values, np.nan)
    present: Array = np.isfinite(values)
    panels = _largest(present.any(axis=(1, 2)), counts.sum(axis=(1, 2)), MOST_PANELS)
    kept = _largest(present.any(axis=(0, 1)), counts.sum(axis=(0, 1)), _most_series(plan))
    there = present[panels][:, :, kept]
    if not there.any():
        return None
    along = counts[panels][:, :, kept] > 0 if plan.chart.mark in ("line", "area") else there  # a gap has its place
    some = np.flatnonzero(along.any(axis=(0, 2)) & has_place(groups["x"]))
    if not len(some):
        return None
    places = _places(plan, values[panels][:, :, kept], groups["x"], page, some=some, most=most)
    found = {"facet": panels, "x": places, "color": kept}
    channels = {name: build_channel(each, groups[name][found[name]], page) for name, each in plan.dimensions}
    grid = np.ix_(panels, places, kept)
    return Sheet(
        page,
        plan.chart.y,
        values[grid],
        counts[grid],
        x=channels["x"],
        series=channels.get("color"),
        panels=channels.get("facet"),
        colors=_colors(groups.get("color"), kept),
        at=places,
        places_total=len(some),
        series_total=int(present.any(axis=(0, 1)).sum()),
        write=value_writer(plan.chart.y, page),
    )


def _cube(plan: ChartPlan, answer: Groups) -> tuple[Array, Array]:
    """The measure and the counts with all three axes, those of length 1 where the chart has no such channel."""
    sizes = dict(zip((name for name, _ in plan.dimensions), answer.counts.shape, strict=True))
    shape = [sizes.get(name, 1) for name in ("facet", "x", "color")]
    return answer.measures[plan.chart.y].reshape(shape), answer.counts.reshape(shape)


def _colors(groups: Array | None, kept: Array) -> tuple[str, ...]:
    """A few values have the same colours whatever is filtered; what is missing has none."""
    if groups is None:
        return ("s1",)
    known = [value is not None for value in groups.tolist()]
    fixed = sum(known) <= SERIES
    return tuple([f"s{(place if fixed else i) + 1}" if known[place] else "s0" for i, place in enumerate(kept.tolist())])


def _most_series(plan: ChartPlan) -> int:
    return min(SERIES, plan.chart.top or SERIES) if plan.chart.mark in ("line", "area") else SERIES


def _largest(some: Any, sizes: Array, most: int) -> Array:
    """The places of the largest sizes, in their own order."""
    found = np.flatnonzero(some)
    return np.sort(found[np.argsort(-sizes[found], kind="stable")][:most])


def _places(plan: ChartPlan, values: Array, groups: Array, page: Page, *, some: Array, most: int) -> Array:
    """Those that a filter names are always among them."""
    dimension, order = plan.dimension("x"), plan.chart.option("sort")
    sizes = _sizes(plan, values)
    if order == "y":
        sizes = -sizes
    if most and len(some) > most:
        named = _named(dimension, groups[some], page)
        some = np.sort(some[np.lexsort((-sizes[some], ~named))[:most]])
    if order in ("y", "-y") or (not order and is_nominal(dimension, page)):
        some = some[np.argsort(-sizes[some], kind="stable")]
    elif order == "-x":
        some = some[::-1]
    if groups.dtype == object and groups[-1] is None:  # what is missing comes last
        last = some == len(groups) - 1
        some = np.concatenate([some[~last], some[last]])
    return some


def _sizes(plan: ChartPlan, values: Array) -> Any:
    """What places are ordered by: their total where the measure adds up, else their greatest value."""
    flat = np.moveaxis(values, 1, 0).reshape(values.shape[1], -1)
    if plan.chart.y.function in ADDS_UP:
        return np.nan_to_num(flat).sum(axis=1)
    return np.where(np.isnan(flat), -np.inf, flat).max(axis=1, initial=-np.inf)


def is_nominal(dimension: Dimension, page: Page) -> bool:
    """Whether a group's place among the others means nothing, so that its size may give it one."""
    function = dimension.function if isinstance(dimension, Field) else ""
    kind = page.column(dimension.column).kind
    return not isinstance(dimension, Bins) and not function and kind in ("category", "text", "id", "geo")


def _named(dimension: Dimension, groups: Array, page: Page) -> Array:
    """Which groups the query's own filter names."""
    values = page.query.values(dimension.column)
    if not values or isinstance(dimension, Bins):
        return np.zeros(len(groups), dtype=bool)
    if not isinstance(dimension, WithMissing) and page.column(dimension.column).numeric:
        return np.asarray(np.isin(groups, np.array(values, dtype=float)))
    return np.asarray(np.isin(groups.astype(str), values))


def refuse_log(values: Array, write: Callable[[float], str]) -> Refusal | None:
    """Why the logarithm that was asked for can't be drawn."""
    least = float(np.nanmin(values))
    if least > 0:
        return None
    return Refusal(f"A logarithmic scale needs values above zero; the least here is {write(least)}.")


def value_writer(measure: Field, page: Page) -> Callable[[float], str]:
    """How a measure's values are written: counts in full, others with three digits or as their column has them."""
    if measure.function in COUNTED:
        return lambda value: plain(value, 0)
    style = Format.of(page.column(measure.column))
    return style.mean if style.style in ("percent", "eur", "usd", "gbp") else short
