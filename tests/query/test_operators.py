"""Every operator over every kind keeps the rows that plain pandas keeps, and so does the code it writes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets import Catalog, Dataset, Schema
from app.query import CYCLES, OPERATORS, Filter, Query, operators_for, view_code
from tests.engine.strategies import filter_mask

Frame = Any
Expected = Callable[[Frame], Any]

CASES: list[tuple[str, list[str], Expected]] = [
    ("region", ["Asia"], lambda df: df["region"] == "Asia"),
    ("region", ["Asia", "São Tomé", "nowhere"], lambda df: df["region"].isin(["Asia", "São Tomé"])),
    ("region", ["a+b & c=d"], lambda df: df["region"] == "a+b & c=d"),
    ("region", ["nan"], lambda df: df["region"] == "nan"),
    ("region.not", ["Asia"], lambda df: df["region"].isna() | (df["region"] != "Asia")),
    ("region.not", ["Asia", "50 %"], lambda df: ~df["region"].isin(["Asia", "50 %"])),
    ("region.has", ["s"], lambda df: df["region"].isin(["Asia", "São Tomé"])),
    ("region.has", ["SÃO"], lambda df: df["region"] == "São Tomé"),
    ("region.has", ["%"], lambda df: df["region"] == "50 %"),
    ("region.has", ["."], lambda df: np.zeros(len(df), dtype=bool)),
    ("region.is", ["missing"], lambda df: df["region"].isna()),
    ("note.has", ["ON time"], lambda df: df["note"].str.startswith("on TIME").fillna(value=False)),
    ("note.has", ["SS"], lambda df: df["note"].str.startswith("Note").fillna(value=False)),
    ("note.has", ["”\n"], lambda df: df["note"].str.startswith("Note").fillna(value=False)),
    ("note.is", ["present"], lambda df: df["note"].notna()),
    ("code", ["K004", "K005"], lambda df: df["code"].isin(["K004", "K005"])),
    ("code.has", ["k00"], lambda df: df["code"].str.startswith("K00").fillna(value=False)),
    ("customer_id", ["9007"], lambda df: df["customer_id"] == 9007),
    ("customer_id.min", ["9100"], lambda df: df["customer_id"] >= 9100),
    ("year", ["1990", "1992"], lambda df: df["year"].isin([1990, 1992])),
    ("year.not", ["1990"], lambda df: df["year"] != 1990),
    ("year.min", ["1995"], lambda df: df["year"] >= 1995),
    ("year.max", ["1995"], lambda df: df["year"] <= 1995),
    ("year.below", ["1995"], lambda df: df["year"] < 1995),
    ("year.min", ["1995.5"], lambda df: df["year"] >= 1996),
    ("year.max", ["1e300"], lambda df: df["year"] > 0),
    ("year", ["1e300"], lambda df: df["year"] < 0),
    ("year.is", ["missing"], lambda df: df["year"].isna()),
    ("delay", ["0"], lambda df: df["delay"] == 0),
    ("delay", ["-0"], lambda df: df["delay"] == 0),
    ("delay.not", ["0", "1"], lambda df: ~df["delay"].isin([0, 1])),
    ("delay.max", ["-1"], lambda df: df["delay"] <= -1),
    ("delay.is", ["present"], lambda df: df["delay"].notna()),
    ("ratio.min", ["0"], lambda df: df["ratio"] >= 0),
    ("ratio.max", ["0"], lambda df: df["ratio"] <= 0),
    ("ratio.below", ["1e308"], lambda df: df["ratio"] < 1e308),
    ("ratio", ["8.415"], lambda df: df["ratio"] == 8.415),
    ("ratio.not", ["8.415"], lambda df: df["ratio"] != 8.415),
    ("ratio.is", ["missing"], lambda df: df["ratio"].isna()),
    ("day", ["2012"], lambda df: df["day"].dt.year == 2012),
    ("day", ["2012-06"], lambda df: df["day"].dt.strftime("%Y-%m") == "2012-06"),
    ("day", ["2011", "2012-02"], lambda df: (df["day"].dt.year == 2011) | (df["day"].dt.strftime("%y%m") == "1202")),
    ("day", ["2011-12-16"], lambda df: df["day"] == "2011-12-16"),
    ("day.not", ["2012"], lambda df: ~(df["day"].dt.year == 2012)),
    ("day.min", ["2012-06"], lambda df: df["day"] >= "2012-06-01"),
    ("day.max", ["2012-06"], lambda df: df["day"] < "2012-07-01"),
    ("day.below", ["2012-06"], lambda df: df["day"] < "2012-06-01"),
    ("day.max", ["9999"], lambda df: df["day"].notna()),
    ("day.weekday", ["mon"], lambda df: df["day"].dt.day_of_week == 0),
    ("day.weekday", ["Saturday", "sun"], lambda df: df["day"].dt.day_of_week >= 5),
    ("moment.hour", ["8", "09"], lambda df: df["moment"].dt.hour.isin([8, 9])),
    ("moment.hour", ["0"], lambda df: df["moment"].dt.hour == 0),
    ("day.is", ["missing"], lambda df: df["day"].isna()),
    ("moment", ["2024-02-29"], lambda df: df["moment"].dt.strftime("%m-%d") == "02-29"),
    ("moment", ["2024-02-28 01:01"], lambda df: df["moment"] == "2024-02-28T01:01"),
    ("moment.max", ["2024-02-28T01:01"], lambda df: df["moment"] <= "2024-02-28T01:01:59"),
    ("moment.below", ["2024-02-28T01:01"], lambda df: df["moment"] < "2024-02-28T01:01"),
    ("moment.min", ["2024-03-01T00:00:00.5"], lambda df: df["moment"] >= "2024-03-01T00:00:00.5"),
    ("done", ["true"], lambda df: df["done"].eq(other=True)),
    ("done", ["no"], lambda df: df["done"].eq(other=False)),
    ("done", ["true", "false"], lambda df: df["done"].notna()),
    ("done.not", ["true"], lambda df: ~df["done"].eq(other=True)),
    ("done.is", ["missing"], lambda df: df["done"].isna()),
    ("void.is", ["missing"], lambda df: np.ones(len(df), dtype=bool)),
    ("void.is", ["present"], lambda df: np.zeros(len(df), dtype=bool)),
]


def parsed(parameter: str, values: list[str], schema: Schema) -> Filter:
    (row,) = Query.parse([(parameter, value) for value in values], schema).filters
    return row


def pandas_mask(row: Filter, schema: Schema, df: Frame) -> Any:
    """The mask that the operator's own code gives of a frame."""
    *_, last = view_code(Query(filters=(row,)), schema, [])
    return eval(last.removeprefix("view = df[").removesuffix("]"), {"df": df, "pd": pd})


