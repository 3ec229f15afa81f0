"""A sheet holds the numbers of a chart by panel, place and series."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.drawing.drawing import SERIES
from components.sheet import MOST_PANELS, build_sheet
from tests.components.conftest import page_of, planned
from tests.components.geometry import number

MEASURES = {
    "sum(size)": "sum",
    "mean(size)": "mean",
    "min(size)": "min",
    "max(size)": "max",
    "distinct(size)": "nunique",
}
FUNCTIONS = {**MEASURES, "count()": "size"}


@pytest.fixture
def sheet(open_frame):
    count = iter(range(10_000))

    def sheet(values, spec, args=(), *, most=0):
        dataset = open_frame(pd.DataFrame(values), name=f"t{next(count)}")
        page = page_of(dataset, args)
        plan, answers = planned(dataset, spec, page)
        return build_sheet(plan, answers[plan.summary], page, most=most)

    return sheet


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", None]),
            st.sampled_from(["x", "y", None]),
            st.sampled_from(["p", "q", None]),
            st.none() | st.floats(-1e6, 1e6),
        ),
        max_size=25,
    ),
    st.sampled_from([*FUNCTIONS]),
)
def test_its_numbers_are_those_of_pandas(sheet, rows, measure):
    frame = pd.DataFrame([("a", "x", "p", 1.0), ("b", "y", "q", -2.0), *rows], columns=["shop", "kind", "part", "size"])
    found = sheet(frame.astype({"size": float}), f"bar:shop,{measure},kind,facet=part")
    groups = frame.fillna({"shop": "Missing", "kind": "Missing", "part": "Missing"}).groupby(["part", "shop", "kind"])
    expected = groups.size() if measure == "count()" else groups["size"].agg(FUNCTIONS[measure])
    if measure == "sum(size)":
        expected = groups["size"].sum(min_count=1)
    sides = (found.panels.labels, found.x.labels, found.series.labels)
    cells = {
        tuple(side[i] for side, i in zip(sides, place, strict=True)): value
        for place, value in np.ndenumerate(found.values)
        if value == value
    }
    assert cells == pytest.approx(expected.dropna().to_dict(), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    "spec", ["bar:shop,sum(size)", "line:year,mean(size)", "area:year,max(size)", "bar:year,min(size)"]
)
def test_the_data_table_is_that_of_pandas(plot, spec):
    values = {"shop": ["a", "b", "a", "c"], "year": [2000, 2001, 2002, 2002], "size": [1.5, -2.0, 30.25, None]}
    shown = plot(values, spec)
    x, function = spec.partition(":")[2].split(",")
    expected = shown.frame.groupby(x)["size"].agg(function.partition("(")[0])
    expected = expected[shown.frame.groupby(x)["size"].count() > 0]
    assert {name: number(value) for name, value in shown.cells()} == pytest.approx(
        {str(name): value for name, value in expected.items()}, rel=0.005
    )


def test_the_data_table_has_a_column_for_each_series_and_a_dash_for_nothing(plot):
    shown = plot({"shop": ["a", "b"], "kind": ["x", "y"], "size": [1.0, 2.0]}, "bar:shop,sum(size),kind,sort=x")
    assert shown.drawing.headers == ("Shop", "x", "y")
    assert shown.cells() == [("a", "1", "–"), ("b", "–", "2")]


@pytest.mark.parametrize(
    ("args", "rows"),
    [
        ([], [("/table?shop=a", False), ("/table?shop=b", False), ("/table?shop.is=missing", False)]),
        ([("shop", "a")], [("/table", True), ("/table?shop=a&shop=b", False), ("/table?shop.is=missing", False)]),
        (
            [("shop", "a"), ("shop", "b")],
            [("/table?shop=b", True), ("/table?shop=a", True), ("/table?shop.is=missing", False)],
        ),
    ],
)
def test_a_row_of_the_table_adds_its_value_or_takes_it_out(plot, args, rows):
    shown = plot({"shop": ["a", "b", None]}, "bar:shop,count(),sort=x", args)
    assert [(row.add_url, row.chosen) for row in shown.drawing.rows] == rows


@pytest.mark.parametrize(
    ("args", "colors"),
    [
        ([], ("s1", "s2", "s3", "s0")),
        ([("size.min", "2")], ("s2", "s3", "s0")),
        ([("shop", "b")], ("s1", "s2", "s3", "s0")),
    ],
)
def test_few_values_have_the_same_colours_whatever_is_filtered(sheet, args, colors):
    values = {"year": [1, 1, 1, 1], "shop": ["a", "b", "c", None], "size": [1, 2, 3, 4]}
    assert sheet(values, "bar:year,count(),shop", args).colors == colors


def test_of_many_series_the_largest_are_kept_in_their_own_order(sheet):
    names = [f"n{i:02}" for i in range(12) for _ in range(1 + i % 4 * 2)]
    found = sheet({"year": [1] * len(names), "shop": names}, "line:year,count(),shop")
    assert (
        found.series.labels == ("n01", "n02", "n03", "n06", "n07", "n09", "n10", "n11") or len(found.series) == SERIES
    )
    assert list(found.series.labels) == sorted(found.series.labels)
    assert found.colors == tuple(f"s{i}" for i in range(1, SERIES + 1))
    assert found.note == "8 of 12 series"


def test_of_many_panels_the_largest_are_kept(sheet):
    values = {"year": [1] * 78, "shop": [f"n{i:02}" for i in range(12) for _ in range(i + 1)]}
    found = sheet(values, "line:year,count(),facet=shop")
    assert found.panels.labels == tuple(f"n{i:02}" for i in range(3, 12))
    assert len(found.panels) == MOST_PANELS


@pytest.mark.parametrize("values", [[None, None], [float("inf"), float("-inf")]])
def test_nothing_to_measure_is_no_sheet(sheet, values):
    frame = {"shop": ["a", "b", "c"], "size": [*values, 1.0]}
    assert sheet(frame, "bar:shop,sum(size)", [("size.max", "-5")]) is None


def test_an_infinite_place_has_no_bar(sheet):
    found = sheet({"size": [1.5, 2.5, float("inf")]}, "bar:size,count()")
    assert found.x.labels == ("1.50", "2.50")
