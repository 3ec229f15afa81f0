import pytest
from hypothesis import given

from app.engine import Count
from tests.engine import naive
from tests.engine.strategies import KINDS, answer, asked, check


@check(max_examples=60)
@given(case=asked())
def test_a_count_is_the_number_of_rows_that_pass(case):
    assert answer(case, Count(), block=8) == naive.kept(case.frame, case.args).sum()


@pytest.mark.parametrize("column", KINDS)
@check(max_examples=15)
@given(case=asked())
def test_a_count_may_leave_out_the_filters_of_a_column(column, case):
    assert answer(case, Count(without=(column,))) == naive.kept(case.frame, case.args, without=(column,)).sum()
