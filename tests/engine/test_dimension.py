from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Cache, GroupBy, WithMissing, cells_of, dimension
from app.engine.dimension import Dimension, codes_of
from app.engine.times import UNITS
from app.query import COUNT, Bins, Field
from app.query.cycles import CYCLES
from tests.engine import naive
from tests.engine.strategies import HUGE, Asked, answer, asked, check, chosen_kernels, frames, open_frame

COLUMNS = ["region", "grade", "note", "flag", "visits", "floor", "price", "day", "moment"]
BOUNDARIES = ["1969-12-31", "1970-01-01", "1969-12-29", "1968-02-29", "2012-12-30", "2012-12-31", "0001-01-01", None]


def grouped(frame: pd.DataFrame, dimension: Dimension, cache: Cache | None = None) -> list[object]:
    """Each row's group, or None."""
    found = codes_of(open_frame(frame), dimension, cache or Cache(1 << 20))
    codes = found.block(0, len(frame), rows=None, kernels=chosen_kernels())
    return [None if code < 0 else found.values[code] for code in codes]


@pytest.mark.parametrize("column", COLUMNS)
@check(max_examples=8)
@given(frame=frames())
def test_each_row_is_in_the_group_of_its_value(column, frame):
    expected = [None if pd.isna(cell) else cell for cell in naive.key(frame[column])]
    groups = [
        pd.Timestamp(group) if isinstance(group, np.datetime64) else group for group in grouped(frame, Field(column))
    ]
    assert groups == expected


@pytest.mark.parametrize("column", ["day", "moment"])
@pytest.mark.parametrize("unit", UNITS)
@check(max_examples=8)
@given(frame=frames())
def test_each_row_is_in_the_period_of_its_date(unit, column, frame):
    expected = [None if pd.isna(start) else start for start in naive.key(frame[column], unit)]
    groups = grouped(frame, Field(column, unit))
    assert [group if group is None else pd.Timestamp(group.astype("datetime64[us]")) for group in groups] == expected


@pytest.mark.parametrize("written_out", [True, False])
@pytest.mark.parametrize("column", ["day", "moment"])
@pytest.mark.parametrize("cycle", CYCLES)
@check(max_examples=8)
@given(frame=frames())
def test_each_row_is_in_the_part_of_a_cycle_that_its_date_is_in(cycle, column, written_out, frame):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dimension, "WRITTEN_OUT", 1 << 16 if written_out else -1)
        found = grouped(frame, Field(column, cycle))
    expected = naive.part(frame[column], cycle)
    assert found == [None if np.isnan(part) else part for part in expected]


@pytest.mark.parametrize(("cycle", "size"), [("weekday", 7), ("hour", 24)])
@pytest.mark.parametrize("column", ["day", "moment"])
@pytest.mark.parametrize("cells", [[], [None], ["2012-06-05T12:30"]], ids=["no row", "no date", "one date"])
def test_every_part_of_a_cycle_is_a_group_whether_it_occurs_or_not(cells, column, cycle, size):
    frame = pd.DataFrame({column: pd.Series(cells, dtype="datetime64[us]")})
    found = codes_of(open_frame(frame), Field(column, cycle), Cache(1 << 20))
    assert found.values.dtype == np.int64
    assert found.values.tolist() == list(range(size))


@check(max_examples=20)
@given(case=asked(), cycle=st.sampled_from([*CYCLES]), column=st.sampled_from(["day", "moment"]))
def test_rows_are_counted_by_the_parts_of_a_cycle_under_any_filters(case, cycle, column):
    groups = answer(case, GroupBy((Field(column, cycle), Field("grade")), (COUNT,)), block=8)
    view = case.frame[naive.kept(case.frame, case.args)]
    expected = view.groupby([naive.part(view[column], cycle), view["grade"].astype(object)]).size()
    places = zip(*np.nonzero(groups.counts), strict=True)
    found = {(groups.values[0][x], groups.values[1][y]): groups.counts[x, y] for x, y in places}
    assert found == expected.to_dict()


