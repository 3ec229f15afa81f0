"""What is written for other programs is what was read."""

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pyarrow import parquet

from app.datasets import DatasetError
from app.datasets.convert import write_csv, write_parquet, write_raw
from tests.datasets.cells import cells_of, kinds_of, table_of

MESSY = (
    "Sales of 2012\n\nShop;Tag;Amount;Share;Paid;Visits;At\n"
    '"a; ""b""";30.06.2012;"1.234,50 €";10 %;ja;1;2012-06-30 10:00\n'
    "c;01.07.2012;0,25 €;12,5 %;nein;;2012-06-30 10:00:00.5\n"
    "\n"
    '"d\ne";;-;3 %;;3;\n'
)
MESSY_TABLE = {
    "Shop": ['a; "b"', "c", "d\ne"],
    "Tag": [dt.date(2012, 6, 30), dt.date(2012, 7, 1), None],
    "Amount": [1234.5, 0.25, None],
    "Share": [10, 12.5, 3],
    "Paid": [True, False, None],
    "Visits": [1, None, 3],
    "At": [dt.datetime(2012, 6, 30, 10), dt.datetime(2012, 6, 30, 10, 0, 0, 500_000), None],  # noqa: DTZ001
}


@pytest.fixture
def messy(open_text):
    dataset = open_text(MESSY)
    assert {column.name: cells_of(dataset, key) for key, column in dataset.columns.items()} == MESSY_TABLE
    return dataset


def test_a_parquet_file_has_the_types_of_the_columns(messy, tmp_path):
    write_parquet(messy, tmp_path / "clean.parquet")
    table = parquet.read_table(tmp_path / "clean.parquet")
    assert {name: list(cells) for name, cells in table.to_pydict().items()} == MESSY_TABLE
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["Shop"], types["Amount"], types["Paid"], types["Visits"]) == ("string", "double", "bool", "int64")


def test_a_parquet_file_is_a_frame_whose_dates_can_be_asked_for_their_month(messy, tmp_path):
    write_parquet(messy, tmp_path / "clean.parquet")
    frame = pd.read_parquet(tmp_path / "clean.parquet")
    assert pd.to_datetime(frame["Tag"]).dt.month.tolist()[:2] == [6, 7]
    assert frame["At"].dt.hour.tolist()[:2] == [10, 10]
    assert frame["Amount"].sum() == 1234.75


def test_a_csv_file_is_what_pandas_reads_without_a_word(messy, tmp_path):
    write_csv(messy, tmp_path / "clean.csv")
    frame = pd.read_csv(tmp_path / "clean.csv", parse_dates=["Tag"])
    assert frame["Shop"].tolist() == MESSY_TABLE["Shop"]
    assert [None if pd.isna(day) else day.date() for day in frame["Tag"]] == MESSY_TABLE["Tag"]
    for name in ("Amount", "Share", "Visits"):
        assert [None if np.isnan(cell) else cell for cell in frame[name]] == MESSY_TABLE[name]
    assert frame["Paid"].map({True: True, False: False, "true": True, "false": False}).tolist()[:2] == [True, False]
    assert "1.0" not in (tmp_path / "clean.csv").read_text().split("\n")[1].split(",")


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_what_is_written_is_read_again_as_it_was(messy, data_dir, write, open_file):
    suffix = ".parquet" if write is write_parquet else ".csv"
    write(messy, data_dir / f"again{suffix}")
    again = open_file("again")
    assert table_of(again) == table_of(messy)
    assert kinds_of(again) == kinds_of(messy)
    assert again.report.faults == 0


@pytest.fixture
def open_file(data_dir):
    from app.datasets import Catalog

    def open_file(name):
        catalog = Catalog(data_dir)
        return catalog.open(catalog.entries()[name])

    return open_file


@pytest.mark.parametrize(
    "cells",
    [
        [0.1, 1e300, -1e-300, 123456789.123456789, None],
        [float("inf"), float("-inf"), 0.5],
        [2**53, -(2**53), 0],
        [2**53 - 1, None, 3],
        [" x", "y ", 'q"', "a,b", "l\nm"],
        ["NaN?", "", "nothing", "0x"],
        [True, None, False],
        [True, True],
        [dt.date(1, 1, 1), dt.date(9999, 12, 31), None],
        [dt.datetime(2012, 6, 30, 23, 59, 59, 999_999), None],  # noqa: DTZ001
    ],
)
@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_no_cell_changes(open_text, open_file, data_dir, cells, write):
    text = io.StringIO()
    csv.writer(text).writerows([["row", "x"], *([at, cell] for at, cell in enumerate(cells))])
    dataset = open_text(text.getvalue())
    suffix = ".parquet" if write is write_parquet else ".csv"
    write(dataset, data_dir / f"again{suffix}")
    assert (
        cells_of(open_file("again"), "x") == cells_of(dataset, "x") == [None if cell == "" else cell for cell in cells]
    )


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_a_table_without_rows_keeps_its_columns(open_text, tmp_path, write):
    write(open_text("a,b\n"), tmp_path / "out")
    read = pd.read_parquet if write is write_parquet else pd.read_csv
    assert list(read(tmp_path / "out").columns) == ["a", "b"]


