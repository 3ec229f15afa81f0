import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Rows
from app.query import Sort
from tests.engine import naive
from tests.engine.strategies import KINDS, Asked, answer, asked, check, open_frame

SORTS = st.lists(st.builds(Sort, st.sampled_from(list(KINDS)), st.booleans()), max_size=3, unique_by=lambda s: s.column)


def sorted_by_pandas(frame: pd.DataFrame, sorts: list[Sort]) -> pd.DataFrame:
    """Categories as the texts they are, in the order of texts."""
    if not sorts:
        return frame
    plain = frame.assign(**{sort.column: naive.key(frame[sort.column]) for sort in sorts})
    names, ascending = [sort.column for sort in sorts], [not sort.descending for sort in sorts]
    return plain.sort_values(names, ascending=ascending, kind="stable", na_position="last")


@pytest.mark.parametrize("block", [8, 64, 1 << 17])
@check(max_examples=30)
@given(case=asked(), sorts=SORTS, offset=st.sampled_from([0, 1, 10, 148, 1000]), size=st.sampled_from([1, 10, 50]))
def test_a_page_is_a_slice_of_the_sorted_rows(block, case, sorts, offset, size):
    found = answer(case, Rows(tuple(sorts), offset, size, ()), block=block)
    view = sorted_by_pandas(case.frame[naive.kept(case.frame, case.args)], sorts)
    assert found.rows.tolist() == view.index[offset : offset + size].tolist()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", KINDS)
@check(max_examples=8)
@given(case=asked())
def test_any_column_sorts_either_way_as_pandas_does(column, descending, case):
    sort = Sort(column, descending)
    found = answer(case, Rows((sort,), 0, 20, ()), block=64)
    view = sorted_by_pandas(case.frame[naive.kept(case.frame, case.args)], [sort])
    assert found.rows.tolist() == view.index[:20].tolist()


@check(max_examples=30)
@given(case=asked())
def test_the_cells_of_a_page_are_those_of_its_rows(case):
    found = answer(case, Rows((Sort("price"),), 2, 12, tuple(KINDS)))
    for column in KINDS:
        cells = case.frame[column].iloc[found.rows]
        if column == "flag":
            cells = naive.key(cells)
        expected = [None if pd.isna(cell) else cell for cell in cells]
        assert [pd.Timestamp(cell) if isinstance(cell, np.datetime64) else cell for cell in found.cells[column]] == (
            expected
        )


FRAME = pd.DataFrame({"price": [2.0, np.nan, -np.inf, 2.0, np.inf], "region": ["b", "a", None, "a", "c"]})


@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        ([], [0, 1, 2, 3, 4]),
        ([Sort("price")], [2, 0, 3, 4, 1]),
        ([Sort("price", descending=True)], [4, 0, 3, 2, 1]),
        ([Sort("price"), Sort("region")], [2, 3, 0, 4, 1]),
        ([Sort("region")], [1, 3, 0, 4, 2]),
        ([Sort("region", descending=True)], [4, 0, 1, 3, 2]),
        ([Sort("region"), Sort("price", descending=True)], [3, 1, 0, 4, 2]),
    ],
)
def test_equal_keys_stay_in_the_order_of_the_file_and_missing_ones_come_last(sorts, expected):
    case = Asked(FRAME, open_frame(FRAME), {})
    assert answer(case, Rows(tuple(sorts), 0, 10, ())).rows.tolist() == expected
    assert sorted_by_pandas(FRAME, sorts).index.tolist() == expected


@pytest.mark.parametrize("sorts", [(), (Sort("price"),)])
@pytest.mark.parametrize(("offset", "size", "found"), [(4, 10, 1), (5, 10, 0), (999_999_990, 10, 0), (0, 0, 0)])
def test_a_page_beyond_the_end_holds_what_there_is(sorts, offset, size, found):
    rows = answer(Asked(FRAME, open_frame(FRAME), {}), Rows(sorts, offset, size, ("price",)))
    assert len(rows.rows) == found
    assert len(rows.cells["price"]) == found


def test_cells_are_plain_values():
    frame = FRAME.assign(visits=range(5), day=pd.to_datetime(["2012-06-30"] * 4 + [None]).astype("datetime64[us]"))
    cells = answer(Asked(frame, open_frame(frame), {}), Rows((), 0, 5, ("price", "region", "visits", "day"))).cells
    assert cells["price"] == [2.0, None, -np.inf, 2.0, np.inf]
    assert cells["region"] == ["b", "a", None, "a", "c"]
    assert cells["visits"] == [0, 1, 2, 3, 4]
    assert cells["day"] == [np.datetime64("2012-06-30")] * 4 + [None]
    assert {type(cell) for cell in cells["visits"]} == {int}
