"""An answer looked up in tiles is the answer of one pass, wherever the handles stand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Count, GroupBy, dimension
from app.engine.run import Run
from app.engine.tile import drag_of
from app.query import COUNT, Field, Query, rail_bins
from tests.engine.drags import DRAGGABLE, Step, assert_close, dragged, steps, stops, tiled
from tests.engine.strategies import asked, check, make_engine, open_frame, without_rows


@pytest.fixture(scope="module", autouse=True, params=["written out", "looked up"])
def codes_kept(request):
    """Small datasets have a code for each row in memory; large ones look them up, block by block."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "looked up":
            patch.setattr(dimension, "WRITTEN_OUT", -1)
        yield


def assert_looked_up_as_computed(step: Step, *, engine=None, block: int = 1 << 17, cache_bytes: int = 1 << 26) -> None:
    engine = engine or make_engine(block=block, cache_bytes=cache_bytes)
    summaries = step.summaries
    found = engine.run(step.dataset, step.query, summaries, dragged=step.column)
    expected = make_engine().run(step.dataset, step.query, summaries)
    for summary in summaries:
        try:
            assert_close(found[summary], expected[summary])
        except AssertionError as error:
            raise AssertionError(f"{summary}: {error}") from error


def drag(step: Step):
    return drag_of(step.query, rail_bins(step.dataset.columns[step.column]), step.dataset.schema)


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=12)
@given(data=st.data(), block=st.sampled_from([8, 1 << 17]))
def test_handles_at_any_stops_under_any_other_filters(column, data, block):
    assert_looked_up_as_computed(data.draw(steps(column)), block=block)


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=8)
@given(data=st.data())
def test_the_steps_of_one_drag_share_their_tiles(column, data):
    case, engine = data.draw(asked(most=60)), make_engine(block=16, cache_bytes=1 << 26)
    for _ in range(3):
        assert_looked_up_as_computed(data.draw(dragged(case, column)), engine=engine)


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=8)
@given(data=st.data())
def test_any_filters_of_the_dragged_column(column, data):
    """Ranges that are not at stops, lists of values, missing cells: whatever no tile can answer."""
    case = data.draw(asked(most=60))
    assert_looked_up_as_computed(Step(case.dataset, case.query, column))


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=8)
@given(data=st.data(), budget=st.sampled_from([0, 1 << 13, 1 << 16]))
def test_a_budget_too_small_for_tiles(column, data, budget):
    assert_looked_up_as_computed(data.draw(steps(column)), cache_bytes=budget)


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=4)
@given(data=st.data())
def test_a_dataset_without_rows(column, data):
    step = data.draw(steps(column))
    assert_looked_up_as_computed(replace(step, dataset=without_rows(step.dataset)))


FRAME = pd.DataFrame(
    {
        "region": [None if row % 7 == 0 else f"r{row % 5}" for row in range(4000)],
        "visits": np.arange(4000) * 7 % 1000 - 300,
        "price": np.where(np.arange(4000) % 11 == 0, np.nan, np.random.default_rng(2).normal(0, 1e6, 4000)),
        "floor": np.random.default_rng(3).normal(1e9, 1, 4000).round(),
        "day": np.datetime64("1999-12-01") + np.arange(4000) % 777,
    }
)
LARGE = open_frame(FRAME.astype({"day": "datetime64[us]"}))


@pytest.mark.parametrize("column", ["visits", "price", "floor", "day"])
@pytest.mark.parametrize("operator", ["min", "max"])
def test_every_stop_of_a_handle_but_the_one_that_keeps_nothing_is_looked_up(operator, column):
    lows, highs = stops(LARGE, column)
    for text in lows[:-1] if operator == "min" else highs[1:]:
        query = Query.parse([(f"{column}.{operator}", text)], LARGE.schema)
        assert drag(Step(LARGE, query, column)) is not None, text


