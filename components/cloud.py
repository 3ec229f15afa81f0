"""Rows as dots: where they are, their colours and sizes."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, RowsAnswer
from app.query import Filter, number_text, select
from components.channel import lower
from components.drawing.drawing import SERIES, Mark, Shape, dot, rect, specks
from components.format import BOOLEANS, Format, short
from components.layout import Canvas, legend
from components.page import Page

LINKED, CLUSTERS = 150, (12, 6)
"""Up to how many dots each has a link; beyond, the cells of a grid over them have."""
RADIUS, SMALLEST, LARGEST = 3.6, 2.0, 11.0
Pixels = tuple[list[float], list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Rows that have both numbers. `series`: place of each in `names`, -1 for none; `raw` are the names' values.

    `colors`: a class for each name, and one for none.
    """

    plan: ChartPlan
    page: Page
    xs: Array
    ys: Array
    series: Array
    radii: Array
    names: tuple[str, ...]
    raw: tuple[str, ...]
    colors: tuple[str, ...]

    @property
    def note(self) -> str:
        size = self.plan.chart.size
        return f"one dot a row{f', its size by {lower(self.page.column(size.column).label)}' if size else ''}"

    def texts(self, most: int) -> list[tuple[str, str]]:
        """Both numbers of the first rows, as their columns are written."""
        x, y = (Format.of(self.page.column(field.column)) for field in (self.plan.chart.x, self.plan.chart.y))
        pairs = zip(self.xs[:most].tolist(), self.ys[:most].tolist(), strict=True)
        return [(x.number(a), y.number(b)) for a, b in pairs]

    @property
    def labels(self) -> tuple[str, str]:
        return self.page.column(self.plan.chart.x.column).label, self.page.column(self.plan.chart.y.column).label

    @property
    def classes(self) -> list[str]:
        return [f"point {self.colors[series]}" for series in self.series.tolist()]


def cloud_of(plan: ChartPlan, answer: RowsAnswer, page: Page) -> Cloud:
    chart = plan.chart
    pairs = np.array([answer.cells[field.column] for field in (chart.x, chart.y)], dtype=np.float64)
    some = np.flatnonzero(np.isfinite(pairs).all(axis=0))
    colors = [answer.cells[chart.color.column][i] for i in some] if chart.color else []
    names = ["" if color is None else str(color) for color in colors]
    counts = Counter(filter(None, names)).most_common(SERIES)
    raw = sorted(name for name, _ in counts)
    colors_of = {name: plan.names.index(name) if name in plan.names else i for i, name in enumerate(raw)}
    places = {name: i for i, name in enumerate(raw)}
    series = np.array([places.get(name, -1) for name in names]) if chart.color else np.zeros(len(some), dtype=int)
    sizes = np.array(answer.cells[chart.size.column], dtype=np.float64)[some] if chart.size else None
    shown = tuple([BOOLEANS.get(name, name) for name in raw])
    xs, ys = pairs[:, some]
    classes = ["s1"] if not chart.color else [f"s{colors_of[name] + 1}" for name in raw]
    return Cloud(plan, page, xs, ys, series, _radii(sizes, len(some)), shown, tuple(raw), (*classes, "s0"))


def _radii(sizes: Array | None, count: int) -> Array:
    """Areas in the proportion of the sizes; a dot without one is the smallest."""
    if sizes is None:
        return np.full(count, RADIUS)
    sizes = np.where(np.isfinite(sizes) & (sizes > 0), sizes, 0)
    return np.round(np.maximum(SMALLEST, LARGEST * np.sqrt(sizes / (sizes.max(initial=0) or 1.0))), 1)


def cloud_legend(cloud: Cloud, canvas: Canvas) -> tuple[Mark, ...]:
    color = cloud.plan.chart.color
    if not color or not cloud.names:
        return ()
    links = cloud.page.links([select(color, name) for name in cloud.raw])
    return legend(cloud.names, cloud.colors[:-1], links, lit=[True] * len(links), width=canvas.width)


