"""Lines: a measure over an ordered dimension, one line a series, labelled at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups
from app.query import select
from components.axes.axes import HEIGHT, TICKS_X, TICKS_Y, WIDTH, Axes, number_ticks, time_ticks, y_axis
from components.bar.bar import has_place, label, values_of
from components.format import BOOLEANS, MISSING, Format, short, shorten
from components.page import Link, Page
from components.scale import Scale, finite, linear, nice

MOST_SERIES = 8
LABEL_GAP = 12.5


@dataclass(frozen=True, slots=True)
class Series:
    number: int
    path: str
    label: str
    short_label: str
    end_x: float
    end_y: float
    label_y: float
    early: bool
    link: Link | None

    @property
    def apart(self) -> bool:
        """Whether the label does not stand beside the line's end, and so wants a dot of its own."""
        return abs(self.label_y - self.end_y) > 4 or self.early


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the x axis: a strip to click that keeps its rows, and what stands there."""

    x: float
    width: float
    title: str
    link: Link


@dataclass(frozen=True, slots=True)
class Lines:
    frame: Axes
    series: tuple[Series, ...]
    stops: tuple[Stop, ...]
    note: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "Lines"


def draw_lines(plan: ChartPlan, answer: Groups, page: Page) -> Lines | None:
    """None if no group has a value."""
    chart = plan.chart
    values = answer.measures[chart.y].reshape(len(answer.values[0]), -1)
    counts = answer.counts.reshape(values.shape)
    values = np.where((counts > 0) & np.isfinite(values), values, np.nan)
    places = np.flatnonzero(counts.any(axis=1) & has_place(answer.values[0]))
    drawn = _drawn(values[places], counts[places])
    if not len(drawn):
        return None
    names = _names(answer, drawn) if chart.color else [""]
    values = values[np.ix_(places, drawn)]
    stops = answer.values[0][places]
    frame, xs, y = _frame(plan, stops, values, page, names)
    total = int(counts.any(axis=0).sum())
    note = f"{len(drawn)} of {total} series" if total > len(drawn) else ""
    if page.sketch:
        return Lines(frame, _series(values, names, [None] * len(names), xs=xs, y=y), (), note, "", (), ())
    style = Format.of(page.column(chart.x.column))
    labels = [label(stop, chart.x.function, style) for stop in values_of(stops)]
    texts = [[short(v) if v == v else MISSING for v in row] for row in values.tolist()]
    links = page.links([select(chart.color, answer.values[1][i]) for i in drawn]) if chart.color else [None]
    keeps = page.links([select(chart.x, stop) for stop in values_of(stops)])
    return Lines(
        frame=frame,
        series=_series(values, names, links, xs=xs, y=y),
        stops=_stops(labels, texts, keeps, names=names, frame=frame, xs=xs),
        note=note,
        sentence=_sentence(values, names, labels),
        headers=(page.column(chart.x.column).label, *names),
        rows=tuple((labels[i], *row) for i, row in enumerate(texts)),
    )


def _drawn(values: Array, counts: Array) -> Array:
    """The series with most rows, in the order of their values."""
    some = np.flatnonzero(~np.isnan(values).all(axis=0))
    return np.sort(some[np.argsort(-counts.sum(axis=0)[some], kind="stable")][:MOST_SERIES])


def _names(answer: Groups, drawn: Array) -> list[str]:
    return [BOOLEANS.get(str(answer.values[1][i]), str(answer.values[1][i])) for i in drawn]


def _numbers(stops: Array) -> list[float]:
    """Whole numbers as they are; dates as days since 1970."""
    if stops.dtype.kind == "M":
        return list((stops.astype("datetime64[m]").astype("int64") / 1440).tolist())
    return [float(value) for value in stops.tolist()]


def _frame(
    plan: ChartPlan, stops: Array, values: Array, page: Page, names: list[str]
) -> tuple[Axes, list[float], Scale]:
    numbers = finite(values.ravel().tolist())
    low, high = min(numbers), max(numbers)
    zero = plan.chart.y.function in ("count", "sum", "distinct") or 0 <= low < high / 4
    ends = (min(0, low), max(0, high)) if zero else (low, high)
    whole = plan.chart.y.function in ("count", "distinct")
    y = nice(*ends, start=HEIGHT - 22, stop=8, count=TICKS_Y, whole=whole)
    y_ticks, left = y_axis(y)
    right = WIDTH - 16 - 6.0 * min(16, max(map(len, names)))
    at = _numbers(stops)
    x = linear(at[0], at[-1], start=left, stop=right, whole=True)
    column = page.column(plan.chart.x.column)
    x_ticks = time_ticks(x, TICKS_X) if stops.dtype.kind == "M" else number_ticks(x, TICKS_X, column=column)
    return Axes(left=left, right=right, x=x_ticks, y=y_ticks), x.places(at), y


def _series(
    values: Array, names: list[str], links: Sequence[Link | None], *, xs: list[float], y: Scale
) -> tuple[Series, ...]:
    lines = [y.places(line) for line in values.T.tolist()]
    ends = [max(i for i, place in enumerate(line) if place == place) for line in lines]
    heights = _apart([line[end] for line, end in zip(lines, ends, strict=True)])
    across = [f"{x:g}" for x in xs]
    return tuple(
        Series(
            number=i + 1,
            path=_path(across, lines[i]),
            label=name,
            short_label=shorten(name, 16),
            end_x=xs[end],
            end_y=lines[i][end],
            label_y=heights[i],
            early=xs[end] < xs[-1],
            link=links[i],
        )
        for i, (name, end) in enumerate(zip(names, ends, strict=True))
    )


def _path(across: list[str], line: list[float]) -> str:
    """An SVG path that breaks where values are missing; a lone value is a dot."""
    parts, pen = [], "M"
    for i, (x, y) in enumerate(zip(across, line, strict=True)):
        if y != y:
            pen = "M"
            continue
        parts.append(f"{pen}{x} {y:g}")
        if pen == "M" and (i + 1 == len(line) or line[i + 1] != line[i + 1]):
            parts.append("m-1.5 0h3")
        pen = "L"
    return "".join(parts)


def _apart(heights: list[float]) -> list[float]:
    """Heights of labels, moved so that none lies on another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + LABEL_GAP)
    bottom = HEIGHT - 18.0
    for each in reversed(order):
        placed[each] = min(placed[each], bottom)
        bottom = placed[each] - LABEL_GAP
    return [round(height, 1) for height in placed]


def _stops(
    labels: list[str], texts: list[list[str]], links: list[Link], *, names: list[str], frame: Axes, xs: list[float]
) -> tuple[Stop, ...]:
    edges = [frame.left, *((a + b) / 2 for a, b in pairwise(xs)), frame.right]
    found = []
    for i, row in enumerate(texts):
        said = ", ".join([f"{name} {text}".strip() for name, text in zip(names, row, strict=True) if text != MISSING])
        width = round(max(0.5, edges[i + 1] - edges[i]), 1)
        found.append(Stop(round(edges[i], 1), width, f"{labels[i]}: {said}", links[i]))
    return tuple(found)


def _sentence(values: Array, names: list[str], labels: list[str]) -> str:
    parts = []
    for name, line in zip(names, values.T.tolist(), strict=True):
        some = [value for value in line if value == value]
        parts.append(f"{name or 'It'} goes from {short(some[0])} to {short(some[-1])}")
    series = f"{len(names)} series, " if len(names) > 1 else ""
    return f"{series}{labels[0]} to {labels[-1]}. {'; '.join(parts)}."
