"""A scatter plot: one dot a row, or bins of rows when there are too many to tell apart."""

from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups, RowsAnswer
from app.query import select
from components.axes.axes import HEIGHT, TICKS_X, TICKS_Y, WIDTH, Axes, Tick, number_ticks, y_axis
from components.format import Format, shorten
from components.heatmap.heatmap import Cells, draw_cells
from components.page import Link, Page
from components.scale import nice

MOST_SERIES, LISTED = 8, 20


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    series: int
    title: str
    link: Link


@dataclass(frozen=True, slots=True)
class Points:
    """`legend`: a name for each series, and where on the line above the plot it stands."""

    frame: Axes
    points: tuple[Point, ...]
    legend: tuple[Tick, ...]
    note: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "Points"


def draw_points(plan: ChartPlan, answer: RowsAnswer | Groups, page: Page) -> Points | Cells | None:
    """None if no row has both numbers."""
    if isinstance(answer, Groups):
        return draw_cells(plan, answer, page)
    chart = plan.chart
    columns = page.column(chart.x.column), page.column(chart.y.column)
    pairs = np.array([answer.cells[column.key] for column in columns], dtype=np.float64)
    some = np.flatnonzero(np.isfinite(pairs).all(axis=0))
    if not len(some):
        return None
    colors = answer.cells[chart.color.column] if chart.color else [None] * pairs.shape[1]
    legend = sorted({str(colors[i]) for i in some if colors[i] is not None})[:MOST_SERIES]
    (xs, ys), formats = pairs[:, some], [Format.of(column) for column in columns]
    y = nice(float(ys.min()), float(ys.max()), start=HEIGHT - 22, stop=26 if legend else 8, count=TICKS_Y)
    y_ticks, left = y_axis(y, column=columns[1])
    x = nice(float(xs.min()), float(xs.max()), start=left, stop=WIDTH - 12, count=TICKS_X)
    links = page.links([select(chart.x, at) for at in xs.tolist()], [select(chart.y, height) for height in ys.tolist()])
    x_ticks = number_ticks(x, TICKS_X, column=columns[0])
    texts = [[style.number(value) for value in line.tolist()] for style, line in zip(formats, (xs, ys), strict=True)]
    places = x.places(xs.tolist()), y.places(ys.tolist())
    names = [str(colors[i]) if colors[i] is not None else "" for i in some.tolist()]
    points = []
    for name, link, at, height, across, up in zip(names, links, *places, *texts, strict=True):
        said = f"{columns[0].label} {across}, {columns[1].label} {up}"
        series = legend.index(name) + 1 if name in legend else 0
        points.append(Point(at, height, series, f"{name}, {said}" if name else said, link))
    return Points(
        frame=Axes(left=left, right=WIDTH - 12, x=x_ticks, y=y_ticks, x_title=columns[0].title),
        points=tuple(points),
        legend=_places(legend, start=left),
        note="one dot a row",
        sentence=_sentence(xs, ys, formats, columns=(columns[0].label, columns[1].label)),
        headers=(
            columns[0].label,
            f"{columns[1].label}{f' (first {LISTED} of {len(some)})' if len(some) > LISTED else ''}",
        ),
        rows=tuple(zip(texts[0][:LISTED], texts[1][:LISTED], strict=True)),
    )


def _places(legend: list[str], *, start: float) -> tuple[Tick, ...]:
    ticks, x = [], start
    for name in legend:
        ticks.append(Tick(round(x, 1), shorten(name, 14)))
        x += 26 + 6.2 * len(ticks[-1].label)
    return tuple(ticks)


def _sentence(xs: Array, ys: Array, formats: list[Format], *, columns: tuple[str, str]) -> str:
    spans = [
        f"{name} from {style.number(float(v.min()))} to {style.number(float(v.max()))}"
        for name, style, v in zip(columns, formats, (xs, ys), strict=True)
    ]
    said = f"{len(xs):,} dots; {'; '.join(spans)}."
    if len(xs) > 2 and xs.std() > 0 and ys.std() > 0:
        said += f" Correlation {np.corrcoef(xs, ys)[0, 1]:.2f}."
    return said
