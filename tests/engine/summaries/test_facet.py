import pandas as pd
import pytest
from hypothesis import given

from app.engine import Facet
from tests.engine import naive
from tests.engine.strategies import Asked, answer, asked, check, open_frame


def asked_of(cells: list, **args: list[str]) -> Asked:
    frame = pd.DataFrame({"region": pd.Series(cells, dtype=object), "visits": range(len(cells))})
    return Asked(frame, open_frame(frame), args)


@pytest.mark.parametrize("column", ["region", "grade", "note", "flag", "nothing"])
@check(max_examples=20)
@given(case=asked())
def test_a_facet_counts_the_values_under_all_filters_but_its_own(column, case):
    tally = answer(case, Facet(column), block=64)
    kept = case.frame[column][naive.kept(case.frame, case.args, without=(column,))]
    found = dict(zip(tally.values, tally.counts, strict=True))
    assert {value: count for value, count in found.items() if count} == naive.counts(kept)
    assert tally.missing == kept.isna().sum()


@pytest.mark.parametrize("column", ["region", "grade", "note"])
@check(max_examples=20)
@given(case=asked())
def test_a_facet_lists_every_value_of_the_dataset_in_order(column, case):
    assert list(answer(case, Facet(column)).values) == list(naive.counts(case.frame[column]))


def test_a_facet_ignores_its_own_filter_and_obeys_the_others():
    tally = answer(asked_of(["a", "b", None, "a"], region=["b"], **{"visits.min": ["1"]}), Facet("region"))
    assert (list(tally.values), tally.counts.tolist(), tally.missing) == (["a", "b"], [1, 1], 1)


def test_a_value_that_no_row_has_left_is_counted_as_zero():
    tally = answer(asked_of(["a", "b", "a"], visits=["1"]), Facet("region"))
    assert (list(tally.values), tally.counts.tolist()) == (["a", "b"], [0, 1])


def test_a_boolean_always_has_both_values():
    frame = pd.DataFrame({"flag": pd.array([True, None, True], dtype="boolean")})
    tally = answer(Asked(frame, open_frame(frame), {}), Facet("flag"))
    assert (list(tally.values), tally.counts.tolist(), tally.missing) == (["false", "true"], [0, 2], 1)


@pytest.mark.parametrize("distinct", [127, 128, 129, 32_768, 32_769])
def test_as_many_values_as_fit_a_code_are_told_apart(distinct):
    """One more and the codes need a larger integer."""
    words = [f"{number:05}" for number in range(distinct)]
    tally = answer(asked_of([*words, words[-1], None]), Facet("region"))
    assert list(tally.values) == words
    assert tally.counts.tolist() == [1] * (distinct - 1) + [2]
    assert tally.missing == 1