def cloud_marks(cloud: Cloud, places: Pixels) -> tuple[tuple[Shape, ...], tuple[Mark, ...]]:
    """Dots with a link each; of many dots a path for each look, and a grid of links over them."""
    if len(cloud.xs) <= LINKED and not cloud.page.sketch:
        return (), _dots(cloud, places)
    x, y = (np.array(side) for side in places)
    looks = np.rint(cloud.radii).astype(int) * len(cloud.colors) + cloud.series % len(cloud.colors)
    shapes = []
    for look in np.unique(looks).tolist():
        size, color = divmod(look, len(cloud.colors))
        some = looks == look
        shapes.append(Shape(f"speck {cloud.colors[color]} speck--{size}", specks(x[some], y[some])))
    return tuple(shapes), () if cloud.page.sketch else _clusters(cloud, places)


def _dots(cloud: Cloud, places: Pixels) -> tuple[Mark, ...]:
    chart, (x_label, y_label) = cloud.plan.chart, cloud.labels
    links = cloud.page.links(
        [select(chart.x, x) for x in cloud.xs.tolist()], [select(chart.y, y) for y in cloud.ys.tolist()]
    )
    names = [f"{cloud.names[i]}, " if i >= 0 and cloud.names else "" for i in cloud.series.tolist()]
    each = zip(cloud.classes, cloud.radii.tolist(), *places, cloud.texts(LINKED), names, links, strict=True)
    return tuple(
        [
            Mark(kind, dot(x, y, radius), f"{name}{x_label} {across}, {y_label} {up}", link)
            for kind, radius, x, y, (across, up), name, link in each
        ]
    )


def _clusters(cloud: Cloud, places: Pixels) -> tuple[Mark, ...]:
    """The cells of a grid over the dots: each keeps the rows whose dots it holds."""
    pixels, numbers = [np.array(side) for side in places], (cloud.xs, cloud.ys)
    is_map = cloud.plan.chart.mark == "map"  # where a range of pixels is none of degrees
    apart = numbers if is_map else pixels
    cells = [_cells(side, count) for side, count in zip(apart, CLUSTERS, strict=True)]
    codes, cell = np.unique(cells[0] * CLUSTERS[1] + cells[1], return_inverse=True)
    counts = np.bincount(cell).tolist()
    ends = [_ends(side, cell, len(codes)) for side in (*numbers, *pixels)]
    fields = (cloud.plan.chart.x, cloud.plan.chart.y)
    sides = [[_between(field.column, *pair) for pair in ends[axis]] for axis, field in enumerate(fields)]
    marks = []
    for i, link in enumerate(cloud.page.links(*sides)):
        (left, right), (top, bottom) = ends[2][i], ends[3][i]
        said = " and ".join([f"{label} {_span(*ends[axis][i])}" for axis, label in enumerate(cloud.labels)])
        area = rect(*(round(each, 1) for each in (left - 4, top - 4, right - left + 8, bottom - top + 8)))
        marks.append(Mark("cluster", "", f"{counts[i]} {'rows' if counts[i] > 1 else 'row'}: {said}", link, area=area))
    return tuple(marks)


def _ends(values: Array, cell: Array, count: int) -> list[tuple[float, float]]:
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, cell, values)
    np.maximum.at(high, cell, values)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _cells(places: Array, count: int) -> Array:
    low, high = float(places.min()), float(places.max())
    return np.asarray(np.minimum(count - 1, ((places - low) / max(1e-9, high - low) * count).astype(int)))


def _between(column: str, low: float, high: float) -> tuple[Filter, ...]:
    if low == high:
        return (Filter(column, "", (number_text(low),)),)
    return Filter(column, "max", (number_text(high),)), Filter(column, "min", (number_text(low),))


def _span(low: float, high: float) -> str:
    return short(low) if low == high else f"{short(low)} to {short(high)}"