@pytest.mark.parametrize("cycle", CYCLES)
def test_dates_of_large_tables_take_no_code_a_row(cycle):
    moments = np.datetime64("1969-12-28", "us") + np.arange(70_000) * np.timedelta64(7919, "s")
    frame = pd.DataFrame({"moment": moments})
    found = codes_of(open_frame(frame), Field("moment", cycle), Cache(1 << 20))
    assert found.nbytes < 1000
    groups = answer(Asked(frame, open_frame(frame), {}), GroupBy((Field("moment", cycle),), (COUNT,)), block=1 << 13)
    expected = naive.part(frame["moment"], cycle).value_counts().sort_index()
    assert groups.counts.tolist() == expected.tolist()


CODED = ["region", "grade", "note", "flag", "day"]


@pytest.mark.parametrize("written_out", [True, False])
@pytest.mark.parametrize("column", CODED)
@check(max_examples=8)
@given(frame=frames())
def test_missing_cells_may_be_a_group_of_their_own_after_all_others(column, written_out, frame):
    dataset = open_frame(frame)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dimension, "WRITTEN_OUT", 1 << 16 if written_out else -1)
        found = codes_of(dataset, WithMissing(Field(column)), Cache(1 << 20))
    assert found.values.dtype == object
    assert list(found.values) == [*dataset.cells[column].values, None]
    codes = found.block(0, len(frame), rows=None, kernels=chosen_kernels())
    plain = codes_of(dataset, Field(column), Cache(0)).cells
    assert codes.tolist() == [len(found.values) - 1 if code < 0 else code for code in plain.tolist()]


@pytest.mark.parametrize("dimension", [Field("price"), Field("moment"), Field("day", "month")], ids=str)
def test_only_coded_columns_as_they_are_have_a_group_of_missing_cells(dimension):
    cells = {"price": [1.5], **dict.fromkeys(("day", "moment"), pd.Series(["2012-06-05"], dtype="datetime64[us]"))}
    with pytest.raises(AssertionError):
        grouped(pd.DataFrame(cells), WithMissing(dimension))


@check(max_examples=20)
@given(case=asked(), columns=st.lists(st.sampled_from(CODED), min_size=1, max_size=2, unique=True))
def test_rows_are_counted_with_their_missing_cells_under_any_filters(case, columns):
    groups = answer(case, GroupBy(tuple(WithMissing(Field(column)) for column in columns), (COUNT,)), block=8)
    view = case.frame[naive.kept(case.frame, case.args)]
    cells = [[None if pd.isna(cell) else cell for cell in naive.key(view[column])] for column in columns]
    values = [[pd.Timestamp(each) if isinstance(each, np.datetime64) else each for each in of] for of in groups.values]
    places = zip(*np.nonzero(groups.counts), strict=True)
    found = {tuple(map(list.__getitem__, values, place)): groups.counts[place] for place in places}
    assert found == Counter(zip(*cells, strict=True))


@pytest.mark.parametrize("column", COLUMNS)
@check(max_examples=8)
@given(frame=frames())
def test_the_groups_are_distinct_in_order_and_the_codes_as_small_as_can_be(column, frame):
    found = codes_of(open_frame(frame), Field(column), Cache(1 << 20))
    assert list(found.values) == sorted(set(found.values))
    codes = found.block(0, len(frame), rows=None, kernels=chosen_kernels())
    assert codes.dtype == (np.int8 if len(found.values) <= 128 else np.int16)
    assert len(codes) == len(frame)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("year", ["1969", "1970", "1969", "1968", "2012", "2012", "0001", None]),
        ("quarter", ["1969-10", "1970-01", "1969-10", "1968-01", "2012-10", "2012-10", "0001-01", None]),
        ("month", ["1969-12", "1970-01", "1969-12", "1968-02", "2012-12", "2012-12", "0001-01", None]),
        ("week", ["1969-12-29"] * 3 + ["1968-02-26", "2012-12-24", "2012-12-31", "0001-01-01", None]),
        ("day", BOUNDARIES),
    ],
)
@pytest.mark.parametrize("time", ["", "T23:59:59.999999"])
def test_a_period_begins_on_its_first_day_and_a_week_on_monday(unit, time, expected):
    dates = [np.datetime64(f"{day}{time}") if day else None for day in BOUNDARIES]
    frame = pd.DataFrame({"moment": pd.Series(dates, dtype="datetime64[us]")})
    groups = grouped(frame, Field("moment", unit))
    assert [group if group is None else str(group) for group in groups] == expected


