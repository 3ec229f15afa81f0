"""Which summary answers a chart or a facet."""

from dataclasses import dataclass
from math import prod

from app.datasets import Coded, Column, Dataset, Schema
from app.engine.dimension import Dimension, WithMissing
from app.engine.run import Asked
from app.engine.stops import coarser, count_stops
from app.engine.summaries import Facet, GroupBy, Histogram, Rows, Spread
from app.query import COUNT, Bins, Chart, Edge, Field, Query, last_moment, make_bins, rail_bins

MOST_POINTS = 2_000
HISTOGRAM_BINS, LINE_BINS, GRID_BINS, PLACE_BINS = 30, 100, (18, 9), (30, 15)
MOST_CELLS = 1 << 20
MOST_BARS, MOST_STOPS = 60, 400
FEW_NAMES = 8


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart as it will be drawn, the summary that answers it, and what its answers are grouped by.

    `dimensions` by channel: facet, x, y, color. Without a summary `refusal` says why there is no chart. `note` tells
    what is drawn otherwise than asked. `names` are all values of the colour's column where they are few, so that they
    have the same colours whatever is filtered.
    """

    chart: Chart
    summary: Asked | None
    dimensions: tuple[tuple[str, Dimension], ...] = ()
    refusal: str = ""
    note: str = ""
    names: tuple[str, ...] = ()

    def dimension(self, channel: str) -> Dimension:
        return dict(self.dimensions)[channel]

    def has(self, channel: str) -> bool:
        return any(name == channel for name, _ in self.dimensions)

    @property
    def bins(self) -> tuple[Bins, ...]:
        return tuple(each for _, each in self.dimensions if isinstance(each, Bins))


@dataclass(frozen=True, slots=True)
class FacetPlan:
    """A filter of the rail. Without a summary there is nothing to count: a column with no extent, or of long texts."""

    column: Column
    summary: Facet | Histogram | None
    bins: Bins | None = None


def plan_chart(chart: Chart, dataset: Dataset, query: Query, *, rows: int) -> ChartPlan:
    """`rows`: how many the query keeps."""
    if chart.mark in ("scatter", "map"):
        return _plan_points(chart, dataset, query, rows=rows)
    chart, note = _readable(chart, dataset)
    dimensions = []
    for channel, field in _sides(chart):
        found = _dimension(field, channel, chart, dataset)
        if found is None:
            return ChartPlan(chart, None, refusal=f"{dataset.columns[field.column].label} holds nothing to show.")
        dimensions.append((channel, found))
    refusal = _too_many([each for _, each in dimensions], dataset)
    if refusal:
        return ChartPlan(chart, None, refusal=refusal)
    return ChartPlan(chart, _summary(chart, tuple(each for _, each in dimensions)), tuple(dimensions), note=note)


def _sides(chart: Chart) -> list[tuple[str, Field]]:
    """The fields that rows are grouped by."""
    last = ("y", chart.y) if chart.mark == "heatmap" else ("color", chart.color)
    return [(channel, field) for channel, field in (("facet", chart.facet), ("x", chart.x), last) if field]


def _summary(chart: Chart, dimensions: tuple[Dimension, ...]) -> Asked:
    """Its own columns' filters do not apply: marks that they leave out are muted."""
    without = tuple(dict.fromkeys(each.column for each in dimensions))
    if chart.mark == "box":
        return Spread(dimensions, chart.y.column, without)
    measure = chart.color or COUNT if chart.mark == "heatmap" else chart.y
    return GroupBy(dimensions, (measure,), without)


def _plan_points(chart: Chart, dataset: Dataset, query: Query, *, rows: int) -> ChartPlan:
    """The rows themselves; more than can be told apart are counted in bins of the part that is looked at."""
    if rows <= MOST_POINTS:
        fields = [*chart.fields, *([chart.size] if chart.size else [])]
        page = Rows((), 0, MOST_POINTS, tuple(dict.fromkeys(field.column for field in fields)))
        return ChartPlan(chart, page, names=_few_names(chart.color, dataset))
    most = GRID_BINS if chart.mark == "scatter" else PLACE_BINS
    columns = dataset.columns[chart.x.column], dataset.columns[chart.y.column]
    x, y = (_zoomed(column, query, most=count) for column, count in zip(columns, most, strict=True))
    if x is None or y is None:
        return ChartPlan(chart, None, refusal="No row has both numbers.")
    return ChartPlan(chart, GroupBy((x, y), (COUNT,)), (("x", x), ("y", y)))


def _few_names(field: Field | None, dataset: Dataset) -> tuple[str, ...]:
    cells = dataset.cells[field.column] if field else None
    few = isinstance(cells, Coded) and len(cells.values) <= FEW_NAMES
    return tuple([str(value) for value in cells.values.tolist()]) if few and isinstance(cells, Coded) else ()


def _readable(chart: Chart, dataset: Dataset) -> tuple[Chart, str]:
    """More stops than can be told apart are drawn over longer stretches, which a note tells."""
    most = MOST_STOPS if chart.mark in ("line", "area") else MOST_BARS
    column = dataset.columns[chart.x.column]
    ordered = chart.mark in ("line", "area") or column.kind == "date"
    if chart.mark in ("histogram", "heatmap", "countries") or not ordered:
        return chart, ""
    field = coarser(chart.x, column, most=most)
    if field == chart.x:
        return chart, ""
    what = f"{chart.x.function}s" if chart.x.function else "values"
    how = f"by {field.function}" if field.function != "bin" else "in bins"
    note = f"{how}, as there are about {min(count_stops(column, chart.x.function), column.distinct):,} {what}"
    return Chart(chart.mark, field, chart.y, chart.color, chart.options), note


def _dimension(field: Field, channel: str, chart: Chart, dataset: Dataset) -> Dimension | None:
    """None where the column holds no finite value to make bins of."""
    column = dataset.columns[field.column]
    binned = chart.mark in ("histogram", "heatmap") and column.kind in ("integer", "number", "date")
    if field.function == "bin" or (binned and not field.function and channel in ("x", "y")):
        return _zoomed(column, Query(), most=_most_bins(chart.mark, channel))
    gaps = column.missing and not field.function and isinstance(dataset.cells[field.column], Coded)
    return WithMissing(field) if gaps and chart.mark in ("bar", "box", "histogram") and column.kind != "date" else field


def _most_bins(mark: str, channel: str) -> int:
    if mark == "heatmap":
        return GRID_BINS[channel == "y"]
    return LINE_BINS if mark in ("line", "area") else HISTOGRAM_BINS


def _too_many(dimensions: list[Dimension], dataset: Dataset) -> str:
    """A sentence if there are more combinations than a chart could show or memory should hold."""
    total = prod(max(1, _size(each, dataset)) for each in dimensions)
    if total <= MOST_CELLS or len(dimensions) == 1:
        return ""
    *most, last = [dataset.columns[each.column].label for each in dimensions]
    labels = f"{', '.join(most)} and {last}"
    return f"{labels} have {total:,} combinations, too many for a chart. Choose columns with fewer values."


def _size(dimension: Dimension, dataset: Dataset) -> int:
    if isinstance(dimension, Field):
        return count_stops(dataset.columns[dimension.column], dimension.function)
    return len(dimension) if isinstance(dimension, Bins) else dataset.columns[dimension.column].distinct + 1


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
