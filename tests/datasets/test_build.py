"""A file and the words beside it become a dataset."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.datasets.cells import kinds_of


def test_a_dataset_knows_its_file_and_its_columns(open_text, data_dir):
    dataset = open_text("shop,amount\na,1\nb,2\nb,\n", name="sales")
    assert (dataset.name, dataset.title, dataset.source_file, dataset.rows) == ("sales", "Sales", "sales.csv", 3)
    assert dataset.modified == (data_dir / "sales.csv").stat().st_mtime
    assert list(dataset.columns) == list(dataset.cells) == ["shop", "amount"]


@pytest.mark.parametrize(
    ("cells", "low", "high", "distinct", "missing"),
    [
        ("1\n3\n3\n", 1, 3, 2, 0),
        ("1\n3\n\n-\n", 1, 3, 2, 2),
        ("0.5\n1e3\n", 0.5, 1000, 2, 0),
        ("0.5\ninf\n-inf\n", 0.5, 0.5, 3, 0),
        ("inf\n-inf\n", None, None, 2, 0),
        ("2012-06-30\n2012-06\n?\n", "2012-06-01", "2012-06-30", 2, 1),
        ("2012-06-30 10:00\n2012-06\n", "2012-06-01T00:00:00.000000", "2012-06-30T10:00:00.000000", 2, 0),
        ("x\ny\nNA\n", None, None, 2, 1),
        ("yes\nno\nyes\n", None, None, 2, 0),
        ("-\n?\n", None, None, 0, 2),
    ],
)
def test_a_column_knows_its_extent(open_text, cells, *, low, high, distinct, missing):
    rows = "".join(f"{cell},{row}\n" for row, cell in enumerate(cells.removesuffix("\n").split("\n")))
    column = open_text(f"x,row\n{rows}").columns["x"]
    assert (column.low, column.high, column.distinct, column.missing) == (low, high, distinct, missing)
    assert isinstance(column.low, int) == (column.kind == "integer")


@pytest.mark.parametrize(
    ("name", "cells", "form"),
    [
        ("year", "1990\n2020", "plain"),
        ("Birth year", "1990\n2020", "plain"),
        ("year", "12\n2020", ""),
        ("year", "1990.5\n2020", ""),
        ("population", "1990\n2020", ""),
        ("customer_id", "90000\n90001", "plain"),
    ],
)
def test_years_and_identifiers_are_written_plainly(open_text, name, cells, form):
    (column,) = open_text(f"{name}\n{cells}\n").columns.values()
    assert column.format == form


def test_the_unit_of_a_name_is_taken_off_its_label(open_text):
    columns = open_text("body_mass_g,mm\n1,2\n").columns
    assert (columns["body_mass_g"].label, columns["body_mass_g"].unit) == ("Body mass", "g")
    assert columns["body_mass_g"].title == "Body mass, g"
    assert (columns["mm"].label, columns["mm"].title) == ("Mm", "Mm")


TOML = """
title = "All sales"
[columns.body_mass_g]
label = "Weight"
[columns."Life Expectancy"]
unit = "years"
description = "At birth."
[columns.note]
hidden = true
[columns.nothing]
hidden = false
"""


def test_what_the_owner_says_goes_before_what_is_found(open_text):
    text = "body_mass_g,Life Expectancy,note,nothing\n1,2,x,\n"
    dataset = open_text(text, toml=TOML)
    mass, life, note, nothing = dataset.columns.values()
    assert (dataset.title, dataset.problems) == ("All sales", ())
    assert (mass.label, mass.unit) == ("Weight", "")
    assert (life.key, life.label, life.title) == ("life_expectancy", "Life Expectancy", "Life Expectancy, years")
    assert life.description == "At birth."
    assert (note.hidden, nothing.hidden) == (True, False)


def test_empty_columns_are_hidden(open_text):
    assert [column.key for column in open_text("a,b\n1,\n2,\n").schema.visible()] == ["a"]


@pytest.mark.parametrize("said", ["Life Expectancy", "life_expectancy"])
def test_a_column_is_meant_by_its_name_or_its_key(open_text, said):
    dataset = open_text("Life Expectancy\n1\n2\n", toml=f'[columns."{said}"]\nkind = "category"\nlabel = "Life"\n')
    (column,) = dataset.columns.values()
    assert (column.kind, column.label) == ("category", "Life")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("said", ["a_b_2", "a.b"])
def test_the_kind_is_of_the_column_that_is_named_and_of_no_other(open_frame, suffix, said):
    frame = pd.DataFrame({"a b": [1, 2], "a.b": [1, 2]})
    dataset = open_frame(frame, suffix=suffix, toml=f'[columns."{said}"]\nkind = "category"\n')
    assert kinds_of(dataset) == {"a_b": "integer", "a_b_2": "category"}


def test_the_kind_of_a_column_is_not_that_of_another_whose_key_is_the_same_word(open_frame):
    dataset = open_frame(
        pd.DataFrame({"a b": [1, 2], "a.b": [1, 2]}), suffix=".csv", toml='[columns."a b"]\nkind = "id"'
    )
    assert kinds_of(dataset) == {"a_b": "id", "a_b_2": "integer"}


def test_repeated_and_blank_names_are_meant_by_their_keys(open_text):
    toml = '[columns.a_2]\nkind = "category"\n[columns.column_3]\nkind = "text"\n'
    dataset = open_text("a,a,\n1,2,3\n", toml=toml)
    assert (dataset.problems, kinds_of(dataset)) == ((), {"a": "integer", "a_2": "category", "column_3": "text"})


def test_all_columns_are_as_long_as_the_dataset(open_frame):
    frame = pd.DataFrame({"a": np.arange(300), "b": ["x"] * 300, "c": [math.nan] * 300})
    dataset = open_frame(frame)
    assert {len(cells) for cells in dataset.cells.values()} == {dataset.rows} == {300}


@pytest.mark.parametrize(("distinct", "width"), [(100, "int8"), (200, "int16"), (40_000, "int32")])
def test_codes_are_as_small_as_they_can_be_and_rank_their_values(open_frame, distinct, width):
    words = [f"w{(row * 7919) % distinct}" for row in range(2 * distinct)]
    cells = open_frame(pd.DataFrame({"word": words})).cells["word"]
    assert cells.codes.dtype == width
    assert list(cells.values) == sorted(set(words))
    assert cells.values[cells.codes].tolist() == words


def test_cells_are_not_of_python_objects_where_they_are_numbers(open_frame):
    dataset = open_frame(pd.DataFrame({"n": [1, 2], "x": [0.5, None], "day": pd.to_datetime(["2012-06-30", None])}))
    assert [str(cells.values.dtype) for cells in dataset.cells.values()] == ["int64", "float64", "datetime64[D]"]
