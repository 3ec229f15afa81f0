"""A map of places: a dot for each row, or larger ones for the rows of a cell when they are many."""

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups, RowsAnswer
from app.query import Bins, bin_filters
from components.axes.axes import Axes
from components.cloud import Cloud, cloud_legend, cloud_marks, cloud_of
from components.drawing.drawing import Drawing, Mark, Panel, Row, Shape, dot
from components.edges import bin_names, edge_numbers
from components.format import Format
from components.layout import Canvas
from components.page import Page
from components.projection.projection import equal_earth, outlines
from components.words import plural

LISTED, MOST_ROWS, LARGEST, SMALLEST = 20, 100, 10.0, 1.5
MARGIN, CLOSEST = 0.06, 40.0
"""The rim around the places, and how many times the map is enlarged at most: outlines are coarse."""


def draw_map(plan: ChartPlan, answer: RowsAnswer | Groups, page: Page, canvas: Canvas) -> Drawing | None:
    """None if no row has a place on the map."""
    if isinstance(answer, Groups):
        return _draw_cells(plan, answer, page, canvas)
    cloud = cloud_of(plan, answer, page)
    if not len(cloud.xs):
        return None
    legend = cloud_legend(cloud, canvas)
    body = canvas.below(legend)
    land, (x, y) = _project(*equal_earth(cloud.xs, cloud.ys), body)
    shapes, marks = cloud_marks(cloud, (x.tolist(), y.tolist()))
    return Drawing(
        canvas.width,
        canvas.height,
        (land, Panel(Axes(0, canvas.width, body.top, canvas.height), marks, under=shapes)),
        legend=legend,
        note=cloud.note,
        sentence="" if page.sketch else _sentence(cloud),
        headers=cloud.labels,
        rows=() if page.sketch else tuple(map(Row, cloud.texts(LISTED))),
    )


def _project(x: Array, y: Array, canvas: Canvas) -> tuple[Panel, tuple[Array, Array]]:
    """The land as far as it is seen, and the places in pixels: the map is enlarged to show them all."""
    world = outlines()
    width, height = canvas.width, canvas.height - canvas.top
    low_x, high_x, low_y, high_y = (float(end) for end in (x.min(), x.max(), y.min(), y.max()))
    fit = min(width / max(1e-6, high_x - low_x), height / max(1e-6, high_y - low_y)) * (1 - 2 * MARGIN)
    whole = min(width / world.width, height / world.height)
    scale = min(max(fit, whole), CLOSEST * whole)
    left = width / 2 - (low_x + high_x) / 2 * scale
    top = canvas.top + height / 2 - (low_y + high_y) / 2 * scale
    if scale == whole:  # then the map itself is in the middle, not the places
        left, top = (width - world.width * scale) / 2, canvas.top + (height - world.height * scale) / 2
    seen = Axes(0, width, canvas.top, canvas.height)
    place = f"translate({left:.1f} {top:.1f}) scale({scale:.4g})"
    land = Panel(Axes(0, world.width, 0, world.height), (), under=(Shape("land", world.coast),), place=place, clip=seen)
    return land, (np.round(left + x * scale, 1), np.round(top + y * scale, 1))


def _sentence(cloud: Cloud) -> str:
    spans = []
    for label, field, values in zip(
        cloud.labels, (cloud.plan.chart.x, cloud.plan.chart.y), (cloud.xs, cloud.ys), strict=True
    ):
        style = Format.of(cloud.page.column(field.column))
        spans.append(f"{label} {style.number(float(values.min()))} to {style.number(float(values.max()))}")
    return f"{plural(len(cloud.xs), 'place')}; {'; '.join(spans)}."


def _draw_cells(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | None:
    """A dot for each cell of a grid, its area in the proportion of the rows there."""
    across, up = plan.dimension("x"), plan.dimension("y")
    assert isinstance(across, Bins)
    assert isinstance(up, Bins)
    at = [(int(i), int(j)) for i, j in zip(*np.nonzero(answer.counts), strict=True)]
    if not at:
        return None
    middles = [_middles(bins)[[place[axis] for place in at]] for axis, bins in enumerate((across, up))]
    land, (x, y) = _project(*equal_earth(*middles), canvas)
    counts = answer.counts[answer.counts > 0].tolist()
    most = max(counts)
    columns = page.column(across.column), page.column(up.column)
    names = bin_names(across, columns[0]), bin_names(up, columns[1])
    links = page.links(bin_filters(across, columns[0]), bin_filters(up, columns[1]), at=at)
    marks = []
    for (i, j), count, left, top, link in zip(at, counts, x.tolist(), y.tolist(), links, strict=True):
        radius = max(SMALLEST, round(LARGEST * float(np.sqrt(count / most)), 1))
        marks.append(
            Mark("point s1", dot(left, top, radius), f"{plural(count, 'row')}: {names[0][i]}, {names[1][j]}", link)
        )
    return Drawing(
        canvas.width,
        canvas.height,
        (land, Panel(Axes(0, canvas.width, 0, canvas.height), tuple(marks))),
        note="a dot for the rows of a cell",
        sentence=f"{plural(sum(counts), 'row')} in {plural(len(at), 'cell')}; most, {most:,}, in one.",
        headers=(columns[0].label, columns[1].label, "Rows"),
        rows=tuple(
            Row((names[0][i], names[1][j], f"{count:,}")) for (i, j), count in zip(at[:MOST_ROWS], counts, strict=False)
        ),
    )


def _middles(bins: Bins) -> Array:
    edges = np.array(edge_numbers(bins))
    return np.asarray(edges[:-1] / 2 + edges[1:] / 2)
