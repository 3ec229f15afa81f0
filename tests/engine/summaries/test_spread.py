"""A box plot's numbers are those of pandas, and its whiskers what Tukey's rule says of them."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Spread
from app.engine.summaries import ranking
from app.query import Field
from tests.engine import naive
from tests.engine.strategies import Asked, answer, asked, check, open_frame, without_rows
from tests.engine.summaries.test_median import EXTREMES, KEYS, LARGE, NUMBERS, OPENED

PARTS = ("low", "q1", "median", "q3", "high", "whisker_low", "whisker_high", "outside", "present")


@pytest.fixture(params=["few ranks", "many ranks", "gathered in parts", "narrowed"])
def steps(request, monkeypatch):
    """As small tables go through all steps."""
    if request.param != "many ranks":
        monkeypatch.setattr(ranking, "RANKS", 5)
        monkeypatch.setattr(ranking, "MOST_CELLS", 0)
    if request.param in ("gathered in parts", "narrowed"):
        monkeypatch.setattr(ranking, "MOST_GATHERED", 1 if request.param == "narrowed" else 12)


def box(cells: pd.Series) -> list[float]:
    """All of the numbers at once."""
    numbers = cells.dropna().astype(float)
    if not len(numbers):
        return [np.nan] * 7 + [0, 0]
    with np.errstate(invalid="ignore", over="ignore"):
        q1, median, q3 = numbers.groupby(np.zeros(len(numbers))).quantile([0.25, 0.5, 0.75])
        low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    ends = numbers[numbers >= low].min(), numbers[numbers <= high].max()
    outside = ((numbers < low) | (numbers > high)).sum()
    return [numbers.min(), q1, median, q3, numbers.max(), *ends, outside, len(numbers)]


def boxes(spreads, *, chosen=...) -> np.ndarray:
    return np.array([getattr(spreads, name)[chosen] for name in PARTS]).T


@pytest.mark.usefixtures("steps")
@check(max_examples=25)
@given(case=asked(), column=st.sampled_from(NUMBERS))
def test_without_dimensions_it_is_the_box_of_the_column(case, column):
    frame = case.frame.assign(price=case.frame["price"].where(np.isfinite(case.frame["price"])))
    case = Asked(frame, open_frame(frame), {key: value for key, value in case.args.items() if key != "price"})
    found = answer(case, Spread((), column), block=64)
    view = frame[naive.kept(frame, case.args)]
    assert found.values == ()
    assert found.counts == len(view)
    np.testing.assert_array_equal(boxes(found), box(view[column]))


@pytest.mark.usefixtures("steps")
@check(max_examples=30)
@given(
    case=asked(),
    column=st.sampled_from(NUMBERS[:2]),
    keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True),
)
def test_boxes_by_dimensions_are_those_of_pandas(case, column, keys):
    found = answer(case, Spread(tuple(keys), column, ("grade",)), block=8)
    view = case.frame[naive.kept(case.frame, case.args, without=("grade",))]
    grouped = view.groupby([naive.key(view[key.column], key.function).rename(i) for i, key in enumerate(keys)])
    assert found.counts[found.counts > 0].tolist() == grouped.size().tolist()
    expected = [box(cells) for _, cells in grouped[column]]
    np.testing.assert_array_equal(boxes(found, chosen=found.counts > 0), np.array(expected).reshape(-1, len(PARTS)))
    empty = boxes(found, chosen=found.counts == 0)
    np.testing.assert_array_equal(empty, np.tile(box(pd.Series(dtype=float)), (len(empty), 1)))


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("cells", [each for name, each in EXTREMES.items() if "infinit" not in name], ids=str)
def test_boxes_of_extreme_numbers_are_those_of_pandas_without_a_warning(cells):
    frame = pd.DataFrame({"price": pd.Series([*cells * 2, *cells[:1]], dtype=None if cells else float)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = answer(Asked(frame, open_frame(frame), {}), Spread((), "price"), block=8)
    np.testing.assert_array_equal(boxes(found), box(frame["price"]))


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([np.inf, np.inf], [np.inf] * 5 + [np.nan, np.nan, 0, 2]),
        ([-np.inf, np.inf], [-np.inf, np.nan, np.nan, np.nan, np.inf, np.nan, np.nan, 0, 2]),
        ([-np.inf, 1, 2, 3, 4, 5, np.inf], [-np.inf, 1.5, 3, 4.5, np.inf, 1, 5, 2, 7]),
        ([1, 2, np.inf, np.inf], [1, 1.75, np.inf, np.inf, np.inf, 1, np.inf, 0, 4]),
        ([5, 5, 5, 5, np.inf, np.nan], [5, 5, 5, 5, np.inf, 5, 5, 1, 5]),
    ],
    ids=str,
)
def test_infinite_numbers_are_the_least_and_the_greatest_without_a_warning(cells, expected):
    frame = pd.DataFrame({"price": np.array(cells, dtype=float)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = answer(Asked(frame, open_frame(frame), {}), Spread((), "price"), block=8)
    np.testing.assert_array_equal(boxes(found), expected)


def test_a_table_without_rows_has_an_empty_box():
    frame = pd.DataFrame({"price": [1.0, 2.5], "region": ["a", "b"]})
    found = answer(Asked(frame, without_rows(open_frame(frame)), {}), Spread((Field("region"),), "price"))
    np.testing.assert_array_equal(boxes(found), [box(pd.Series(dtype=float))] * 2)


@pytest.mark.parametrize("column", ["visits", "price", "score"])
def test_boxes_of_many_skewed_huge_or_equal_numbers_in_blocks_smaller_than_the_table(column):
    case = Asked(LARGE, OPENED, {"price.min": ["0.5"]})
    view = LARGE[naive.kept(LARGE, case.args)]
    found = answer(case, Spread((Field("region"),), column), block=1 << 13)
    np.testing.assert_array_equal(boxes(found), [box(cells) for _, cells in view.groupby("region")[column]])
