"""Fields of charts: a column, a function of it, or a count of rows."""

import pytest

from app.query import COUNT, Field, QueryError
from app.query.field import FUNCTIONS, MEASURES, NUMBER_MEASURES, TIME_FUNCTIONS, parse_field

FITTING = {
    "category": {"count", "distinct"} - {"count"},
    "text": {"distinct"},
    "boolean": {"distinct"},
    "id": {"distinct"},
    "integer": {"bin", "distinct", *NUMBER_MEASURES},
    "number": {"bin", "distinct", *NUMBER_MEASURES},
    "date": {"bin", "distinct", *TIME_FUNCTIONS},
    "empty": set[str](),
}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("year", Field("year")),
        (" year ", Field("year")),
        ("mean(year)", Field("year", "mean")),
        ("month(day)", Field("day", "month")),
        ("distinct(region)", Field("region", "distinct")),
        ("count()", COUNT),
    ],
)
def test_a_field_is_read_and_written(schema, text, field):
    assert parse_field(text, schema, parameter="_chart") == field
    assert str(field) == text.strip()


@pytest.mark.parametrize("key", ["region", "note", "code", "customer_id", "year", "ratio", "day", "done", "void"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_fits_these_kinds(schema, key, function):
    if function in FITTING[schema.columns[key].kind]:
        assert parse_field(f"{function}({key})", schema, parameter="_chart") == Field(key, function)
    else:
        with pytest.raises(QueryError, match=f"^_chart: {function}\\(\\) does not fit {key}"):
            parse_field(f"{function}({key})", schema, parameter="_chart")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a field"),
        ("mean(year", "is not a field"),
        ("mean year", "is not a field"),
        ("mean(mean(year))", "is not a field"),
        ("Year", "is not a field"),
        ("medain(year)", "no function “medain”"),
        ("maen(year)", "Did you mean “mean”?"),
        ("mean()", "no column “”"),
        ("yaer", "Did you mean “year”?"),
        ("count(year)", "does not fit year"),
    ],
)
def test_what_is_no_field_is_told(schema, text, said):
    with pytest.raises(QueryError) as told:
        parse_field(text, schema, parameter="_chart")
    assert said in told.value.sentence
    assert told.value.parameter == "_chart"


def test_measures_are_told_from_dimensions():
    assert all(Field("year", function).is_measure for function in MEASURES)
    assert not any(Field("day", function).is_measure for function in ("", *TIME_FUNCTIONS))


@pytest.mark.parametrize(
    ("field", "title"),
    [
        (COUNT, "Rows"),
        (Field("year"), "Year"),
        (Field("customer_id", "distinct"), "Customer id, distinct"),
        (Field("day", "month"), "Day, month"),
    ],
)
def test_a_field_has_a_title(schema, field, title):
    assert field.title(schema) == title