@pytest.mark.parametrize(
    ("filters", "looked_up"),
    [
        ({}, False),
        ({"visits.min": "-300"}, True),
        ({"visits.min": "-299"}, False),
        ({"visits.below": "-200"}, True),
        ({"visits.max": "-200"}, False),
        ({"visits.min": "-300", "visits.max": "-201", "visits.below": "500"}, True),
        ({"visits.min": "-300", "visits": "5"}, False),
        ({"visits.min": "-300", "visits.not": "5"}, False),
        ({"visits.min": "-300", "visits.is": "present"}, False),
        ({"price.min": "0"}, False),
    ],
    ids=str,
)
def test_only_a_range_between_stops_is_looked_up(filters, looked_up):
    assert (drag(Step(LARGE, Query.parse(filters.items(), LARGE.schema), "visits")) is not None) == looked_up


def assert_steps(column: str, ends: list[tuple[int, int]]) -> None:
    lows, highs = stops(LARGE, column)
    engine = make_engine(block=512, cache_bytes=1 << 26)
    for low, high in ends:
        args = [(f"{column}.min", lows[low]), (f"{column}.max", highs[high]), ("region.not", "r3")]
        query = Query.parse(args, LARGE.schema)
        summaries = [*Step(LARGE, query, column).planned, GroupBy((Field("region"),), MEASURES)]
        found = engine.run(LARGE, query, summaries, dragged=column)
        expected = make_engine().run(LARGE, query, summaries)
        for summary in summaries:
            assert_close(found[summary], expected[summary])


MEASURES = tuple(Field("price", function) for function in ("sum", "mean", "min", "max", "distinct"))


@pytest.mark.parametrize("column", ["visits", "price", "floor", "day"])
def test_sums_of_floats_are_those_of_one_pass_to_the_twelfth_digit(column):
    last = len(stops(LARGE, column)[0]) - 1
    assert_steps(column, [(0, last), (1, last - 1), (last // 3, last // 2), (last - 1, 1)])


@pytest.mark.parametrize("summary", [GroupBy, Count])
def test_what_leaves_out_the_filters_of_the_dragged_column_has_no_tile(summary):
    args = ((Field("region"),), (COUNT,)) if summary is GroupBy else ()
    step = drag(Step(LARGE, Query.parse([("visits.min", "-300")], LARGE.schema), "visits"))
    for without, has in [((), True), (("visits",), False), (("region", "visits"), False), (("region", "price"), True)]:
        assert (step.tile(summary(*args, without=without)) is not None) == has


def test_medians_are_computed_at_each_step_of_a_drag():
    step = drag(Step(LARGE, Query.parse([("visits.min", "-300")], LARGE.schema), "visits"))
    assert step.tile(GroupBy((Field("region"),), (COUNT, Field("price", "median")))) is None


class Passes:
    """How many summaries are computed from rows."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked: list[object] = []
        passed = Run._passed

        def counting(run, wanted):
            self.asked += wanted
            return passed(run, wanted)

        patch.setattr(Run, "_passed", counting)


@pytest.mark.parametrize("column", ["visits", "price", "day"])
def test_the_second_step_of_a_drag_computes_nothing_from_rows(column, monkeypatch):
    lows, highs = stops(LARGE, column)
    first, second = (
        Query.parse([(f"{column}.min", lows[low]), (f"{column}.max", highs[high])], LARGE.schema)
        for low, high in [(2, -1), (4, -3)]
    )
    engine, passes = make_engine(cache_bytes=1 << 26), Passes(monkeypatch)
    page = [each for each in Step(LARGE, first, column).planned if tiled(each, column)]
    engine.run(LARGE, first, page, dragged=column)
    assert passes.asked
    passes.asked.clear()
    zoomed = [each for each in Step(LARGE, second, column).planned if tiled(each, column)]
    unchanged = [each for each in zoomed if each in page]
    found = engine.run(LARGE, second, unchanged, dragged=column)
    assert passes.asked == []
    for summary in unchanged:
        assert_close(found[summary], make_engine().run(LARGE, second, [summary])[summary])
