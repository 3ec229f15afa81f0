import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets import Coded
from app.engine import Answers, Count, Extent, Facet, GroupBy, Histogram, Rows, Spread
from app.engine.summaries import stepped
from app.query import COUNT, Bins, Query, Sort
from tests.engine.strategies import (
    SUMMARIES,
    answer,
    answer_in_parts,
    asked,
    check,
    make_engine,
    open_frame,
    without_rows,
)

CUTS = st.lists(st.integers(0, 20).map(lambda byte: byte * 8), max_size=6)


def assert_same(one: object, other: object) -> None:
    """Two answers are the same, array by array."""
    assert type(one) is type(other)
    names = getattr(type(one), "__dataclass_fields__", None)
    if names is None:
        assert one == other
        return
    for name in names:
        np.testing.assert_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("summary", [each for each in SUMMARIES if not stepped(each)], ids=str)
@check(max_examples=8)
@given(case=asked(), cuts=CUTS, random=st.randoms(use_true_random=False))
def test_partials_of_any_split_merged_in_any_order_equal_one_pass(summary, case, cuts, random):
    assert_same(answer_in_parts(case, summary, cuts=cuts, random=random), answer(case, summary))


@pytest.mark.parametrize("block", [8, 64])
@check(max_examples=20)
@given(case=asked())
def test_all_summaries_in_one_pass_over_small_blocks_equal_each_alone(block, case):
    engine = make_engine(block=block)
    together = engine.run(case.dataset, case.query, SUMMARIES)
    for summary in SUMMARIES:
        assert_same(together[summary], answer(case, summary))


@check(max_examples=20)
@given(case=asked())
def test_a_warm_cache_and_one_without_a_byte_say_the_same(case):
    warm, cold = make_engine(), make_engine(cache_bytes=0)
    for engine in (warm, warm, cold):
        answers = engine.run(case.dataset, case.query, SUMMARIES)
        for summary in SUMMARIES:
            assert_same(answers[summary], answer(case, summary))


@check(max_examples=20)
@given(case=asked())
def test_the_loaded_arrays_are_never_written_to(case):
    arrays = [
        array
        for cells in case.dataset.cells.values()
        for array in ((cells.values, cells.codes) if isinstance(cells, Coded) else (cells.values,))
    ]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    engine = make_engine(block=64)
    for query in (case.query, Query()):
        engine.run(case.dataset, query, SUMMARIES)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@check(max_examples=10)
@given(case=asked())
def test_a_dataset_without_rows_is_answered_too(case):
    dataset, engine = without_rows(case.dataset), make_engine()
    answers = engine.run(dataset, case.query, SUMMARIES)
    for summary in SUMMARIES:
        found = answers[summary]
        if isinstance(summary, Count):
            assert found == 0
        elif isinstance(summary, Extent):
            assert found is None
        elif isinstance(summary, Rows):
            assert len(found.rows) == 0
            assert set(map(tuple, found.cells.values())) == {()}
        else:
            assert found.counts.sum() == 0


def test_a_summary_asked_for_twice_is_answered_once():
    class Counted(Facet):
        calls = 0

        def partial(self, part, keep):
            Counted.calls += 1
            return super().partial(part, keep)

    dataset, engine = open_frame(pd.DataFrame({"region": ["a", "a"]})), make_engine(cache_bytes=0)
    answers = engine.run(dataset, Query(), [Counted("region"), Counted("region")])
    assert answers[Counted("region")].counts.tolist() == [2]
    assert Counted.calls == 1


def test_no_summary_is_a_pass_too():
    dataset, engine = open_frame(pd.DataFrame({"price": [2.0, 1.0]})), make_engine(cache_bytes=0)
    assert isinstance(engine.run(dataset, Query(), []), Answers)


def test_two_versions_of_a_dataset_do_not_share_what_is_cached():
    engine = make_engine()
    old = open_frame(pd.DataFrame({"price": [1.0, 1.0, 2.0]}))
    new = replace(open_frame(pd.DataFrame({"price": [2.0, 2.0, 1.0]})), version="2")
    query = Query().with_("price", "max", values=["1"])
    histogram = Histogram(Bins("price", (0.0, 1.5, 3.0)))
    found = [engine.run(dataset, query, [histogram])[histogram] for dataset in (old, new)]
    assert [tally.counts.tolist() for tally in found] == [[2, 0], [1, 0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Count(), Count(without="a")),
        (Facet("a"), Facet("b")),
        (Histogram(Bins("a", (0.0, 1.0))), Histogram(Bins("a", (0.0, 1.0)), without=("a",))),
        (GroupBy((), (COUNT,)), GroupBy((), (COUNT,), without=("a",))),
        (Extent("a"), Extent("b")),
        (Spread((), "a"), Spread((), "a", without=("b",))),
        (Rows((), 0, 1, ("a",)), Rows((Sort("a"),), 0, 1, ("a",))),
    ],
    ids=lambda summary: type(summary).__name__,
)
def test_summaries_are_values_that_can_be_sent_to_another_process(one, other):
    copy = pickle.loads(pickle.dumps(one))
    assert copy == one
    assert hash(copy) == hash(one)
    assert one != other
