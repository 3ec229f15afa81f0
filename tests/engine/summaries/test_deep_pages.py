"""Pages far down the table, found by counting ranks: with so few rows sorted outright that all are narrowed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Rows
from app.engine.run import Run
from app.engine.summaries import Ranks, Within, rows
from app.query import Query, Sort
from tests.engine import naive
from tests.engine.strategies import KINDS, Asked, check, frames, make_engine, open_frame, parameters
from tests.engine.summaries.test_rows import sorted_by_pandas

FEW, SIZE = 4, 3
SORTS = st.lists(st.builds(Sort, st.sampled_from(list(KINDS)), st.booleans()), max_size=3, unique_by=lambda s: s.column)


@pytest.fixture(scope="module", autouse=True)
def few():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "FEW", FEW)
        yield


@st.composite
def near(draw) -> Asked:
    frame = draw(frames())
    return Asked(frame, open_frame(frame), draw(parameters(frame)))


def assert_page(case: Asked, sorts: list[Sort], offset: int, *, block: int) -> None:
    found = make_engine(block=block).run(case.dataset, case.query, [page := Rows(tuple(sorts), offset, SIZE, ())])
    view = sorted_by_pandas(case.frame[naive.kept(case.frame, case.args)], sorts)
    assert found[page].rows.tolist() == view.index[offset : offset + SIZE].tolist()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", KINDS)
@check(max_examples=10)
@given(case=near(), offset=st.integers(0, 150))
def test_any_column_either_way(column, descending, case, offset):
    assert_page(case, [Sort(column, descending)], offset, block=64)


@pytest.mark.parametrize("block", [8, 1 << 17])
@check(max_examples=60)
@given(case=near(), sorts=SORTS, offset=st.integers(0, 150))
def test_several_sorts_under_any_filters(block, case, sorts, offset):
    assert_page(case, sorts, offset, block=block)


@check(max_examples=20)
@given(cells=st.lists(st.sampled_from([0.0, -0.0, 1.0, 5.5, np.nan]), max_size=60), descending=st.booleans())
def test_all_pages_together_are_all_rows_in_order(cells, descending):
    frame = pd.DataFrame({"price": pd.Series(cells, dtype=float)})
    engine, dataset = make_engine(block=16), open_frame(frame)
    pages = [Rows((Sort("price", descending),), offset, SIZE, ()) for offset in range(0, len(cells) + SIZE, SIZE)]
    found = engine.run(dataset, Query(), pages)
    view = sorted_by_pandas(frame, [Sort("price", descending)])
    assert [row for page in pages for row in found[page].rows] == view.index.tolist()


LARGE = pd.DataFrame(
    {
        "visits": np.random.default_rng(4).integers(0, 10**6, 3000),
        "region": np.array(["a", "b", None, "c"], dtype=object)[np.arange(3000) % 4],
        "price": np.random.default_rng(5).random(3000),
    }
)


@pytest.mark.parametrize("sorts", [[], ["visits"], ["region"], ["region", "price"], ["price", "visits"]], ids=str)
@pytest.mark.parametrize("offset", [0, 1500, 2990])
def test_what_is_asked_does_not_grow_with_the_offset(offset, sorts, monkeypatch):
    asked, answered, passed = [], [], Run._passed

    def watched(run, wanted):
        found = passed(run, wanted)
        asked.extend(found)
        answered.extend(len(found[each]) for each in found if isinstance(each, Within))
        return found

    monkeypatch.setattr(Run, "_passed", watched)
    page = Rows(tuple(map(Sort, sorts)), offset, SIZE, ())
    found = make_engine(block=512).run(open_frame(LARGE), Query(), [page])[page]
    assert found.rows.tolist() == sorted_by_pandas(LARGE, list(page.sort)).index[offset : offset + SIZE].tolist()
    assert {type(each) for each in asked} <= {Ranks, Within}
    assert max(answered) <= 5 * FEW + SIZE
    assert len(asked) <= 20


def test_the_next_page_begins_where_this_one_did(monkeypatch):
    monkeypatch.setattr("app.engine.run.REMEMBERED", 0)
    engine, dataset, counted = make_engine(), open_frame(LARGE), []
    partial = Ranks.partial
    monkeypatch.setattr(Ranks, "partial", lambda *args: counted.append(args[0]) or partial(*args))
    for offset in (1500, 1500 + SIZE):
        engine.run(dataset, Query(), [Rows((Sort("visits"),), offset, SIZE, ())])
    assert len(counted) == len(set(counted))