def test_integers_that_lie_far_apart_are_told_apart():
    numbers = [HUGE, -HUGE, HUGE - 1, 0, HUGE]
    assert grouped(pd.DataFrame({"visits": numbers}), Field("visits")) == numbers


@pytest.mark.parametrize("span", [(1 << 16) - 1, 1 << 16])
def test_counting_and_sorting_find_the_same_integers(span):
    numbers = [-7, span - 7, 12, -7, 12]
    assert grouped(pd.DataFrame({"visits": numbers}), Field("visits")) == numbers


def test_nought_and_its_negative_are_one_group_and_infinities_are_two():
    cells = [0.0, -0.0, np.inf, -np.inf, np.nan, 0.5]
    assert grouped(pd.DataFrame({"price": cells}), Field("price")) == [0, 0, np.inf, -np.inf, None, 0.5]


@pytest.mark.parametrize(
    ("edges", "cells", "expected"),
    [
        ((0.0, 1.0, 2.0), [0.0, 0.5, 1.0, 2.0, 2.5, -0.5, np.nan, np.inf, -np.inf], [0, 0, 1, 1] + [None] * 5),
        ((0.1, 0.2, 0.30000000000000004), [0.1, 0.2, 0.3, 0.30000000000000004], [0, 1, 1, 1]),
    ],
)
def test_a_number_is_in_the_bin_that_begins_at_or_before_it(edges, cells, expected):
    assert grouped(pd.DataFrame({"price": cells}), Bins("price", edges)) == expected


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        (("2012", "2013"), [0, 0, None]),
        (("2012-06-01", "2012-06-02", "2012-06-03"), [0, 1, None]),
        (("2012-06-01T00:00", "2012-06-01T12:00", "2012-06-02T00:00", "2012-06-02T12:00"), [0, 2, None]),
        (("2012-06-02T11:00", "2012-06-02T12:00", "2012-06-02T13:00"), [None, None, None]),
    ],
)
@pytest.mark.parametrize(("column", "time"), [("moment", ""), ("moment", "T06:30"), ("day", "")])
def test_a_date_is_in_the_bin_that_begins_at_or_before_it(edges, column, time, expected):
    cells = [np.datetime64(f"2012-06-01{time}"), np.datetime64(f"2012-06-02{time}"), None]
    frame = pd.DataFrame({column: pd.Series(cells, dtype="datetime64[us]")})
    assert grouped(frame, Bins(column, edges)) == expected


@pytest.mark.parametrize("dimension", [Field("visits"), Field("moment", "month"), Bins("price", (0.0, 1.0))], ids=str)
@check(max_examples=5)
@given(frame=frames(), budget=st.sampled_from([0, 1 << 20]))
def test_codes_are_computed_once_while_the_budget_lasts(dimension, frame, budget):
    dataset, cache = open_frame(frame), Cache(budget)
    first, second = (codes_of(dataset, dimension, cache) for _ in range(2))
    assert (first is second) == (first.nbytes <= budget)
    assert cache.bytes <= budget


SIZED = [
    *map(Field, COLUMNS),
    *(Field(column, function) for column in ("day", "moment") for function in ("month", "weekday", "hour")),
    WithMissing(Field("grade")),
    Bins("price", (0.0, 1.0, 2.0)),
]


@check(max_examples=30)
@given(frame=frames(), dimensions=st.lists(st.sampled_from(SIZED), max_size=3))
def test_the_number_of_cells_is_told_before_they_are_made(frame, dimensions):
    dataset, cache = open_frame(frame), Cache(1 << 20)
    sizes = [len(codes_of(dataset, dimension, cache).values) for dimension in dimensions]
    assert cells_of(dataset, dimensions, Cache(1 << 20)) == np.prod(sizes, dtype=int)


def test_the_number_of_cells_of_distinct_numbers_is_told_without_looking_for_them():
    dataset, cache = open_frame(pd.DataFrame({"price": np.arange(5000) / 7})), Cache(1 << 20)
    assert cells_of(dataset, [Field("price")] * 3, cache) == 5000**3
    assert cache.bytes == 0
