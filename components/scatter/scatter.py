"""A scatter plot: one dot a row, or bins of rows when there are too many to tell apart."""

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups, RowsAnswer
from components.axes.axes import BELOW, BESIDE, TICKS_X, Axes, apart, number_ticks, y_axis
from components.cloud import Cloud, cloud_legend, cloud_marks, cloud_of
from components.drawing.drawing import Drawing, Panel, Refusal, Row
from components.format import Format
from components.heatmap.heatmap import draw_heatmap
from components.layout import Canvas
from components.page import Page
from components.scale import AnyScale, logarithmic, nice
from components.words import plural

LISTED = 20


def draw_scatter(plan: ChartPlan, answer: RowsAnswer | Groups, page: Page, canvas: Canvas) -> Drawing | Refusal | None:
    """None if no row has both numbers."""
    if isinstance(answer, Groups):
        return draw_heatmap(plan, answer, page, canvas)
    cloud = cloud_of(plan, answer, page)
    if not len(cloud.xs):
        return None
    logged = [side for axis, side in (("x", cloud.xs), ("y", cloud.ys)) if _is_log(plan, axis)]
    if any(side.min() <= 0 for side in logged):
        return Refusal(
            "A logarithmic scale needs values above zero, and some here are not. Filter them, or leave log out."
        )
    legend = cloud_legend(cloud, canvas)
    frame, x, y = _frame(cloud, canvas.below(legend))
    shapes, marks = cloud_marks(cloud, (x.spread(cloud.xs).tolist(), y.spread(cloud.ys).tolist()))
    return Drawing(
        canvas.width,
        canvas.height,
        (Panel(frame, marks, under=shapes),),
        legend=legend,
        note=cloud.note,
        sentence="" if page.sketch else _sentence(cloud),
        headers=cloud.labels,
        rows=() if page.sketch else tuple(map(Row, cloud.texts(LISTED))),
    )


def _is_log(plan: ChartPlan, axis: str) -> bool:
    return axis in {"yes": "y"}.get(plan.chart.option("log"), plan.chart.option("log"))


def _frame(cloud: Cloud, canvas: Canvas) -> tuple[Axes, AnyScale, AnyScale]:
    plan, count = cloud.plan, canvas.ticks(TICKS_X)
    columns = [cloud.page.column(field.column) for field in (plan.chart.x, plan.chart.y)]
    right, bottom = canvas.width - BESIDE, canvas.height - BELOW
    y = _scale(cloud.ys, plan, axis="y", ends=(bottom, canvas.top), count=canvas.levels)
    y_ticks, left = y_axis(y, column=columns[1], count=canvas.levels)
    x = _scale(cloud.xs, plan, axis="x", ends=(left, right), count=count)
    ticks = apart(number_ticks(x, count, column=columns[0]))
    frame = Axes(left=left, right=right, top=canvas.top, bottom=bottom, x=ticks, y=y_ticks, x_title=columns[0].title)
    return frame, x, y


def _scale(values: Array, plan: ChartPlan, *, axis: str, ends: tuple[float, float], count: int) -> AnyScale:
    low, high = float(values.min()), float(values.max())
    start, stop = ends
    if _is_log(plan, axis):
        return logarithmic(low, high, start=start, stop=stop)
    if plan.chart.option("zero") == "yes":
        low, high = min(0.0, low), max(0.0, high)
    return nice(low, high, start=start, stop=stop, count=count)


def _sentence(cloud: Cloud) -> str:
    said = []
    for field, values in ((cloud.plan.chart.x, cloud.xs), (cloud.plan.chart.y, cloud.ys)):
        column = cloud.page.column(field.column)
        low, high = (Format.of(column).number(float(end)) for end in (values.min(), values.max()))
        said.append(f"{column.label} from {low} to {high}")
    return f"{plural(len(cloud.xs), 'dot')}; {'; '.join(said)}.{correlation(cloud.xs, cloud.ys)}"


def correlation(xs: Array, ys: Array) -> str:
    """` Correlation 0.82, strong.`; empty where there is none to speak of."""
    if len(xs) < 3:
        return ""
    sides = [side / max(1e-300, float(np.abs(side).max())) for side in (xs, ys)]  # squares of large ones overflow
    if any(np.ptp(side) == 0 for side in sides):
        return ""
    value = round(float(np.asarray(np.corrcoef(np.array(sides)))[0, 1]), 2)
    strength = "strong" if abs(value) >= 0.7 else "moderate" if abs(value) >= 0.4 else "weak"
    return f" Correlation {value:.2f}, {strength}." if value == value else ""
