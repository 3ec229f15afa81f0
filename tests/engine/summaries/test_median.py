"""Medians are those of pandas, however they are found: by single numbers, between edges, in one step or several."""

import tracemalloc
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import GroupBy, WithMissing
from app.engine.summaries import ranking
from app.query import COUNT, Bins, Field
from tests.engine import naive
from tests.engine.strategies import Asked, answer, asked, check, make_engine, open_frame, without_rows

NUMBERS = ("visits", "floor", "price")
MEDIANS = tuple(Field(column, "median") for column in NUMBERS)
KEYS = [Field(column) for column in ("region", "grade", "flag", "floor", "day")] + [Field("moment", "year")]


@pytest.fixture(params=["few ranks", "many ranks", "gathered in parts", "narrowed"])
def steps(request, monkeypatch):
    """Few ranks, and little that may be sorted at a time, lead even small tables through all steps."""
    if request.param != "many ranks":
        monkeypatch.setattr(ranking, "RANKS", 5)
        monkeypatch.setattr(ranking, "MOST_CELLS", 0)
    if request.param in ("gathered in parts", "narrowed"):
        monkeypatch.setattr(ranking, "MOST_GATHERED", 1 if request.param == "narrowed" else 12)


@pytest.mark.usefixtures("steps")
@check(max_examples=25)
@given(case=asked())
def test_without_dimensions_a_median_is_that_of_the_column(case):
    groups = answer(case, GroupBy((), (*MEDIANS, COUNT)), block=64)
    view = case.frame[naive.kept(case.frame, case.args)]
    assert groups.measures[COUNT] == len(view)
    for field in MEDIANS:
        np.testing.assert_array_equal(groups.measures[field], medians(view[field.column]), err_msg=str(field))


@pytest.mark.usefixtures("steps")
@check(max_examples=40)
@given(
    case=asked(),
    keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True),
    block=st.sampled_from([8, 64]),
)
def test_medians_by_dimensions_are_those_of_pandas_beside_any_other_measure(case, keys, block):
    others = (COUNT, Field("price", "max"), Field("region", "distinct"))
    groups = answer(case, GroupBy(tuple(keys), (*others, *MEDIANS)), block=block)
    plain = answer(case, GroupBy(tuple(keys), others))
    assert list(groups.measures) == [*others, *MEDIANS]
    for field in others:
        np.testing.assert_array_equal(groups.measures[field], plain.measures[field])
    view = case.frame[naive.kept(case.frame, case.args)]
    grouped = view.groupby([naive.key(view[key.column], key.function).rename(i) for i, key in enumerate(keys)])
    for field in MEDIANS:
        found = groups.measures[field][groups.counts > 0]
        expected = [medians(cells) for _, cells in grouped[field.column]]
        np.testing.assert_array_equal(found, expected, err_msg=str(field))
        assert np.isnan(groups.measures[field][groups.counts == 0]).all()


@pytest.mark.usefixtures("steps")
@check(max_examples=10)
@given(case=asked())
def test_medians_leave_out_the_filters_of_some_columns_and_keep_missing_cells(case):
    summary = GroupBy((WithMissing(Field("grade")),), (MEDIANS[0],), without=("price", "visits"))
    groups = answer(case, summary, block=8)
    view = case.frame[naive.kept(case.frame, case.args, without=summary.without)]
    for value, found in zip(groups.values[0], groups.measures[MEDIANS[0]], strict=True):
        grade = view["grade"].astype(object)
        cells = view["visits"][grade.isna() if value is None else grade == value]
        np.testing.assert_array_equal(found, medians(cells))


def medians(cells: pd.Series) -> float:
    with np.errstate(invalid="ignore", over="ignore"):
        return cells.astype(float).groupby(np.zeros(len(cells))).median().get(0.0, np.nan)


