"""A chart while a range is dragged: the same drawing in a few paths, without links, titles and table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine import Answers, ChartPlan
from app.query import Chart
from components.axes.axes import Axes
from components.bar.bar import Bars
from components.chart.chart import DRAW, words
from components.heatmap.heatmap import Cells
from components.histogram.histogram import Bins
from components.line.line import Lines
from components.page import Page
from components.scatter.scatter import Points


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    text: str
    name: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """`name` is the class of what a mark's link holds in the chart itself, `mark` that of the path in it."""

    name: str
    mark: str
    path: str
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SketchView:
    """`frame` is None when no row has what the chart shows."""

    id: str
    title: str
    frame: Axes | None
    shapes: tuple[Shape, ...]


def build_sketches(
    plans: Sequence[tuple[Chart, ChartPlan | None]], answers: Answers, page: Page
) -> tuple[SketchView, ...]:
    return tuple(_build(f"chart-{i}", chart, plan, answers, page) for i, (chart, plan) in enumerate(plans, start=1))


def _build(key: str, chart: Chart, plan: ChartPlan | None, answers: Answers, page: Page) -> SketchView:
    drawing = DRAW[chart.mark](plan, answers[plan.summary], page) if plan else None
    title = words(chart, page)[0]
    if drawing is None:
        return SketchView(key, title, None, ())
    return SketchView(key, title, drawing.frame, tuple(SHAPES[type(drawing)](drawing)))


def _bars(view: Bars) -> Iterator[Shape]:
    path = "".join([f"M{bar.x} {bar.y}h{bar.width}v{bar.height}h-{bar.width}z" for bar in view.bars])
    names = [Text(view.frame.left - 8, _middle(bar.y, bar.height), bar.short_label, before=True) for bar in view.bars]
    values = [Text(bar.value_x, _middle(bar.y, bar.height), bar.value, "bar__value") for bar in view.bars]
    yield Shape("bar", "bar__mark", path, (*names, *values))


def _middle(y: float, height: float) -> float:
    return round(y + height / 2 + 4, 1)


def _bins(view: Bins) -> Iterator[Shape]:
    yield Shape("bin", "bin__mark", "".join([f"M{b.x} {b.y}h{b.width}v{b.height}h-{b.width}z" for b in view.bins]))


def _cells(view: Cells) -> Iterator[Shape]:
    for cell in view.cells:
        yield Shape(f"cell cell--{cell.shade}", "", cell.path)


def _lines(view: Lines) -> Iterator[Shape]:
    for series in view.series:
        x = view.frame.right + (15 if series.apart else 8)
        label = Text(x, series.label_y + 3.5, series.short_label)
        dots = [(series.end_x, series.end_y), *([(view.frame.right + 9, series.label_y)] if series.apart else [])]
        yield Shape("", f"line line--{series.number}", series.path)
        yield Shape("line-label", f"line__end line--{series.number}", _dots(dots, 2.5), (label,))


def _points(view: Points) -> Iterator[Shape]:
    for number in sorted({point.series for point in view.points}):
        path = _dots([(point.x, point.y) for point in view.points if point.series == number], 3.6)
        legend = [Text(tick.position + 11, 12, tick.label) for tick in view.legend[number - 1 : number] if number]
        yield Shape(f"point point--{number}", "", path, tuple(legend))


def _dots(places: Sequence[tuple[float, float]], radius: float) -> str:
    arc = f"a{radius} {radius} 0 1 0"
    return "".join([f"M{x - radius:g} {y:g}{arc} {2 * radius} 0{arc} -{2 * radius} 0z" for x, y in places])


SHAPES: dict[type, Callable[[Any], Iterator[Shape]]] = {
    Bars: _bars,
    Bins: _bins,
    Cells: _cells,
    Lines: _lines,
    Points: _points,
}
