"""Which summary answers a chart or a facet."""

from dataclasses import dataclass

from app.datasets import Column, Dataset, Schema
from app.engine.run import Asked
from app.engine.summaries import Facet, GroupBy, Histogram, Rows
from app.query import COUNT, Bins, Chart, Edge, Query, last_moment, make_bins, rail_bins

MOST_POINTS = 350
HISTOGRAM_BINS, GRID_BINS = 30, (18, 9)


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart, the summary that answers it, and the bins of its axes where it has them."""

    chart: Chart
    summary: Asked
    bins: tuple[Bins, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetPlan:
    """A filter of the rail. Without a summary there is nothing to count: a column with no extent, or of long texts."""

    column: Column
    summary: Facet | Histogram | None
    bins: Bins | None = None


def plan_chart(chart: Chart, dataset: Dataset, query: Query, *, rows: int) -> ChartPlan | None:
    """None where the chart's column holds no finite value to make bins of. `rows`: how many the query keeps."""
    if chart.mark == "scatter" and rows <= MOST_POINTS:
        columns = dict.fromkeys(field.column for field in chart.fields)
        return ChartPlan(chart, Rows((), 0, MOST_POINTS, tuple(columns)))
    if chart.mark in ("histogram", "scatter", "heatmap"):
        most = (HISTOGRAM_BINS,) if chart.mark == "histogram" else GRID_BINS
        fields = (chart.x, chart.y)[: len(most)]
        bins = [_zoomed(dataset.columns[field.column], query, most=most[i]) for i, field in enumerate(fields)]
        known = tuple(each for each in bins if each)
        return ChartPlan(chart, GroupBy(known, (COUNT,)), known) if len(known) == len(most) else None
    dimensions = (chart.x, chart.color) if chart.color else (chart.x,)
    return ChartPlan(chart, GroupBy(dimensions, (chart.y,)))


def plan_facet(column: Column) -> FacetPlan:
    if column.kind in ("category", "boolean"):
        return FacetPlan(column, Facet(column.key))
    bins = rail_bins(column)
    return FacetPlan(column, Histogram(bins, without=(column.key,)) if bins else None, bins)


def _zoomed(column: Column, query: Query, *, most: int) -> Bins | None:
    """Bins over the column's extent, or over the part of it that its range filter leaves."""
    if column.low is None or column.high is None:
        return None
    low, high = _ends(column, query)
    return make_bins(column, low, high, most=most)


def _ends(column: Column, query: Query) -> tuple[Edge, Edge]:
    least = query.values(column.key, "min")
    greatest = query.values(column.key, "max") or query.values(column.key, "below")
    if isinstance(column.low, str) and isinstance(column.high, str):
        days = max([column.low, *least]), min([column.high, *map(last_moment, greatest)])
        return days if days[0] <= days[1] else (column.low, column.high)
    assert isinstance(column.low, int | float)
    assert isinstance(column.high, int | float)
    numbers = max([column.low, *map(float, least)]), min([column.high, *map(float, greatest)])
    return numbers if numbers[0] <= numbers[1] else (column.low, column.high)


def facet_columns(query: Query, schema: Schema, *, usual: tuple[str, ...]) -> list[Column]:
    """The filters shown: the usual ones, those asked for, and every one that is active."""
    active = (row.column for row in query.filters)
    return [schema.columns[key] for key in dict.fromkeys([*usual, *query.facets, *active])]
