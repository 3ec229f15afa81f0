"""Horizontal bars: a measure for each value of a dimension, the largest first."""

from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups
from app.query import select
from components.axes.axes import HEIGHT, WIDTH, Axes
from components.format import Format, moment, plain, short, shorten
from components.page import Link, Page
from components.scale import linear

MOST, WIDEST = 9, 34


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    short_label: str
    value: str
    value_x: float
    link: Link


@dataclass(frozen=True, slots=True)
class Bars:
    frame: Axes
    bars: tuple[Bar, ...]
    note: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "Bars"


def draw_bars(plan: ChartPlan, answer: Groups, page: Page) -> Bars | None:
    """None if no group has a value."""
    chart, values = plan.chart, answer.measures[plan.chart.y]
    some = np.flatnonzero((answer.counts > 0) & np.isfinite(values) & has_place(answer.values[0]))
    if not len(some):
        return None
    top = some[np.argsort(-values[some], kind="stable")][:MOST]
    x_format = Format.of(page.column(chart.x.column))
    groups = values_of(answer.values[0][top])
    labels = [label(group, chart.x.function, x_format) for group in groups]
    left = 12 + 6.1 * min(20, max(map(len, labels)))
    sizes = [float(value) for value in values[top]]
    scale = linear(min(0, *sizes), max(0, *sizes), start=left, stop=WIDTH - 58)
    texts = [plain(size, 0) if chart.y.function in ("count", "distinct") else short(size) for size in sizes]
    pitch = min(WIDEST, HEIGHT / len(top))
    links = page.links([select(chart.x, group) for group in groups])
    height = round(max(80, pitch * len(top)))
    frame = Axes(left=round(left, 1), right=WIDTH - 58, bottom=height, height=height)
    return Bars(
        frame=frame,
        bars=_bars(labels, texts, links, ends=[sorted(scale.places((0, size))) for size in sizes], pitch=pitch),
        note=f"top {MOST} of {len(some):,}" if len(some) > MOST else "",
        sentence=_sentence(labels, texts, total=len(some)),
        headers=(page.column(chart.x.column).label, chart.y.title(page.schema)),
        rows=tuple(zip(labels, texts, strict=True)),
    )


def _bars(
    labels: list[str], texts: list[str], links: list[Link], *, ends: list[list[float]], pitch: float
) -> tuple[Bar, ...]:
    thick, bars = round(pitch * 0.7, 1), []
    for row, (name, text, link, (start, end)) in enumerate(zip(labels, texts, links, ends, strict=True)):
        y, width = round((row + 0.15) * pitch, 1), round(max(1, end - start), 1)
        bars.append(Bar(start, y, width, thick, name, shorten(name, 20), text, round(end + 5, 1), link))
    return tuple(bars)


def has_place(groups: Array) -> Array:
    """Which groups can stand on an axis, and be filtered by: infinity can't."""
    return np.isfinite(groups) if groups.dtype.kind == "f" else np.ones(len(groups), dtype=bool)


def values_of(groups: Array) -> list[object]:
    """Dates stay numpy's, which know how precise they are; other values become Python's, which are quicker to write."""
    return list(groups) if groups.dtype.kind == "M" else groups.tolist()


def label(value: object, function: str, style: Format) -> str:
    """A group's name: June 2012 is `2012-06`."""
    if isinstance(value, np.datetime64) and function in ("year", "quarter", "month"):
        return str(value)[: 4 if function == "year" else 7]
    return moment(value) if isinstance(value, np.datetime64) else style.text(value)


def _sentence(labels: list[str], texts: list[str], *, total: int) -> str:
    if total == 1:
        return f"One bar: {labels[0]}, {texts[0]}."
    lowest = f"{labels[-1]} lowest of the {len(labels)} shown at {texts[-1]}"
    return f"{total:,} values; {labels[0]} is highest at {texts[0]}, {lowest}."
