"""Charts and pages of small frames, made the way a dashboard makes them."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from app.datasets import Dataset
from app.engine import Engine, plan_chart
from app.query import Query, parse_chart
from components.axes.axes import Tick
from components.chart.chart import ChartView, build_charts
from components.page import Page

Args = Sequence[tuple[str, str]]


def page_of(dataset: Dataset, args: Args = ()) -> Page:
    return Page("/table", Query.parse(args, dataset.schema), dataset.schema)


def answer(dataset: Dataset, summary, args: Args = ()):
    engine, query = Engine(cache_bytes=1 << 20), Query.parse(args, dataset.schema)
    return engine.run(dataset, query, [summary])[summary]


def chart_of(dataset: Dataset, spec: str, args: Args = ()) -> ChartView:
    engine, page = Engine(cache_bytes=1 << 20), page_of(dataset, args)
    masks, chart = engine.masks(dataset, page.query), parse_chart(spec, dataset.schema)
    plan = plan_chart(chart, dataset, page.query, rows=masks.count())
    answers = engine.run(dataset, page.query, [plan.summary] if plan else [])
    return build_charts([(chart, plan)], answers, page)[0]


@pytest.fixture
def chart(open_frame) -> Callable[..., ChartView]:
    """A chart of a frame given as a dict of columns."""

    def chart(values: dict[str, list], spec: str, args: Args = ()) -> ChartView:
        return chart_of(open_frame(pd.DataFrame(values)), spec, args)

    return chart


def read_back(ticks: tuple[Tick, ...]) -> Callable[[float], float]:
    """What number stands at a pixel, told from the labels of an axis alone."""
    (low, first), (high, last) = ((tick.position, float(tick.label.replace(",", ""))) for tick in (ticks[0], ticks[-1]))
    return lambda position: first + (position - low) / (high - low) * (last - first)
