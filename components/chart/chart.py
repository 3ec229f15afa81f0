"""A chart: its words, its drawing, and the same numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine import Answers, ChartPlan, WithMissing
from app.query import MARKS, Bins, Chart, chart_code
from components.area.area import draw_areas
from components.axes.axes import HEIGHT, WIDE
from components.bar.bar import draw_bars
from components.box.box import draw_boxes
from components.channel import lower, side_title
from components.countries.countries import draw_countries
from components.drawing.drawing import Drawing, Refusal
from components.heatmap.heatmap import draw_heatmap
from components.histogram.histogram import draw_histogram
from components.layout import Canvas
from components.line.line import draw_lines
from components.map.map import draw_map
from components.page import Page
from components.scatter.scatter import draw_scatter

Draw = Callable[[ChartPlan, Any, Page, Canvas], Drawing | Refusal | None]
WIDE_MAP = 430
NOTHING = Refusal("No row has a value to show here.")

DRAW: dict[str, Draw] = {
    "bar": draw_bars,
    "line": draw_lines,
    "area": draw_areas,
    "histogram": draw_histogram,
    "scatter": draw_scatter,
    "heatmap": draw_heatmap,
    "box": draw_boxes,
    "countries": draw_countries,
    "map": draw_map,
}


@dataclass(frozen=True, slots=True)
class ChartView:
    """`drawing` is None where there is nothing to draw; `refusal` says why.

    `number` counts from 1. `alone_url` is the dashboard with this chart only, `svg_url` its picture.
    """

    id: str
    number: int
    title: str
    subtitle: str
    description: str
    alone_url: str
    edit_url: str
    svg_url: str
    spec: str
    code: list[str]
    wide: bool
    refusal: str
    drawing: Drawing | None


def build_charts(plans: Sequence[tuple[Chart, ChartPlan]], answers: Answers, page: Page) -> tuple[ChartView, ...]:
    return tuple(build_chart(i, chart, plan, answers, page) for i, (chart, plan) in enumerate(plans, start=1))


def build_chart(number: int, chart: Chart, plan: ChartPlan, answers: Answers, page: Page) -> ChartView:
    found = draw(plan, answers, page, canvas_of(chart))
    drawing = found if isinstance(found, Drawing) else None
    refusal = found.sentence if isinstance(found, Refusal) else ""
    title, subtitle = words(plan, page)
    alone = page.query.replaced(charts=(chart,), edit=0)
    editing = page.query.replaced(edit=0 if page.query.edit == number else number)
    return ChartView(
        id=f"chart-{number}",
        number=number,
        title=title,
        subtitle=", ".join(filter(None, [subtitle, plan.note, drawing.note if drawing else ""])),
        description=describe(plan, page, drawing.sentence if drawing else refusal),
        alone_url=page.url(alone),
        edit_url=page.url(editing),
        svg_url=alone.url(f"{page.home or page.path}/chart.svg"),
        spec=str(chart),
        code=_code(number, plan, page),
        wide=chart.is_wide,
        refusal=refusal,
        drawing=drawing,
    )


def canvas_of(chart: Chart) -> Canvas:
    """A wide map is higher too: its shape is given."""
    if not chart.is_wide:
        return Canvas()
    return Canvas(WIDE, WIDE_MAP if chart.mark in ("countries", "map") else HEIGHT)


def draw(plan: ChartPlan, answers: Answers, page: Page, canvas: Canvas) -> Drawing | Refusal:
    if plan.summary is None:
        return Refusal(plan.refusal)
    return DRAW[plan.chart.mark](plan, answers[plan.summary], page, canvas) or NOTHING


def _code(number: int, plan: ChartPlan, page: Page) -> list[str]:
    if plan.summary is None:
        return []
    bins = {name: each for name, each in plan.dimensions if isinstance(each, Bins)}
    missing = tuple(name for name, each in plan.dimensions if isinstance(each, WithMissing))
    without = plan.summary.without
    return chart_code(plan.chart, page.query, page.schema, number=number, without=without, bins=bins, missing=missing)


def describe(plan: ChartPlan, page: Page, sentence: str) -> str:
    """`Line chart: Life expectancy, mean by year and region. 6 lines, 1964 to 2013. …`"""
    title, subtitle = words(plan, page)
    return f"{', '.join(filter(None, [f'{MARKS[plan.chart.mark].label}: {title}', subtitle]))}. {sentence}"


def words(plan: ChartPlan, page: Page) -> tuple[str, str]:
    """Title and subtitle: `Life expectancy`, `mean by year and region`."""
    chart = plan.chart
    x = side_title(chart.x.function, page.column(chart.x.column).label)
    color = f" and {lower(page.column(chart.color.column).label)}" if chart.color and chart.color.column else ""
    facet = f", for each {lower(page.column(chart.facet.column).label)}" if chart.facet else ""
    if chart.mark == "histogram":
        return x, f"rows in bins{color.replace(' and', ' by')}{facet}"
    y = side_title(chart.y.function, page.column(chart.y.column).label) if chart.y.column else "Rows"
    if chart.mark == "heatmap":
        return f"{y} by {lower(x)}", _measure(chart, page)
    if chart.mark in ("scatter", "map"):
        by = "" if plan.bins else color.replace(" and ", "by ")
        return "Places" if chart.mark == "map" else f"{y} by {lower(x)}", by
    y = page.column(chart.y.column).label if chart.y.column else "Rows"
    if chart.mark == "box":
        return y, f"quartiles by {lower(x)}"
    function = {"count": "", "distinct": "distinct "}.get(chart.y.function, f"{chart.y.function} ")
    return y, f"{function}by {lower(x)}{color}{facet}"


def _measure(chart: Chart, page: Page) -> str:
    """What the cells of a heat map say: `rows`, `mean fertility`."""
    if not chart.color or not chart.color.column:
        return "rows"
    return f"{chart.color.function} {lower(page.column(chart.color.column).label)}"
