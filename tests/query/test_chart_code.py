"""The code of a chart is run, and gives the numbers that the engine answers, whatever is filtered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.datasets import Catalog, Column, Dataset, Schema
from app.datasets.config import Config
from app.engine import ChartPlan, Engine, Groups, WithMissing, plan_chart
from app.engine.plan import MOST_POINTS
from app.query import COUNT, MARKS, Bins, Chart, Field, Query, chart_code, parse_chart, view_code
from tests.query.conftest import TOML, make_frame
from tests.query.numbers import compare
from tests.recipes import run_recipe

CHARTS = [
    "bar:region",
    "bar:region,sum(delay)",
    "bar:region,distinct(note)",
    "bar:region,mean(ratio),done",
    "bar:region,max(year),done,facet=region",
    "bar:region,median(delay)",
    "bar:note",
    "bar:customer_id,min(delay)",
    "bar:year,mean(delay)",
    "bar:delay",
    "bar:done,count(),region,stack,normalize",
    "bar:day",
    "bar:quarter(day),sum(year)",
    "bar:weekday(day)",
    "bar:hour(moment),mean(delay)",
    "bar:bin(delay)",
    "bar:bin(year),mean(delay),done",
    "bar:bin(moment),count()",
    "line:year,mean(delay),region",
    "line:day",
    "line:week(moment),sum(delay),done",
    "line:month(day),median(ratio),region",
    "line:weekday(moment),count(),region,facet=done",
    "line:bin(ratio),mean(year)",
    "line:bin(day),count(),region",
    "area:month(day),sum(year),region",
    "area:year,count(),facet=done",
    "histogram:ratio",
    "histogram:year",
    "histogram:day",
    "histogram:moment",
    "histogram:year,facet=done",
    "histogram:year,region",
    "histogram:year,region,facet=done",
    "scatter:year,delay",
    "scatter:year,ratio,region",
    "scatter:delay,delay",
    "heatmap:year,delay",
    "heatmap:day,moment",
    "heatmap:region,done",
    "heatmap:weekday(moment),hour(moment)",
    "heatmap:month(day),region,mean(delay)",
    "heatmap:year,ratio,count()",
    "heatmap:delay,day,max(year)",
    "heatmap:region,done,median(ratio)",
    "heatmap:weekday(moment),hour(moment),mean(year)",
    "heatmap:day,day,sum(year)",
    "countries:country,mean(year)",
    "map:longitude,latitude",
    "map:longitude,latitude,country",
]
QUERIES = [
    "",
    "region=Asia&region=Europe&year.min=1992&delay.max=2",
    "region.not=Asia&day.min=2012&moment.weekday=mon&moment.weekday=wed",
    "done=true&ratio.min=-5&day.not=2012-02&year=1990&year=1995&year=2001",
    "region.is=missing&country=Kenya",
    "delay.is=missing&note.has=e&done.not=true",
    "_q=a&moment.min=2024-02-28&country.not=Kenya&longitude.below=30",
    "customer_id.min=9100&day=2030",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    frame, rows = make_frame(), np.arange(40)
    frame["country"] = np.array(["France", "Kenya", "Chile", "Mali"], dtype=object)[rows % 4]
    frame["longitude"], frame["latitude"] = (rows % 9) * 20.5 - 81, np.where(rows % 5, (rows % 7) * 9.5, np.nan)
    frame.to_csv(folder / "table.csv", index=False)
    (folder / "table.toml").write_text(TOML, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    catalog = Catalog(folder)
    return catalog.open(catalog.entries()["table"])


@pytest.fixture(scope="module")
def run(dataset: Dataset, folder: Path) -> Callable[[str, str], Any]:
    """What the code of a query, and that of a chart's plan, leave behind."""
    df = run_recipe(dataset, folder)

    def run(plan: ChartPlan, query: Query) -> Any:
        scope = {"pd": pd, "df": df.copy()}
        lines = view_code(query, dataset.schema, [])[2:] + code(plan, query, dataset)
        exec("\n".join(lines), scope)
        return scope["chart_1"]

    return run


def code(plan: ChartPlan, query: Query, dataset: Dataset) -> list[str]:
    return chart_code(
        plan.chart,
        query,
        dataset.schema,
        without=plan.summary.without,
        bins={name: each for name, each in plan.dimensions if isinstance(each, Bins)},
        missing=tuple(name for name, each in plan.dimensions if isinstance(each, WithMissing)),
    )


def parsed(search: str, dataset: Dataset) -> Query:
    pairs = [part.partition("=") for part in search.split("&") if part]
    return Query.parse([(name, value) for name, _, value in pairs], dataset.schema)


@pytest.mark.parametrize("search", QUERIES)
@pytest.mark.parametrize("text", CHARTS)
def test_the_code_of_a_chart_gives_its_numbers(dataset, run, text, search):
    query, chart = parsed(search, dataset), parse_chart(text, dataset.schema)
    for rows in (1, MOST_POINTS + 1) if chart.mark in ("scatter", "map") else (1,):
        plan = plan_chart(chart, dataset, query, rows=rows)
        answer = Engine(cache_bytes=1 << 20).run(dataset, query, [plan.summary])[plan.summary]
        compare(answer, run(plan, query), plan=plan)