EXTREMES = {
    "all equal": [7.5] * 9,
    "all equal integers": [7] * 9,
    "two values": [1.5, 1.5, 8.0, 8.0],
    "one": [3.5],
    "negatives": [-1.0, -2.5, -3.0, -4.0, -2.5],
    "nought and its negative": [0.0, -0.0, -0.0, 5e-324, -5e-324],
    "infinities": [np.inf, -np.inf, 1.0, np.nan],
    "one infinity": [np.inf, 1.0, 2.0, 3.0, np.nan, np.inf],
    "infinities alone": [np.inf, np.inf, np.nan],
    "both infinities alone": [np.inf, -np.inf],
    "huge integers": [2**62, -(2**62), 2**62 - 1, 2**62 + 1, 5, 2**63 - 1, -(2**63)],
    "neighbouring huge integers": [2**62 + each for each in (0, 1, 2, 511, 512, 513, 1024)],
    "huge and tiny": [1e300, 1e-300, -1e300, -1e-300, 5e-324, 1.7e308],
    "beyond the greatest": [1.7e308, 1.7e308],
    "from end to end": [1.797e308, -1.797e308],
    "all missing": [np.nan] * 5,
    "none": [],
}


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("infinite", [False, True])
@pytest.mark.parametrize("cells", EXTREMES.values(), ids=EXTREMES)
def test_medians_of_extreme_numbers_are_those_of_pandas_without_a_warning(cells, infinite):
    column = pd.Series(cells * 3, dtype=float if infinite or not cells else None).rename("price")
    frame = pd.DataFrame({"price": column, "region": [*"aab" * len(cells)]}).astype({"region": object})
    frame = pd.concat([frame, frame.assign(price=np.inf)]) if infinite else frame
    case, field = Asked(frame, open_frame(frame), {}), Field("price", "median")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        whole, groups = (answer(case, GroupBy(by, (field,)), block=8) for by in ((), (Field("region"),)))
    np.testing.assert_array_equal(whole.measures[field], medians(frame["price"]))
    expected = [medians(each) for _, each in frame.groupby("region")["price"]]
    np.testing.assert_array_equal(groups.measures[field], expected)


def test_a_table_without_rows_has_no_median():
    frame = pd.DataFrame({"price": [1.0, 2.5], "region": ["a", "b"]})
    dataset, summary = without_rows(open_frame(frame)), GroupBy((Field("region"),), (Field("price", "median"), COUNT))
    groups = answer(Asked(frame, dataset, {}), summary)
    assert groups.counts.tolist() == [0, 0]
    assert np.isnan(groups.measures[Field("price", "median")]).all()


ROWS = 70_000
RANDOM = np.random.default_rng(5)
LARGE = pd.DataFrame(
    {
        "region": np.array(["a", "b", "c", None], dtype=object)[RANDOM.integers(4, size=ROWS)],
        "price": np.exp(RANDOM.normal(0, 3, ROWS)),
        "visits": RANDOM.integers(-(2**62), 2**62, ROWS),
        "score": np.where(RANDOM.random(ROWS) < 0.5, 0, RANDOM.normal(0, 1, ROWS)),
    }
)
OPENED = open_frame(LARGE)


@pytest.mark.parametrize("column", ["visits", "price", "score"])
def test_medians_of_many_skewed_huge_or_equal_numbers_in_blocks_smaller_than_the_table(column):
    case, field = Asked(LARGE, OPENED, {"price.min": ["0.5"]}), Field(column, "median")
    view = LARGE[naive.kept(LARGE, case.args)]
    bins = Bins("visits", (-(2.0**62), 0.0, 2.0**62))
    groups = answer(case, GroupBy((Field("region"), bins), (field,)), block=1 << 13)
    expected = view.groupby(["region", view["visits"] >= 0])[column].median().to_numpy().reshape(3, 2)
    np.testing.assert_array_equal(groups.measures[field], expected)


def test_a_median_takes_memory_for_few_numbers_and_not_for_the_kept_rows():
    engine, summary = make_engine(block=1 << 11), GroupBy((Field("region"),), (Field("price", "median"),))
    engine.workers.count = 1
    query = Asked(LARGE, OPENED, {"score.min": ["-1"]}).query
    engine.run(OPENED, query, [summary])
    engine.caches.answers.clear()
    tracemalloc.start()
    try:
        engine.run(OPENED, query, [summary])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_500_000, f"{peak:,} bytes for {ROWS:,} rows"
