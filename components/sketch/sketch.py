"""A chart while a range is dragged: the same drawing in a few paths, without links, titles and table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.engine import Answers, ChartPlan
from app.query import Chart
from components.chart.chart import canvas_of, draw, words
from components.drawing.drawing import Drawing, Mark, Panel, Shape, Text
from components.page import Page


@dataclass(frozen=True, slots=True)
class SketchView:
    """`drawing` is None where there is nothing to draw; `refusal` says why."""

    id: str
    title: str
    drawing: Drawing | None
    refusal: str = ""


def build_sketches(plans: Sequence[tuple[Chart, ChartPlan]], answers: Answers, page: Page) -> tuple[SketchView, ...]:
    return tuple(_build(f"chart-{i}", chart, plan, answers, page) for i, (chart, plan) in enumerate(plans, start=1))


def _build(key: str, chart: Chart, plan: ChartPlan, answers: Answers, page: Page) -> SketchView:
    found = draw(plan, answers, page, canvas_of(chart))
    title = words(plan, page)[0]
    if not isinstance(found, Drawing):
        return SketchView(key, title, None, found.sentence)
    return SketchView(key, title, sketched(found))


def sketched(drawing: Drawing) -> Drawing:
    """Marks that look the same become one shape."""
    keys = Panel(drawing.panels[0].frame.bare(), (), under=_shapes(drawing.legend))
    return replace(
        drawing,
        panels=(*map(_flat, drawing.panels), *([keys] if drawing.legend else [])),
        legend=(),
        texts=(*drawing.texts, *_texts(drawing.legend)),
    )


def _flat(panel: Panel) -> Panel:
    marks = (*panel.marks, *([panel.title] if panel.title else []))
    return replace(
        panel,
        marks=(),
        under=(*panel.under, *_shapes(panel.marks)),
        texts=(*panel.texts, *_texts(marks)),
        title=None,
    )


def _texts(marks: Sequence[Mark]) -> tuple[Text, ...]:
    return tuple(
        replace(text, name=f"{text.name} is-muted".strip()) if mark.muted else text
        for mark in marks
        for text in mark.texts
    )


def _shapes(marks: Sequence[Mark]) -> tuple[Shape, ...]:
    paths: dict[str, list[str]] = {}
    for mark in marks:
        if mark.path:
            paths.setdefault(f"{mark.name}{' is-muted' if mark.muted else ''}", []).append(mark.path)
    return tuple(Shape(name, "".join(found)) for name, found in paths.items())
