"""A filter stands in the URL as `column.operator=value`."""

import pytest

from app.query import OPERATORS, Filter, QueryError
from app.query.filter import parse_filter


@pytest.mark.parametrize(
    ("parameter", "values", "expected"),
    [
        ("region", ["b", "a", "b"], Filter("region", "", ("a", "b"))),
        ("region.not", ["a"], Filter("region", "not", ("a",))),
        ("year.min", ["1.98e3"], Filter("year", "min", ("1980",))),
        ("year.min", ["1980", "1980"], Filter("year", "min", ("1980",))),
        ("day.max", ["2012-06"], Filter("day", "max", ("2012-06",))),
        ("note.has", ["Late "], Filter("note", "has", ("Late ",))),
        ("void.is", ["missing"], Filter("void", "is", ("missing",))),
        ("done", ["0", "no"], Filter("done", "", ("false",))),
    ],
)
def test_a_parameter_is_read(schema, parameter, values, expected):
    assert parse_filter(parameter, values, schema) == expected
    assert expected.parameter == parameter


@pytest.mark.parametrize("parameter", ["Region", "region.", "region..not", "region.min", "region.NOT", ".min", ""])
def test_a_parameter_that_is_none_is_refused(schema, parameter):
    with pytest.raises(QueryError, match=r"Did you mean|There are"):
        parse_filter(parameter, ["1"], schema)


def test_filters_are_in_the_order_of_columns_and_operators():
    rows = [Filter("b", "", ("x",)), Filter("a", "min", ("1",)), Filter("a", "max", ("2",))]
    assert [row.parameter for row in sorted(rows)] == ["a.max", "a.min", "b"]


def test_a_filter_knows_its_row_in_the_table_of_operators():
    assert Filter("a", "min", ("1",)).row() is OPERATORS["min"]


def test_the_operands_of_numbers_are_numbers_and_those_of_presence_are_words(schema):
    assert Filter("year", "min", ("1980",)).operands(schema) == (1980.0,)
    assert Filter("year", "is", ("missing",)).operands(schema) == ("missing",)
    assert Filter("code", "", ("1980",)).operands(schema) == ("1980",)