@pytest.mark.parametrize(("parameter", "values", "expected"), CASES)
def test_a_filter_keeps_the_rows_that_pandas_keeps(dataset, frame, parameter, values, expected):
    row = parsed(parameter, values, dataset.schema)
    np.testing.assert_array_equal(filter_mask(dataset, row), np.asarray(expected(frame), dtype=bool))


@pytest.mark.parametrize(("parameter", "values", "expected"), CASES)
def test_the_code_of_a_filter_keeps_the_same_rows(dataset, frame, parameter, values, expected):
    row = parsed(parameter, values, dataset.schema)
    mask = pandas_mask(row, dataset.schema, frame)
    np.testing.assert_array_equal(np.asarray(mask, dtype=bool), np.asarray(expected(frame), dtype=bool))


@pytest.mark.parametrize("position", [0, 3, 5, 9])
def test_one_row_passes_the_filters_that_it_passes_among_others(open_rows, frame, schema, position):
    rows = frame.iloc[[position]].reset_index(drop=True)
    dataset = open_rows(rows)
    families = {key: column.family for key, column in dataset.columns.items()}
    tried = 0
    for parameter, values, expected in CASES:
        key = parameter.partition(".")[0]
        if families[key] != schema.columns[key].family:
            continue  # a lone cell may be of another kind
        row = parsed(parameter, values, dataset.schema)
        tried += 1
        assert list(filter_mask(dataset, row)) == list(np.asarray(expected(rows), dtype=bool)), (parameter, values)
    assert tried > 20


def test_a_table_without_rows_can_be_asked_what_is_missing(open_rows, frame):
    dataset = open_rows(frame.iloc[:0])
    assert {column.kind for key, column in dataset.columns.items() if key != "note"} == {"empty"}
    for key in dataset.columns:
        assert len(filter_mask(dataset, Filter(key, "is", ("missing",)))) == 0


def test_a_frame_without_rows_keeps_none_under_any_operator(open_frame, frame):
    dataset = open_frame(frame.iloc[:0])
    for key, column in dataset.columns.items():
        for operator in operators_for(column.family):
            assert len(filter_mask(dataset, Filter(key, operator.key, ("missing",)))) == 0


