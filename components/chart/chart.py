"""A chart: its words, its drawing, and the same numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine import Answers, ChartPlan
from app.query import Chart, chart_code
from components.bar.bar import Bars, draw_bars
from components.heatmap.heatmap import Cells, draw_cells
from components.histogram.histogram import Bins, draw_bins
from components.line.line import Lines, draw_lines
from components.page import Page
from components.scatter.scatter import Points, draw_points

Drawing = Bars | Lines | Bins | Points | Cells

DRAW: dict[str, Callable[[ChartPlan, Any, Page], Drawing | None]] = {
    "bar": draw_bars,
    "line": draw_lines,
    "histogram": draw_bins,
    "scatter": draw_points,
    "heatmap": draw_cells,
}
NAMES = {
    "bar": "Bar chart",
    "line": "Line chart",
    "histogram": "Histogram",
    "scatter": "Scatter plot",
    "heatmap": "Heat map",
}


@dataclass(frozen=True, slots=True)
class ChartView:
    """`drawing` is None when no row has what the chart shows."""

    id: str
    title: str
    subtitle: str
    description: str
    alone_url: str
    spec: str
    code: str
    drawing: Drawing | None


def build_charts(
    plans: Sequence[tuple[Chart, ChartPlan | None]], answers: Answers, page: Page
) -> tuple[ChartView, ...]:
    return tuple(_build(f"chart-{i}", chart, plan, answers, page) for i, (chart, plan) in enumerate(plans, start=1))


def _build(key: str, chart: Chart, plan: ChartPlan | None, answers: Answers, page: Page) -> ChartView:
    drawing = DRAW[chart.mark](plan, answers[plan.summary], page) if plan else None
    title, subtitle = words(chart, page)
    said = drawing.sentence if drawing else "No row has a value to show."
    return ChartView(
        id=key,
        title=title,
        subtitle=", ".join(filter(None, [subtitle, drawing.note if drawing else ""])),
        description=f"{NAMES[chart.mark]}: {title}, {subtitle}. {said}",
        alone_url=page.url(page.query.replaced(charts=(chart,))),
        spec=str(chart),
        code=chart_code(chart, page.schema, bins=plan.bins if plan else ()),
        drawing=drawing,
    )


def words(chart: Chart, page: Page) -> tuple[str, str]:
    """Title and subtitle: `Life expectancy`, `mean by year and region`."""
    x = page.column(chart.x.column).label
    by = f"{chart.x.function} of {_lower(x)}" if chart.x.function else _lower(x)
    if chart.mark == "histogram":
        return x, "rows in bins"
    y = page.column(chart.y.column).label if chart.y.column else "Rows"
    if chart.mark in ("scatter", "heatmap"):
        return f"{y} by {_lower(x)}", "rows in bins" if chart.mark == "heatmap" else ""
    function = {"count": "", "distinct": "distinct "}.get(chart.y.function, f"{chart.y.function} ")
    color = f" and {_lower(page.column(chart.color.column).label)}" if chart.color else ""
    return y, f"{function}by {by}{color}"


def _lower(label: str) -> str:
    """A label inside a sentence: `Year` → `year`, but `GDP` and `CO₂ per head` stay."""
    first = label.split(" ", maxsplit=1)[0]
    return label[0].lower() + label[1:] if first[1:].isalpha() and first[1:].islower() else label
