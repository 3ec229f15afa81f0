"""Ranges: bars, two handles, and typed ends."""

import re

import pandas as pd
import pytest

from app.engine import plan_facet
from components.range.range import HEIGHT, WIDTH, build_range
from tests.components.conftest import answer, page_of

YEARS = [1990 + i % 20 for i in range(200)]


@pytest.fixture
def range_of(open_frame):
    def range_of(values, args=(), toml=""):
        dataset = open_frame(pd.DataFrame({"year": values, "other": range(len(values))}), toml=toml)
        plan = plan_facet(dataset.columns["year"])
        tally = answer(dataset, plan.summary, args) if plan.summary else None
        return build_range(plan.column, tally, page_of(dataset, args), bins=plan.bins)

    return range_of


def test_open_ends_are_empty_and_the_handles_at_the_edges(range_of):
    view = range_of(YEARS)
    assert (view.low, view.high, view.least, view.greatest) == ("", "", "1990", "2009")
    assert (view.from_, view.to) == (0, view.steps)
    assert not view.active


def test_handles_stand_where_the_typed_ends_are(range_of):
    view = range_of(YEARS, [("year.min", "1995"), ("year.max", "1999")])
    assert (view.low, view.high) == ("1995", "1999")
    assert view.lows.split()[view.from_] == "1995"
    assert view.highs.split()[view.to] == "1999"


@pytest.mark.parametrize("args", [
    [("year.min", "2005"), ("year.max", "1995")], [("year.min", "3000")], [("year.max", "1000")], [("year.min", "-1")],
    [("year.min", "1995.5"), ("year.max", "1995.6")],
])  # fmt: skip
def test_handles_are_in_order_whatever_is_typed(range_of, args):
    view = range_of(YEARS, args)
    assert 0 <= view.from_ <= view.to <= view.steps


@pytest.mark.parametrize(
    "values", [YEARS, [0.5, 1.25, 9.75], pd.date_range("2020-01-01", periods=50), [7, 7, 7], [-3.5, -1.5]]
)
def test_every_handle_has_something_to_type(range_of, values):
    view = range_of(values)
    assert len(view.lows.split()) == len(view.highs.split()) == view.steps + 1


def test_bars_are_as_high_as_their_counts(range_of):
    heights = [float(each) for each in re.findall(r"v-([\d.]+)", range_of([1, 1, 1, 1, 2, 2, 3]).bars)]
    assert heights == pytest.approx([HEIGHT, HEIGHT / 2, HEIGHT / 4])


def test_bars_fill_the_width_and_no_more(range_of):
    starts = [float(each) for each in re.findall(r"M([\d.]+) ", range_of(YEARS).bars)]
    assert 0 <= starts[0] < starts[-1] < WIDTH


def test_bars_are_under_all_other_filters_but_not_its_own(range_of):
    whole = range_of(YEARS)
    assert range_of(YEARS, [("year.min", "2005")]).bars == whole.bars
    assert range_of(YEARS, [("other.max", "3")]).bars != whole.bars


def test_no_finite_value_leaves_only_the_typed_ends(range_of):
    view = range_of([float("inf"), float("-inf"), None])
    assert (view.bars, view.sentence, view.least, view.greatest) == ("", "No values", "", "")


def test_a_constant_has_one_bar(range_of):
    assert range_of([7, 7, 7]).bars.count("M") == 1


def test_dates_are_typed_as_texts(range_of):
    view = range_of(pd.date_range("2020-01-01", "2020-12-31"), [("year.min", "2020-03")])
    assert (view.input_type, view.low, view.least, view.greatest) == ("text", "2020-03", "2020-01-01", "2020-12-31")
    assert "2020-0" in view.lows.split()[view.from_]


def test_the_sentence_tells_where_most_rows_are(range_of):
    assert range_of([1, 2, 2, 3]).sentence == "Year: most rows, 2, at 2"