def values_of(schema: Schema) -> st.SearchStrategy[tuple[str, str, list[str]]]:
    """A column, an operator that fits it, and values that are in the data or near it."""
    near = {
        "words": st.one_of(st.sampled_from(["Asia", "50 %", "K003", "İ", "ß", "e", '"', "\n"]), st.text(max_size=3)),
        "numbers": st.one_of(
            st.integers(-5, 5).map(str),
            st.integers(1985, 2010).map(str),
            st.floats(allow_nan=False, allow_infinity=False).map(repr),
            st.integers(0, 39).map(lambda row: repr(round(float(np.sin(row)) * 10, 3))),
        ),
        "dates": st.one_of(
            st.dates(pd.Timestamp("2011-11-01").date(), pd.Timestamp("2012-12-31").date()).map(str),
            st.dates().map(lambda day: str(day)[:7]),
            st.datetimes(pd.Timestamp("2024-02-27"), pd.Timestamp("2024-03-05")).map(lambda at: at.isoformat()[:16]),
            st.integers(2010, 2025).map(str),
        ),
        "booleans": st.sampled_from(["true", "false"]),
        "none": st.nothing(),
    }
    asked = [(key, operator, column.family) for key, column in schema.columns.items() for operator in OPERATORS]
    fitting = [each for each in asked if each[1] in {row.key for row in operators_for(each[2])}]

    def values(each: tuple[str, str, Any]) -> st.SearchStrategy[tuple[str, str, list[str]]]:
        key, operator, family = each
        words = {"is": ("missing", "present"), **CYCLES}
        one = st.sampled_from(words[operator]) if operator in words else near[family]
        most = 3 if OPERATORS[operator].many else 1
        return st.tuples(st.just(key), st.just(operator), st.lists(one.filter(bool), min_size=1, max_size=most))

    return st.sampled_from(fitting).flatmap(values)


def plain_mask(df: Frame, key: str, operator: str, values: list[str], *, family: str) -> Any:
    """What an operator means, cell by cell, in plain Python."""

    def passes(cell: Any) -> bool:
        if operator == "is":
            return bool(pd.isna(cell)) == (values[0] == "missing")
        if pd.isna(cell):
            return operator == "not"
        if operator in ("", "not"):
            return any(equals(cell, value) for value in values) == (operator == "")
        if operator == "weekday":
            return any(cell.strftime("%a").lower() == value for value in values)
        if operator == "hour":
            return str(cell.hour) in values
        if operator == "has":
            return values[0].casefold() in cell.casefold()
        low, end = span(values[0])
        return {"min": cell >= low, "max": cell < end if family == "dates" else cell <= low, "below": cell < low}[
            operator
        ]

    def equals(cell: Any, value: str) -> bool:
        low, end = span(value)
        return low <= cell < end if family == "dates" else cell == low

    def span(value: str) -> tuple[Any, Any]:
        if family == "dates":
            period = pd.Period(value)
            return period.start_time, (period + 1).start_time
        kind: Any = {"numbers": float, "booleans": lambda text: text == "true", "words": str}[family]
        return kind(value), None

    return [passes(cell) for cell in df[key]]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_filter_keeps_the_rows_that_pass_one_by_one(data, dataset, frame):
    key, operator, values = data.draw(values_of(dataset.schema))
    family = dataset.columns[key].family
    row = parsed(f"{key}.{operator}".removesuffix("."), values, dataset.schema)
    expected = plain_mask(frame, key, operator, values, family=family)
    assert list(filter_mask(dataset, row)) == expected
    assert list(np.asarray(pandas_mask(row, dataset.schema, frame), dtype=bool)) == expected


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_has_a_case_here_and_one_of_each_of_its_families(operator, schema):
    covered = {
        schema.columns[parameter.partition(".")[0]].family
        for parameter, _, _ in CASES
        if parameter.partition(".")[2] == operator
    }
    assert covered == set(OPERATORS[operator].families)


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=lambda operator: operator.key or "bare")
def test_an_operator_says_what_it_does_in_words(operator):
    assert operator.label
    assert operator.sentence.format(column="Year", values="1980").startswith("Year ")


def test_identifiers_of_letters_are_words_and_those_of_digits_are_numbers(schema):
    assert (schema.columns["code"].kind, schema.columns["code"].family) == ("id", "words")
    assert (schema.columns["customer_id"].kind, schema.columns["customer_id"].family) == ("id", "numbers")


def test_a_filter_on_a_catalogued_file_is_of_the_file_as_it_was_read(data_dir):
    (data_dir / "sales.csv").write_text("a\n1\n2\n")
    catalog = Catalog(data_dir)
    before: Dataset = catalog.open(catalog.entries()["sales"])
    (data_dir / "sales.csv").write_text("a\n3\n4\n5\n")
    assert list(filter_mask(before, Filter("a", "min", ("2",)))) == [False, True]