@pytest.mark.parametrize(
    "text",
    [
        "bar:month(day),count(),region",
        "histogram:moment,facet=done",
        pytest.param(
            "bar:bin(ratio),count(),done",
            marks=pytest.mark.xfail(strict=True, reason="infinite numbers are in no bin, but no missing cells either"),
        ),
    ],
)
def test_only_some_of_the_keys_have_a_group_of_missing_cells(dataset, run, text):
    plan = plan_chart(parse_chart(text, dataset.schema), dataset, Query(), rows=40)
    answer = Engine(cache_bytes=1 << 20).run(dataset, Query(), [plan.summary])[plan.summary]
    compare(answer, run(plan, Query()), plan=plan)


@pytest.mark.parametrize("search", QUERIES)
@pytest.mark.parametrize("text", ["box:region,delay", "box:month(day),year", "box:bin(year),delay", "box:done,delay"])
def test_the_code_of_a_box_plot_describes_the_boxes(dataset, run, text, search):
    query = parsed(search, dataset)
    plan = plan_chart(parse_chart(text, dataset.schema), dataset, query, rows=40)
    answer = Engine(cache_bytes=1 << 20).run(dataset, query, [plan.summary])[plan.summary]
    found = run(plan, query)
    parts = {"count": "present", "min": "low", "25%": "q1", "50%": "median", "75%": "q3", "max": "high"}
    for name, part in parts.items():
        values = np.asarray(getattr(answer, part), dtype=float)
        compare(Groups(answer.values, answer.counts, {COUNT: values}), found[name], plan=plan)


@pytest.mark.parametrize(
    ("text", "search", "lines"),
    [
        ("bar:year", "", ["view.groupby('year').size()"]),
        ("bar:region", "", ["view.groupby('region', dropna=False).size()"]),
        ("bar:year,sum(delay)", "", ["view.groupby('year')['delay'].sum(min_count=1)"]),
        ("bar:year,distinct(note)", "", ["view.groupby('year')['note'].nunique()"]),
        ("bar:year,median(delay)", "", ["view.groupby('year')['delay'].median()"]),
        ("line:year,mean(ratio),region", "", ["view.groupby(['year', 'region'])['ratio'].mean().unstack()"]),
        ("line:year,count(),facet=region", "", ["view.groupby(['region', 'year']).size()"]),
        ("line:month(day)", "", ["view.groupby(view['day'].dt.to_period(\"M\")).size()"]),
        ("bar:weekday(day)", "", ["view.groupby(view['day'].dt.day_of_week).size()"]),
        ("box:year,ratio", "", ["view.groupby('year')['ratio'].describe()"]),
        ("scatter:year,ratio", "", ["view[['year', 'ratio']].dropna(subset=['year', 'ratio'])"]),
        ("heatmap:country,done", "", ["pd.crosstab(view['country'], view['done'])"]),
        ("heatmap:country,done,mean(ratio)", "", ["view.groupby(['country', 'done'])['ratio'].mean().unstack()"]),
        ("countries:country", "", ["view.groupby('country').size()"]),
        ("bar:year", "region=Asia", ["view.groupby('year').size()"]),
        ("bar:year", "year=1990", ["rows_1 = df", "rows_1.groupby('year').size()"]),
        ("bar:year", "year=1990&region=Asia",
         ["rows_1 = df[df['region'].isin(['Asia'])]", "rows_1.groupby('year').size()"]),
        ("scatter:year,ratio", "year=1990", ["view[['year', 'ratio']].dropna(subset=['year', 'ratio'])"]),
        ("heatmap:country,done", "done=true", ["rows_1 = df", "pd.crosstab(rows_1['country'], rows_1['done'])"]),
    ],
)  # fmt: skip
def test_the_code_of_a_chart_reads_well(dataset, text, search, lines):
    query = parsed(search, dataset)
    plan = plan_chart(parse_chart(text, dataset.schema), dataset, query, rows=40)
    *rows, last = code(plan, query, dataset)
    assert [*rows, last.removeprefix("chart_1 = ")] == lines


def test_bins_are_cut_half_open_with_the_greatest_value_in_the_last(dataset):
    plan = plan_chart(parse_chart("histogram:year", dataset.schema), dataset, Query(), rows=40)
    edges = list(plan.bins[0].edges)
    assert code(plan, Query(), dataset) == [
        f"chart_1 = pd.cut(view['year'], {edges}, right=False).value_counts(sort=False)"
    ]


@pytest.mark.parametrize("key", ["ratio", "longitude"])
def test_the_greatest_value_is_in_the_last_bin(key):
    column = Column(key, key, "number" if key == "ratio" else "geo", key, numeric=True, low=0.0, high=2.0)
    schema = Schema(columns={key: column}, config=Config(), rows=3)
    chart = Chart("histogram", Field(key))
    (line,) = chart_code(chart, Query(), schema, bins={"x": Bins(key, (0.0, 1.0, 2.0))})
    scope = {"pd": pd, "view": pd.DataFrame({key: [0.0, 1.5, 2.0]})}
    exec(line, scope)
    assert scope["chart_1"].tolist() == [1, 2]


def test_the_names_in_the_code_have_the_number_of_the_chart(dataset):
    query = parsed("year=1990", dataset)
    lines = chart_code(parse_chart("bar:year", dataset.schema), query, dataset.schema, number=3, without=("year",))
    assert lines == ["rows_3 = df", "chart_3 = rows_3.groupby('year').size()"]


def test_every_mark_has_a_chart_here():
    marks = {text.partition(":")[0] for text in CHARTS}
    assert MARKS.keys() - marks == {"box"}, "whose code has a test of its own"
