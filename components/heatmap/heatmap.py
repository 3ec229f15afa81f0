"""A heat map: a measure for each combination of two dimensions, the darker the more."""

from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Dimension, Groups
from app.query import COUNT, Bins, Field
from components.axes.axes import BELOW, BESIDE, TICKS_X, Axes, Tick, apart, left_margin
from components.channel import Channel, build_channel, has_place, lower
from components.drawing.drawing import Drawing, Mark, Panel, Row, Shape, rect
from components.edges import edge_numbers, edge_scale, edge_ticks
from components.format import shorten
from components.layout import Canvas
from components.page import Page
from components.shades import KEY, Shading, key_of, shade
from components.sheet import value_writer

MOST_SIDE, LONGEST, LINE = 31, 18, 12
Strips = list[tuple[float, float]]
"""Where each column or row of cells starts and how long it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`values` and `counts` are of the shape (across, up); NaN: nothing to measure."""

    page: Page
    measure: Field
    values: Array
    counts: Array
    across: Channel
    up: Channel
    texts: list[list[str]]


def draw_heatmap(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | None:
    """None if no cell has a value."""
    grid = _grid(plan, answer, page)
    if grid is None:
        return None
    shading = shade(grid.values, counts=grid.measure.function == "count")
    frame, columns, lines = _frame(grid, canvas)
    swatches, ends = key_of(shading, value_writer(grid.measure, page), right=frame.right)
    marks = () if page.sketch else _cells(grid, shading, columns, lines)
    under = _sketched(grid, shading, columns, lines) if page.sketch else ()
    return Drawing(
        canvas.width,
        canvas.height,
        (Panel(frame, marks, under=under, over=swatches, texts=ends),),
        note="rows in bins" if plan.chart.mark == "scatter" else "",
        sentence="" if page.sketch else _sentence(grid),
        headers=(f"{grid.across.title} \\ {grid.up.title}", *grid.up.labels),
        rows=() if page.sketch else _rows(grid),
    )


def _grid(plan: ChartPlan, answer: Groups, page: Page) -> Grid | None:
    measure = plan.chart.color if plan.chart.mark == "heatmap" and plan.chart.color else COUNT
    values = np.where(answer.counts > 0, answer.measures[measure], np.nan)
    some = np.isfinite(values)
    if not some.any():
        return None
    sides = plan.dimension("x"), plan.dimension("y")
    keep = [_kept(side, answer, some, axis) for axis, side in enumerate(sides)]
    across, up = (
        build_channel(side, groups[kept], page) for side, groups, kept in zip(sides, answer.values, keep, strict=True)
    )
    grid = np.ix_(*keep)
    write = value_writer(measure, page)
    texts = [] if page.sketch else [[write(v) if v == v else "" for v in line] for line in values[grid].tolist()]
    return Grid(page, measure, values[grid], answer.counts[grid], across, up, texts)


def _kept(side: Dimension, answer: Groups, some: Array, axis: int) -> Array:
    """All bins; of other groups those that have values, the largest if they are many."""
    if isinstance(side, Bins):
        return np.arange(len(side))
    found = np.flatnonzero(some.any(axis=1 - axis) & has_place(answer.values[axis]))
    sizes = answer.counts.sum(axis=1 - axis)[found]
    return np.sort(found[np.argsort(-sizes, kind="stable")][:MOST_SIDE])


def _frame(grid: Grid, canvas: Canvas) -> tuple[Axes, Strips, Strips]:
    top, bottom, right = canvas.top + KEY, canvas.height - BELOW, canvas.width - BESIDE
    lines, y_ticks = _side(grid.up, grid.page, bottom, top, count=canvas.levels)
    left = left_margin([tick.label for tick in y_ticks])
    columns, x_ticks = _side(grid.across, grid.page, left, right, count=canvas.ticks(TICKS_X))
    return Axes(left, right, top, bottom, x=apart(x_ticks), y=y_ticks, rules=False), columns, lines


def _side(channel: Channel, page: Page, start: float, stop: float, *, count: int) -> tuple[Strips, tuple[Tick, ...]]:
    """Strips of the bins' own lengths, or equal ones for names; with a hair of the ground around each."""
    if isinstance(channel.dimension, Bins):
        scale = edge_scale(channel.dimension, start=start, stop=stop)
        at = scale.places(edge_numbers(channel.dimension))
        strips = [_strip(at[i], at[i + 1]) for i in channel.bins]
        return strips, edge_ticks(scale, channel.dimension, page.column(channel.column), count)
    pitch = (stop - start) / len(channel)
    strips = [_strip(start + i * pitch, start + (i + 1) * pitch) for i in range(len(channel))]
    skip = max(1, round(LINE / abs(pitch)))
    names = [shorten(label, LONGEST) if i % skip == 0 else "" for i, label in enumerate(channel.labels)]
    return strips, tuple(Tick(round(start + (i + 0.5) * pitch, 1), name) for i, name in enumerate(names))


def _strip(a: float, b: float) -> tuple[float, float]:
    return round(min(a, b) + 0.5, 1), round(max(0.5, abs(b - a) - 1), 1)


def _filled(shading: Shading) -> list[tuple[int, int]]:
    return list(zip(*(places.tolist() for places in np.nonzero(shading.shades)), strict=True))


def _cells(grid: Grid, shading: Shading, columns: Strips, lines: Strips) -> tuple[Mark, ...]:
    at = _filled(shading)
    links = grid.page.links(grid.across.keeps, grid.up.keeps, at=at)
    shades = shading.shades.tolist()
    return tuple(
        Mark(
            f"cell cell--{shades[i][j]}",
            _rect(columns[i], lines[j]),
            f"{grid.across.labels[i]}, {grid.up.labels[j]}: {grid.texts[i][j]}",
            link,
            muted=not (grid.across.lit[i] and grid.up.lit[j]),
        )
        for (i, j), link in zip(at, links, strict=True)
    )


def _rect(column: tuple[float, float], line: tuple[float, float]) -> str:
    return rect(column[0], line[0], column[1], line[1])


def _sketched(grid: Grid, shading: Shading, columns: Strips, lines: Strips) -> tuple[Shape, ...]:
    """A path for each shade, bright and muted."""
    paths: dict[str, list[str]] = {}
    for i, j in _filled(shading):
        muted = "" if grid.across.lit[i] and grid.up.lit[j] else " is-muted"
        paths.setdefault(f"cell cell--{shading.shades[i, j]}{muted}", []).append(_rect(columns[i], lines[j]))
    return tuple(Shape(name, "".join(found)) for name, found in sorted(paths.items()))


def _sentence(grid: Grid) -> str:
    some, write = int(np.isfinite(grid.values).sum()), value_writer(grid.measure, grid.page)
    said = []
    for word, place in (("highest", np.nanargmax(grid.values)), ("lowest", np.nanargmin(grid.values))):
        i, j = (int(each) for each in np.unravel_index(int(place), grid.values.shape))
        said.append(f"{word}, {write(float(grid.values[i, j]))}, at {grid.across.labels[i]} and {grid.up.labels[j]}")
    counted = grid.measure.function == "count"
    label = "" if counted else lower(grid.page.column(grid.measure.column).label)
    what = f"{int(grid.counts.sum()):,} rows in" if counted else f"{grid.measure.function.capitalize()} {label} in"
    return f"{what} {some:,} {'cells' if some > 1 else 'cell'}; {'; '.join(said[: 1 + (some > 1)])}."


def _rows(grid: Grid) -> tuple[Row, ...]:
    return tuple(Row((label, *line)) for label, line in zip(grid.across.labels, grid.texts, strict=True))
