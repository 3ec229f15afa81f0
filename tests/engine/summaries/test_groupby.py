import tracemalloc
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import GroupBy
from app.query import COUNT, Bins, Field
from tests.engine import naive
from tests.engine.strategies import MEASURES, Asked, answer, asked, check, open_frame

ALL = (*MEASURES, *(Field("visits", function) for function in ("sum", "mean")), Field("note", "distinct"))
PLAIN = [Field(column) for column in ("region", "grade", "flag", "visits", "floor", "price", "day", "moment")]
TIMES = [
    Field(column, function) for column in ("day", "moment") for function in ("year", "quarter", "month", "week", "day")
]


def measured(groups, field: Field) -> pd.Series:
    """pandas' number for each group (or for the one group of a frame)."""
    if field == COUNT:
        return groups["visits"].size() if hasattr(groups, "ngroups") else len(groups)
    cells = groups[field.column]
    with np.errstate(invalid="ignore"):  # an infinity less an infinity
        if field.function == "sum":
            return cells.sum(min_count=1)
        return getattr(cells, {"distinct": "nunique"}.get(field.function, field.function))()


def tolerance(field: Field, frame: pd.DataFrame) -> float:
    """Sums of huge integers are rounded to float64 on the way."""
    return 1e-14 * float(frame["visits"].abs().astype(float).sum()) if field.column == "visits" else 0


def label(value: object) -> object:
    """Dates as pandas has them, whatever their unit."""
    return pd.Timestamp(value.astype("datetime64[us]")) if isinstance(value, np.datetime64) else value


@check(max_examples=60)
@given(case=asked())
def test_without_dimensions_a_measure_is_that_of_the_column(case):
    groups = answer(case, GroupBy((), ALL), block=64)
    view = case.frame[naive.kept(case.frame, case.args)]
    assert groups.values == ()
    assert groups.counts.tolist() == len(view)
    for field in ALL:
        expected = measured(view, field)
        expected = np.nan if expected is pd.NA else float(expected)
        np.testing.assert_allclose(
            groups.measures[field], expected, rtol=1e-12, atol=tolerance(field, view), err_msg=str(field)
        )


def assert_grouped(case: Asked, dimensions: tuple[Field, ...], measures: tuple[Field, ...]) -> None:
    groups = answer(case, GroupBy(dimensions, measures), block=64)
    view = case.frame[naive.kept(case.frame, case.args)]
    keys = [naive.key(view[field.column], field.function).rename(i) for i, field in enumerate(dimensions)]
    grouped = view.groupby(keys, observed=True, dropna=True)
    places = list(zip(*np.nonzero(groups.counts), strict=True))
    labels = [tuple(label(values[at]) for values, at in zip(groups.values, place, strict=True)) for place in places]
    sizes = {key if isinstance(key, tuple) else (key,): size for key, size in grouped["visits"].size().items()}
    assert dict(zip(labels, groups.counts[groups.counts > 0].tolist(), strict=True)) == sizes
    assert [list(values) for values in groups.values] == [sorted(values) for values in groups.values]
    if not labels:
        return
    index = pd.Index([key[0] for key in labels]) if len(dimensions) == 1 else pd.MultiIndex.from_tuples(labels)
    for field in measures:
        expected = measured(grouped, field).reindex(index).to_numpy(dtype=float, na_value=np.nan)
        found = groups.measures[field][groups.counts > 0]
        atol = tolerance(field, view)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=atol, err_msg=str(field))


@pytest.mark.parametrize("dimension", [*PLAIN, *TIMES], ids=str)
@check(max_examples=8)
@given(case=asked())
def test_measures_by_one_dimension_are_those_of_pandas(dimension, case):
    assert_grouped(case, (dimension,), ALL)


@check(max_examples=20)
@given(case=asked(), dimensions=st.lists(st.sampled_from([*PLAIN, *TIMES]), min_size=2, max_size=2, unique=True))
def test_measures_by_two_dimensions_are_those_of_pandas(case, dimensions):
    assert_grouped(case, tuple(dimensions), ALL)


