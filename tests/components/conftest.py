"""Charts and pages of small frames, made the way a dashboard makes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from app.datasets import Dataset
from app.engine import Answers, ChartPlan, Engine, plan_chart
from app.query import Query, parse_chart
from components.chart.chart import ChartView, build_charts
from components.drawing.drawing import Drawing, Mark
from components.page import Link, Page
from components.sketch.sketch import SketchView, build_sketches
from tests.engine.naive import kept as naively_kept
from tests.engine.naive import part

Args = Sequence[tuple[str, str]]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def page_of(dataset: Dataset, args: Args = (), *, sketch: bool = False) -> Page:
    return Page("/table", Query.parse(args, dataset.schema), dataset.schema, sketch)


def answer(dataset: Dataset, summary, args: Args = ()):
    engine, query = Engine(cache_bytes=1 << 20), Query.parse(args, dataset.schema)
    return engine.run(dataset, query, [summary])[summary]


def planned(dataset: Dataset, spec: str, page: Page) -> tuple[ChartPlan, Answers]:
    engine = Engine(cache_bytes=1 << 20)
    rows = engine.masks(dataset, page.query).count()
    plan = plan_chart(parse_chart(spec, dataset.schema), dataset, page.query, rows=rows)
    return plan, engine.run(dataset, page.query, [plan.summary] if plan.summary else [])


def chart_of(dataset: Dataset, spec: str, args: Args = ()) -> ChartView:
    page = page_of(dataset, args)
    plan, answers = planned(dataset, spec, page)
    return build_charts([(parse_chart(spec, dataset.schema), plan)], answers, page)[0]


def sketch_of(dataset: Dataset, spec: str, args: Args = ()) -> SketchView:
    page = page_of(dataset, args, sketch=True)
    plan, answers = planned(dataset, spec, page)
    return build_sketches([(parse_chart(spec, dataset.schema), plan)], answers, page)[0]


@dataclass(frozen=True)
class Plot:
    """A chart together with the frame that it was drawn from."""

    frame: pd.DataFrame
    dataset: Dataset
    view: ChartView

    @property
    def drawing(self) -> Drawing:
        assert self.view.drawing, self.view.refusal
        return self.view.drawing

    @property
    def axes(self):
        return self.drawing.panels[0].frame

    def marks(self, kind: str) -> list[Mark]:
        """The marks of a class: `bar`, `point`, `stop`."""
        return [mark for mark in self.drawing.marks if mark.name.split()[0] == kind]

    def kept(self, link: Link) -> pd.DataFrame:
        """The rows that following a link leaves, told by plain pandas."""
        args = parse_qsl(link.href.partition("?")[2])
        Query.parse(args, self.dataset.schema)
        return self.frame[kept(self.frame, args)]

    def cells(self) -> list[tuple[str, ...]]:
        """The data table."""
        return [row.cells for row in self.drawing.rows]


def kept(frame: pd.DataFrame, args: Args) -> np.ndarray:
    """Which rows pass all filters, by plain pandas."""
    given: dict[str, list[str]] = {}
    for name, value in args:
        if not name.startswith("_"):
            given.setdefault(name, []).append(value)
    keep = np.ones(len(frame), dtype=bool)
    for name in [name for name in given if name.endswith((".weekday", ".hour"))]:
        column, _, cycle = name.partition(".")
        wanted = [DAYS.index(text) if text in DAYS else int(text) for text in given.pop(name)]
        keep &= part(frame[column], cycle).isin(wanted).to_numpy()
    return keep & naively_kept(frame, given)


@pytest.fixture
def plot(open_frame) -> Callable[..., Plot]:
    """A chart of a frame, or of a dict of columns."""
    count = iter(range(10_000))

    def plot(values: pd.DataFrame | dict[str, list], spec: str, args: Args = (), *, toml: str = "") -> Plot:
        frame = pd.DataFrame(values)
        dataset = open_frame(frame, name=f"t{next(count)}", toml=toml)
        return Plot(frame, dataset, chart_of(dataset, spec, args))

    return plot


@pytest.fixture
def chart(plot) -> Callable[..., ChartView]:
    """Only the view of a chart."""
    return lambda values, spec, args=(): plot(values, spec, args).view
