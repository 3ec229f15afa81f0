"""Steps of a drag: a query whose range on a column is where the handles can stand, and everything a page asks of it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from app.datasets import Dataset
from app.engine import plan_chart, plan_facet
from app.engine.plan import MOST_POINTS
from app.engine.summaries import stepped
from app.query import Chart, Query, QueryError, edge_text, parse_chart, rail_bins
from tests.engine.strategies import SUMMARIES, Asked, asked

DRAGGABLE = ["visits", "floor", "price", "day", "moment"]
CHARTS = (
    "histogram:{0}",
    "heatmap:{0},price",
    "heatmap:moment,{0}",
    "heatmap:{0},{0}",
    "heatmap:{0},floor",
    "bar:region,mean(price)",
    "line:{0},count()",
    "line:month(day),sum(floor),flag",
    "line:week(moment),max(price)",
    "bar:grade,distinct(region)",
)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    dataset: Dataset
    query: Query
    column: str

    def _repr_pretty_(self, printer, cycle) -> None:
        printer.text(f"dragging {self.column}: {self.query.to_args()}")

    @property
    def summaries(self) -> list:
        return list(dict.fromkeys([*SUMMARIES, *self.planned]))

    @property
    def planned(self) -> list:
        """What a page asks, the charts zoomed as they are at this step."""
        plans = [plan_chart(chart, self.dataset, self.query, rows=MOST_POINTS + 1) for chart in self._charts()]
        facets = [plan_facet(column) for column in self.dataset.columns.values()]
        return [plan.summary for plan in (*plans, *facets) if plan and plan.summary]

    def _charts(self) -> Iterator[Chart]:
        """Those that fit the column."""
        for text in CHARTS:
            with suppress(QueryError):
                yield parse_chart(text.format(self.column), self.dataset.schema)


def stops(dataset: Dataset, column: str) -> tuple[list[str], list[str]]:
    """What to type for the low and the high handle at each edge of the bars; none without an extent."""
    known = dataset.columns[column]
    bins = rail_bins(known)
    if not bins:
        return [], []
    lows = [edge_text(edge) for edge in bins.edges]
    rows = [row for place in range(len(bins)) for row in bins.filters(place, known)]
    return lows, [lows[0], *(row.values[0] for row in rows if row.operator != "min")]


@st.composite
def dragged(draw, case: Asked, column: str) -> Step:
    """Handles at two stops, or at one, under whatever other filters a case has."""
    lows, highs = stops(case.dataset, column)
    query = case.query.without(column)
    for operator, texts in (("min", lows), ("max", highs)):
        if texts and draw(st.integers(0, 3)):
            query = Query.parse(
                [*query.to_args(), (f"{column}.{operator}", draw(st.sampled_from(texts)))], case.dataset.schema
            )
    return Step(case.dataset, query, column)


@st.composite
def steps(draw, column: str, *, most: int = 60) -> Step:
    return draw(dragged(draw(asked(most=most)), column))


def assert_close(one: object, other: object) -> None:
    """Two answers are the same: counts, values and rows exactly, measures to 1e-12."""
    assert type(one) is type(other)
    for name in getattr(type(one), "__dataclass_fields__", ()):
        mine, theirs = getattr(one, name), getattr(other, name)
        if name != "measures":
            np.testing.assert_equal(mine, theirs)
            continue
        assert mine.keys() == theirs.keys()
        for field in mine:
            np.testing.assert_allclose(mine[field], theirs[field], rtol=1e-12, err_msg=str(field))
    if not hasattr(type(one), "__dataclass_fields__"):
        assert one == other


def tiled(summary: object, column: str) -> bool:
    return not stepped(summary) and hasattr(summary, "stretches") and column not in summary.without