@check(max_examples=30)
@given(case=asked())
def test_counts_in_two_dimensions_of_bins_are_those_of_numpy(case):
    edges = (-100.0, -1.0, 0.0, 0.5, 100.0), (-1000.0, 0.0, 1000.0)
    bins = tuple(Bins(column, each) for column, each in zip(("price", "floor"), edges, strict=True))
    view = case.frame[naive.kept(case.frame, case.args)]
    whole = view[np.isfinite(view["price"]) & np.isfinite(view["floor"])]
    expected = np.histogram2d(whole["price"], whole["floor"], bins=edges)[0]
    np.testing.assert_array_equal(answer(case, GroupBy(bins, (COUNT,))).counts, expected)


@check(max_examples=30)
@given(case=asked(), columns=st.lists(st.sampled_from(["region", "price", "day"]), max_size=3).map(tuple))
def test_a_groupby_may_leave_out_the_filters_of_some_columns(case, columns):
    groups = answer(case, GroupBy((), (COUNT,), without=columns))
    assert groups.counts == naive.kept(case.frame, case.args, without=columns).sum()


FRAME = pd.DataFrame(
    {
        "region": ["a", "b", "a", None, "c"],
        "price": [1.0, np.nan, 3.0, 100.0, np.nan],
        "visits": [1, 2, 3, 4, 5],
    }
)


def groups_of(frame: pd.DataFrame, *dimensions: Field, measure: str = "price", block: int = 1 << 17, **args: list[str]):
    fields = {function: Field(measure, function) for function in ("sum", "mean", "min", "max", "distinct")}
    groups = answer(Asked(frame, open_frame(frame), args), GroupBy(dimensions, (*fields.values(), COUNT)), block=block)
    return {name: groups.measures[field].tolist() for name, field in fields.items()} | {"count": groups.counts.tolist()}


def test_a_row_without_a_dimension_is_in_no_group():
    assert groups_of(FRAME, Field("region"))["count"] == [2, 1, 1]
    assert groups_of(FRAME, Field("region"))["max"][0] == 3


@pytest.mark.parametrize(
    ("measure", "nothing"), [("sum", np.nan), ("mean", np.nan), ("min", np.nan), ("max", np.nan), ("distinct", 0)]
)
def test_a_measure_of_nothing_is_no_number(measure, nothing):
    groups = groups_of(FRAME, Field("region"))
    np.testing.assert_equal(groups[measure][1:], [nothing, nothing])
    np.testing.assert_equal(groups_of(FRAME, region=["Nowhere"])[measure], nothing)


def test_a_value_that_no_row_has_left_is_an_empty_group():
    groups = groups_of(FRAME, Field("region"), visits=["1"])
    assert groups["count"] == [1, 0, 0]
    np.testing.assert_equal(groups["sum"], [1, np.nan, np.nan])


def test_infinities_of_both_signs_have_no_sum_and_no_warning():
    """Whether they meet in one partition or in two."""
    frame = pd.DataFrame({"price": [np.inf] * 8 + [-np.inf] * 8})
    for block in (8, 16):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            groups = groups_of(frame, block=block)
        np.testing.assert_equal(groups, groups | {"sum": np.nan, "mean": np.nan, "min": -np.inf, "max": np.inf})


def test_sums_beyond_the_largest_number_are_infinite_without_a_warning():
    frame = pd.DataFrame({"price": [1.7e308] * 16})
    for block in (8, 16):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert groups_of(frame, block=block)["sum"] == np.inf


def test_a_combination_that_does_not_occur_is_an_empty_cell():
    frame = pd.DataFrame({"region": ["a", "b"], "flag": pd.array([True, False], dtype="boolean"), "price": [1.0, 2.0]})
    groups = groups_of(frame, Field("region"), Field("flag"))
    assert groups["count"] == [[0, 1], [1, 0]]
    np.testing.assert_equal(groups["mean"], [[np.nan, 1], [2, np.nan]])


def test_distinct_values_take_memory_for_the_rows_and_not_for_every_combination():
    words = [f"word {number}" for number in range(4000)]
    frame = pd.DataFrame({"region": words, "note": words[::-1]})
    case, summary = Asked(frame, open_frame(frame), {}), GroupBy((Field("region"),), (Field("note", "distinct"),))
    tracemalloc.start()
    try:
        found = answer(case, summary)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert set(found.measures[Field("note", "distinct")]) == {1}
    assert peak < 4_000_000, f"{peak:,} bytes for {len(frame):,} rows"
