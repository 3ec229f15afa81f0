import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from app.engine import Extent
from tests.engine import naive
from tests.engine.strategies import HUGE, Asked, answer, asked, check, open_frame


def extent_of(cells: list, *, block: int = 8, dtype: str = "float64"):
    name = "moment" if dtype.startswith("datetime") else "visits" if dtype == "int64" else "price"
    frame = pd.DataFrame({name: pd.Series(cells, dtype=dtype)})
    return answer(Asked(frame, open_frame(frame), {}), Extent(name), block=block)


@pytest.mark.parametrize("column", ["visits", "floor", "price"])
@check(max_examples=20)
@given(case=asked())
def test_the_extent_of_numbers_is_over_the_finite_ones(column, case):
    kept = case.frame[column][naive.kept(case.frame, case.args)]
    finite = kept[np.isfinite(kept)]
    assert answer(case, Extent(column), block=8) == ((finite.min(), finite.max()) if len(finite) else None)


@pytest.mark.parametrize("column", ["day", "moment"])
@check(max_examples=20)
@given(case=asked())
def test_the_extent_of_dates_is_of_iso_texts(column, case):
    present = case.frame[column][naive.kept(case.frame, case.args)].dropna()
    found = answer(case, Extent(column), block=8)
    expected = (present.min(), present.max()) if len(present) else None
    assert (found and tuple(pd.Timestamp(end) for end in found)) == expected
    assert found is None or all(isinstance(end, str) for end in found)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], None),
        ([np.nan], None),
        ([np.inf, -np.inf, np.nan], None),
        ([np.inf, 2.5, np.nan], (2.5, 2.5)),
        ([np.nan] * 8 + [3.0, -1.0], (-1.0, 3.0)),
        ([3.0] * 8 + [np.inf], (3.0, 3.0)),
        ([-1e308, 1e308, 5e-324], (-1e308, 1e308)),
    ],
)
def test_infinite_and_missing_numbers_have_no_part_in_the_extent(cells, expected):
    assert extent_of(cells) == expected


def test_the_ends_of_integers_are_exact():
    found = extent_of([HUGE, -HUGE, HUGE - 1], dtype="int64")
    assert found == (-HUGE, HUGE)
    assert {type(end) for end in found} == {int}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2012-06-30", None, "0001-01-01"], ("0001-01-01", "2012-06-30")),
        (["2012-06-30T12:00", "9999-12-31"], ("2012-06-30T12:00:00.000000", "9999-12-31T00:00:00.000000")),
        ([None, None], None),
    ],
)
def test_the_ends_of_dates_are_texts_in_the_precision_of_the_column(cells, expected):
    assert extent_of([np.datetime64(cell) if cell else None for cell in cells], dtype="datetime64[us]") == expected