def test_more_rows_than_a_block_are_written(open_text, tmp_path):
    dataset = open_text("n,w\n" + "".join(f"{n},w{n % 7}\n" for n in range(70_000)))
    write_csv(dataset, tmp_path / "out.csv")
    frame = pd.read_csv(tmp_path / "out.csv")
    assert frame["n"].tolist() == list(range(70_000))
    assert frame["w"].tolist() == [f"w{n % 7}" for n in range(70_000)]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_raw_keeps_the_text_of_each_cell(data_dir, tmp_path):
    (data_dir / "messy.csv").write_text(MESSY, encoding="utf-8")
    write_raw(data_dir / "messy.csv", tmp_path / "raw.csv")
    assert rows_of(tmp_path / "raw.csv") == [
        ["Shop", "Tag", "Amount", "Share", "Paid", "Visits", "At"],
        ['a; "b"', "30.06.2012", "1.234,50 €", "10 %", "ja", "1", "2012-06-30 10:00"],
        ["c", "01.07.2012", "0,25 €", "12,5 %", "nein", "", "2012-06-30 10:00:00.5"],
        ["d\ne", "", "-", "3 %", "", "3", ""],
    ]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n01, x \n2\n", [["a", "b"], ["01", " x "], ["2", ""]]),
        ("a;b\nZoë;1\n".encode("cp1252"), [["a", "b"], ["Zoë", "1"]]),
        ("a\tb\n1\t2\n".encode("utf-16"), [["a", "b"], ["1", "2"]]),
        (b'a\n""\nx\n', [["a"], [""], ["x"]]),
        (b"1,2\n3,4\n5,6\n", [["1", "2"], ["3", "4"], ["5", "6"]]),
    ],
)
def test_raw_puts_the_structure_right(data_dir, tmp_path, content, rows):
    (data_dir / "table.csv").write_bytes(content)
    write_raw(data_dir / "table.csv", tmp_path / "raw.csv")
    assert rows_of(tmp_path / "raw.csv") == rows


def test_raw_obeys_the_owner(data_dir, tmp_path):
    (data_dir / "table.csv").write_bytes(b"junk\nx,y\n1,2\n")
    (data_dir / "table.toml").write_text("[read]\nskip = 1\nheader = 0\n")
    write_raw(data_dir / "table.csv", tmp_path / "raw.csv")
    assert rows_of(tmp_path / "raw.csv") == [["x", "y"], ["1", "2"]]


def test_raw_of_a_compressed_file_and_of_a_sheet(data_dir, tmp_path):
    (data_dir / "table.csv.gz").write_bytes(gzip.compress(b"a;b\n01;x\n"))
    write_raw(data_dir / "table.csv.gz", tmp_path / "raw.csv")
    assert rows_of(tmp_path / "raw.csv") == [["a", "b"], ["01", "x"]]
    book = openpyxl.Workbook()
    second = book.create_sheet("Second")
    for row in (["a", "b"], ["01", "x"], ["02", None]):
        second.append(row)
    book.save(data_dir / "book.xlsx")
    write_raw(data_dir / "book.xlsx", tmp_path / "raw.csv", part="Second")
    assert rows_of(tmp_path / "raw.csv") == [["a", "b"], ["01", "x"], ["02", ""]]


def test_raw_of_what_has_no_texts_is_refused(data_dir, tmp_path):
    pd.DataFrame({"a": [1]}).to_parquet(data_dir / "table.parquet")
    with pytest.raises(DatasetError, match=r"^table\.parquet has no texts to keep; convert it without --raw\.$"):
        write_raw(data_dir / "table.parquet", tmp_path / "raw.csv")
    assert list(tmp_path.glob("*raw*")) == []


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_a_target_that_can_not_be_written_is_told_and_leaves_nothing(messy, tmp_path, write):
    with pytest.raises(DatasetError, match=r"can't be written: .*\.$"):
        write(messy, tmp_path / "nowhere" / "out")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatasetError, match=r"folder can't be written: .*\.$"):
        write(messy, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_a_target_that_is_there_is_replaced_whole(messy, open_text, tmp_path, write):
    write(messy, tmp_path / "out")
    write(open_text("a\n1\n", name="small"), tmp_path / "out")
    read = pd.read_parquet if write is write_parquet else pd.read_csv
    assert read(tmp_path / "out").to_dict("list") == {"a": [1]}
