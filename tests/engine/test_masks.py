import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Cache, Masks
from app.query import Query
from tests.engine import naive
from tests.engine.strategies import KINDS, NEEDLES, Asked, asked, check, chosen_kernels, frames, open_frame, texts

FRAME = pd.DataFrame(
    {
        "region": ["Asia", "asia", None, "South Asia"],
        "flag": pd.array([True, False, None, True], dtype="boolean"),
        "visits": [1, 2, 3, 4],
        "price": [np.nan, -np.inf, 2.5, np.inf],
        "day": pd.to_datetime(["2012-06-01", "2012-06-30", None, "2012-07-01"]).astype("datetime64[us]"),
        "moment": pd.to_datetime(
            ["2012-06-30T23:59:59.999999", None, "2012-07-01", "1969-12-31T12"], format="ISO8601"
        ).astype("datetime64[us]"),
    }
)


@pytest.fixture
def masks():
    """A case's masks of a generated query, with a fresh cache."""
    return lambda case, budget=1 << 20: Masks(case.dataset, case.query, Cache(budget), kernels=chosen_kernels())


def rows(case: Asked, bits: np.ndarray | None) -> np.ndarray:
    size = case.dataset.rows
    return np.ones(size, dtype=bool) if bits is None else np.unpackbits(bits, count=size).astype(bool)


@pytest.mark.parametrize("budget", [0, 1 << 20])
@check(max_examples=40)
@given(case=asked())
def test_a_mask_without_one_column_is_the_and_of_all_other_filters(budget, case):
    masks = Masks(case.dataset, case.query, Cache(budget), kernels=chosen_kernels())
    for column in ("", *KINDS, "_q"):
        expected = naive.kept(case.frame, case.args, without=(column,))
        np.testing.assert_array_equal(rows(case, masks.without(column)), expected, err_msg=column)


@pytest.mark.parametrize("budget", [0, 1 << 20])
@check(max_examples=40)
@given(case=asked(), columns=st.lists(st.sampled_from([*KINDS, "_q"]), max_size=4))
def test_a_mask_without_several_columns_is_the_and_of_all_other_filters(budget, case, columns):
    """Whether they have filters or not, in any order, even twice."""
    masks = Masks(case.dataset, case.query, Cache(budget), kernels=chosen_kernels())
    expected = naive.kept(case.frame, case.args, without=tuple(columns))
    np.testing.assert_array_equal(rows(case, masks.without(*columns)), expected)
    assert masks.count(*columns) == expected.sum()
    assert masks.key(*columns) == masks.key(*reversed(columns))


@check(max_examples=30)
@given(case=asked())
def test_the_count_of_a_query_is_that_of_its_rows(case):
    assert (
        Masks(case.dataset, case.query, Cache(1 << 20), kernels=chosen_kernels()).count()
        == naive.kept(case.frame, case.args).sum()
    )


def test_no_filter_is_no_mask():
    masks = Masks(open_frame(FRAME), Query(), Cache(0), kernels=chosen_kernels())
    assert masks.without("") is None
    assert masks.without("region") is None
    assert masks.count() == 4


def test_the_only_filter_left_out_is_no_mask():
    masks = Masks(open_frame(FRAME), Query().with_("region", values=["Asia"]), Cache(0), kernels=chosen_kernels())
    assert masks.without("region") is None
    assert masks.without("visits") is masks.without("")


@pytest.mark.parametrize(
    ("parameter", "values", "expected"),
    [
        ("region", ["Asia"], [1, 0, 0, 0]),
        ("region", ["Asia", "asia"], [1, 1, 0, 0]),
        ("region", ["Nowhere"], [0, 0, 0, 0]),
        ("region.not", ["Asia"], [0, 1, 1, 1]),
        ("region.not", ["Nowhere"], [1, 1, 1, 1]),
        ("region.has", ["ASIA"], [1, 1, 0, 1]),
        ("region.has", ["h a"], [0, 0, 0, 1]),
        ("region.is", ["missing"], [0, 0, 1, 0]),
        ("region.is", ["present"], [1, 1, 0, 1]),
        ("flag", ["true"], [1, 0, 0, 1]),
        ("flag.not", ["true"], [0, 1, 1, 0]),
        ("flag", ["true", "false"], [1, 1, 0, 1]),
        ("visits", ["2", "4"], [0, 1, 0, 1]),
        ("visits", ["2.5"], [0, 0, 0, 0]),
        ("visits.min", ["3"], [0, 0, 1, 1]),
        ("visits.max", ["2.9"], [1, 1, 0, 0]),
        ("visits.below", ["2"], [1, 0, 0, 0]),
        ("visits.is", ["missing"], [0, 0, 0, 0]),
        ("price.min", ["-1e300"], [0, 0, 1, 1]),
        ("price.max", ["2.5"], [0, 1, 1, 0]),
        ("price.not", ["2.5"], [1, 1, 0, 1]),
        ("price.is", ["missing"], [1, 0, 0, 0]),
        ("day", ["2012-06"], [1, 1, 0, 0]),
        ("day", ["2012-06-30", "2012-07-01"], [0, 1, 0, 1]),
        ("day.not", ["2012-06"], [0, 0, 1, 1]),
        ("day.max", ["2012-06"], [1, 1, 0, 0]),
        ("day.below", ["2012-06-30"], [1, 0, 0, 0]),
        ("day.min", ["2012-06-30T00:00:01"], [0, 0, 0, 1]),
        ("day.is", ["present"], [1, 1, 0, 1]),
        ("moment", ["2012-06-30"], [1, 0, 0, 0]),
        ("moment", ["2012-06-30T23:59"], [1, 0, 0, 0]),
        ("moment.max", ["2012-06-30T23:59:59"], [1, 0, 0, 1]),
        ("moment.min", ["2012-07"], [0, 0, 1, 0]),
        ("moment.below", ["1970"], [0, 0, 0, 1]),
    ],
)
def test_a_filter_keeps_these_rows(parameter, values, expected):
    dataset = open_frame(FRAME)
    query = Query.parse([(parameter, value) for value in values], dataset.schema)
    bits = Masks(dataset, query, Cache(1 << 20), kernels=chosen_kernels()).without()
    assert np.unpackbits(bits, count=len(FRAME)).tolist() == expected
    assert naive.kept(FRAME, {parameter: values}).astype(int).tolist() == expected


@check(max_examples=40)
@given(frame=frames(), text=st.sampled_from(NEEDLES) | texts.filter(bool))
def test_a_search_is_casefold_and_contains_over_all_columns_of_words(frame, text):
    bits = Masks(open_frame(frame), Query(search=text), Cache(1 << 20), kernels=chosen_kernels()).without()
    np.testing.assert_array_equal(np.unpackbits(bits, count=len(frame)), naive.found(frame, text))


def test_a_search_of_a_table_without_words_finds_nothing():
    assert (
        Masks(open_frame(FRAME[["visits", "price"]]), Query(search="1"), Cache(0), kernels=chosen_kernels()).count()
        == 0
    )
