"""Files are read as they were written, and a file that can't be read is told in a sentence."""

import datetime as dt
import io
import math
import random
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from app.datasets import Catalog, Dataset, DatasetError
from app.datasets.kinds.infer import EXACT
from app.datasets.read import read
from tests.datasets.cells import cells_of, kinds_of, table_of
from tests.recipes import run_recipe

at = dt.datetime.fromisoformat

FEW = settings(max_examples=60, deadline=None)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=8).map(
    "w{}".format
)
COLUMNS = {
    "word": WORDS,
    "whole": st.integers(-EXACT, EXACT),
    "number": st.floats(allow_nan=False).map(lambda number: number if number % 1 else number + 0.0),
    "day": st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)),
    "at": st.datetimes(at("1000-01-01T00:00:00"), at("9999-12-31T00:00:00")),
    "flag": st.booleans(),
}
TABLES = st.integers(1, 12).flatmap(
    lambda rows: st.fixed_dictionaries(
        {name: st.lists(cell | st.none(), min_size=rows, max_size=rows) for name, cell in COLUMNS.items()}
    )
)


def read_text(text: str | bytes) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        catalog = Catalog(Path(folder))
        return catalog.open(catalog.entries()["table"])


def outcome(content: str | bytes) -> Dataset | DatasetError:
    try:
        return read_text(content)
    except DatasetError as error:
        return error


def same(found: list[object], written: list[object]) -> bool:
    return all(a == b or (a is None and b is None) for a, b in zip(found, written, strict=True))


@given(TABLES)
@FEW
def test_a_table_reads_back_as_it_was_written(table):
    table = {"row": list(range(len(table["word"]))), **table}  # a row without any cell is none
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in table.items()})
    dataset = read_text(frame.to_csv(index=False))
    for name, cells in table.items():
        present = {cell for cell in cells if cell is not None}
        found, kind = cells_of(dataset, name), dataset.columns[name].kind
        if not present:
            assert kind == "empty"
        elif name == "at":
            assert kind == "date"
            assert [str(np.datetime64(cell, "us")) if cell else None for cell in found] == [
                str(np.datetime64(cell, "us")) if cell else None for cell in cells
            ]
        else:
            expected = {
                "row": {"integer"},
                "word": {"category", "text", "id"},
                "whole": {"integer"},
                "number": {"number"},
            }
            assert kind in expected.get(name, {"date", "boolean"})
            assert same(found, cells)
        assert dataset.columns[name].missing == cells.count(None)
        assert dataset.columns[name].distinct == len(present)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example([('w,"', 'w"\n\n,'), ("w'", "w;\t|")], "\r\n", True)
@FEW
def test_quotes_commas_and_line_ends_inside_cells_are_kept(rows, end, mark):
    text = pd.DataFrame(rows, columns=["a", "b"]).to_csv(index=False, lineterminator=end, quoting=1)
    dataset = read_text(("\ufeff" if mark else "") + text)
    written = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype="str", lineterminator=None)
    assert table_of(dataset) == {key: written[key].tolist() for key in written}


@given(st.binary(max_size=60) | st.text('a1",;\n\r \0é\ufeff', max_size=40).map(str.encode))
@example(b"")
@example(b"\n")
@example(b'"')
@example(b'"a\n1')
@example(b'a"b,c\n1,2\n')
@example(b"a\n\x00\n")
@example(b",\n,\n")
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_a_sentence(content):
    found = outcome(content)
    if isinstance(found, DatasetError):
        assert "table.csv" in str(found)
        assert str(found).endswith(".")
        assert "\n" not in str(found)
    else:
        assert all(len(found.cells[key]) == found.rows for key in found.columns)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "table.csv is empty; it needs a first line with the columns' names."),
        (b"\xef\xbb\xbf", "table.csv is empty"),
        (b" \n\n", "table.csv is empty"),
        (bytes(range(256)) * 9, "table.csv is not text, whatever its name says"),
    ],
)
def test_a_file_that_can_not_be_read_is_told(open_text, text, said):
    with pytest.raises(DatasetError) as told:
        open_text(text)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("a,b\n", {"a": [], "b": []}),
        ("a,b", {"a": [], "b": []}),
        ("a\n1", {"a": [1]}),
        ("\ufeffa,b\n1,2\n", {"a": [1], "b": [2]}),
        ('\ufeff"a",b\n1,2\n', {"a": [1], "b": [2]}),
        ("a,b\r\n1,x\r\n2,y\r\n", {"a": [1, 2], "b": ["x", "y"]}),
        ("a,b\r1,x\r2,y\r", {"a": [1, 2], "b": ["x", "y"]}),
        ("a\n1\n\n2\n\n\n", {"a": [1, 2]}),
        ('a,b\n"x\ny",1\n', {"a": ["x\ny"], "b": [1]}),
        ('a,b\n"x\r\ny",1\n', {"a": ["x\ny"], "b": [1]}),
        ('a\n"say ""hi"""\n', {"a": ['say "hi"']}),
        ('a,b\n"1,5",2\n', {"a": [1.5], "b": [2]}),
        ('"a\nb",c\n1,2\n', {"a_b": [1], "c": [2]}),
        ("a,b\n,\n,\n", {"a": [], "b": []}),
        ("a,b\n1,\n , \n\n,2\n", {"a": [1, None], "b": [None, 2]}),
        ("a,b\n1,2\n3\n4,5\n", {"a": [1, 3, 4], "b": [2, None, 5]}),
        ("a,b\n1,2\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
        ("a;b\n1,5;x\n2,5;y\n", {"a": [1.5, 2.5], "b": ["x", "y"]}),
        ("Sales of 2019\n\nshop,n\nx,1\ny,2\nz,3\n", {"shop": ["x", "y", "z"], "n": [1, 2, 3]}),
        ('a\n""\nx\n""\n', {"a": [None, "x", None]}),
        ('a\n""\n\n""\n', {"a": [None, None]}),
        ("a\n x\nx \n", {"a": [" x", "x "]}),
        ("a,a,,a\n1,2,3,4\n", {"a": [1], "a_2": [2], "column_3": [3], "a_3": [4]}),
        ("_sort,Ä b,😀\n1,2,3\n", {"sort": [1], "a_b": [2], "column_3": [3]}),
    ],
)
def test_a_text_is_this_table(open_text, text, table):
    assert table_of(open_text(text)) == table


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("a,a,a", ["a", "a_2", "a_3"]),
        ("a,a,a_2", ["a", "a_2", "a_2_2"]),
        (",column_1", ["column_1", "column_1_2"]),
        ("a, ,A", ["a", "column_2", "A"]),
        ("_sort,a b", ["_sort", "a b"]),
    ],
)
def test_names_are_as_written_but_for_blank_and_repeated_ones(open_text, header, names):
    dataset = open_text(f"{header}\n{','.join('1' for _ in names)}\n")
    assert [column.name for column in dataset.columns.values()] == names
    assert len(set(names)) == len(names)


def test_a_long_file_is_read_in_blocks_as_one(open_text):
    rng = random.Random(7)
    words = [rng.choice(["alpha", "beta", "gamma", "δ", ""]) for _ in range(400_000)]
    text = "word,n\n" + "".join(f"{word},{n}\n" for n, word in enumerate(words))
    dataset = open_text(text.encode())
    assert len(text.encode()) > 4 << 20
    assert cells_of(dataset, "word") == [word or None for word in words]
    assert dataset.cells["n"].values.tolist() == list(range(400_000))


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,x\n2,y\n",
        "a\nNA\nx\nnull\n",
        "a\n-\n1.5\n..\n",
        "a\nyes\nNo\n\n",
        "zip\n01\n02\n",
        "a\n 1\n 2\n",
        "a,b\n1, x\n2, y\n",
        "a\ntrue\ntrue\n",
        "day\n2012-06-30\nmissing\n",
        "at\n2012-06-30T10:00+02:00\n2012-06-30T10:00Z\n",
        "a,a,\n1,2,3\n",
        "a\n9007199254740993\n9007199254740995\n",
        "a\n1e999\n0.1\n",
        "a\n1\niNF\n",
        "a\n0x10\n1_000\n",
        "a,b\n1,2\n3\n4,5\n",
        "a,b\n$1,x\n$2,y\n",
        "day\n30.06.2012\n01.07.2012\n",
        "a;b\n1,5;2\n2,5;3\n",
        "a,b\n1,2\n,\n3,4\n",
        "all\ntrue\nTrue\n",
        "id,share\n1,10 %\n2,11 %\n",
        "a,b\n" + "".join(f"{n},{n * 1.5}\n" for n in range(99)) + "oops,1\n",
        "code\n" + "".join(f"{chr(65 + i)}A\n" for i in range(25)) + "NA\n",
    ],
)
def test_the_recipe_reads_the_same_with_pandas(open_text, data_dir, text):
    assert_recipe(open_text(text), data_dir)


def assert_recipe(dataset, folder):
    frame = run_recipe(dataset, folder)
    assert len(frame) == dataset.rows
    assert list(frame.columns) == [column.name for column in dataset.columns.values()]
    for key, column in dataset.columns.items():
        series = frame[column.name]
        found = [None if pd.isna(cell) else cell for cell in series.tolist()]
        cells = cells_of(dataset, key)
        assert found == [pd.Timestamp(cell) if cell and column.kind == "date" else cell for cell in cells]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251", "cp932", "gb18030"]
)
def test_a_text_in_another_encoding_is_read_and_so_does_its_recipe(open_text, data_dir, encoding):
    words = {"cp1251": "Привет мир как дела", "cp932": "東京 大阪 こんにちは 価格", "gb18030": "北京 上海 价格 数量"}
    lines = [f"{word},{n}" for n, word in enumerate(words.get(encoding, "Müller Société naïve Zoë").split() * 9)]
    dataset = open_text("\n".join(["name,n", *lines, ""]).encode(encoding))
    assert cells_of(dataset, "name") == [line.partition(",")[0] for line in lines]
    assert dataset.report.encoding.startswith(encoding.removesuffix("-sig"))
    assert_recipe(dataset, data_dir)


def test_a_stray_byte_far_down_is_read_and_told(open_text):
    dataset = open_text(b"a\n" + b"x\n" * 20_000 + "ÿ\n".encode("cp1252"))
    assert dataset.rows == 20_001
    assert dataset.columns["a"].missing == 0
    assert dataset.report.notes


def test_what_was_passed_over_and_put_right_is_told_with_its_line(open_text):
    report = open_text("# made by hand\na,b\n1,2\n3\n,\n4,5\na,b\n6,7\n").report
    assert [(fault.line, fault.text) for fault in report.mended.first] == [(4, "3")]
    assert {(fault.line, fault.text) for fault in report.skipped.first} >= {(5, ","), (7, "a,b")}
    assert report.header == (2,)
    assert report.faults == report.skipped.count + report.mended.count


def test_a_table_as_it_should_be_has_no_faults(open_text):
    report = open_text("a,b\n1,x\n2,y\n").report
    assert (report.faults, report.notes, report.header) == (0, (), (1,))
    assert (report.format, report.encoding, report.delimiter) == ("text", "utf-8", "comma")
    assert [(column.name, column.kind) for column in report.columns] == [("a", "integer"), ("b", "category")]


def test_without_a_header_the_columns_are_numbered(open_text, data_dir):
    text = "".join(f"{n},{n / 2},x{n}\n" for n in range(1, 9))
    dataset = open_text(text)
    assert (list(dataset.columns), dataset.rows, dataset.report.header) == (["column_1", "column_2", "column_3"], 8, ())
    assert_recipe(dataset, data_dir)


def test_a_parquet_file_is_read(open_frame):
    frame = pd.DataFrame({"word": ["x", None], "n": [1, 2], "x": [0.5, math.nan]})
    assert table_of(open_frame(frame)) == {"word": ["x", None], "n": [1, 2], "x": [0.5, None]}


def test_the_index_of_a_parquet_file_is_columns_if_it_means_something(open_frame):
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["x", "y"], name="word"))
    assert table_of(open_frame(frame)) == {"word": ["x", "y"], "n": [1, 2]}


def write_parquet(data_dir, columns):
    parquet.write_table(pa.table(columns), data_dir / "table.parquet")
    catalog = Catalog(data_dir)
    return catalog.open(catalog.entries()["table"])


def test_the_types_of_parquet_have_these_kinds(data_dir):
    day = dt.date(2012, 6, 30)
    columns = {
        "day": pa.array([day, None, day], pa.date32()),
        "at": pa.array([at("2012-06-30T10:00:00"), None, None], pa.timestamp("ms")),
        "maybe": pa.array([True, None, False]),
        "sure": pa.array([True, False, False]),
        "small": pa.array([1, None, 3], pa.int8()),
        "half": pa.array([0.5, None, 1.5], pa.float32()),
        "words": pa.array(["a", "b", "a"]).dictionary_encode(),
        "nothing": pa.nulls(3),
        "price": pa.array([Decimal("1.50"), Decimal(2), None], pa.decimal128(9, 2)),
    }
    assert kinds_of(write_parquet(data_dir, columns)) == {
        "day": "date",
        "at": "date",
        "maybe": "boolean",
        "sure": "boolean",
        "small": "integer",
        "half": "number",
        "words": "category",
        "nothing": "empty",
        "price": "number",
    }


def test_lists_and_structures_in_parquet_are_words(data_dir):
    dataset = write_parquet(data_dir, {"many": [[1, 2], None, []], "parts": [{"a": 1}, {"a": 2}, None]})
    assert table_of(dataset) == {"many": ["[1,2]", None, "[]"], "parts_a": [1, 2, None]}
    assert kinds_of(dataset) == {"many": "category", "parts_a": "integer"}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\x00" * 50 + b"PAR1", b"a,b\n1,2\n"])
def test_a_broken_parquet_file_is_told(data_dir, content):
    (data_dir / "table.parquet").write_bytes(content)
    catalog = Catalog(data_dir)
    with pytest.raises(DatasetError, match=r"^table\.parquet is damaged or can't be read .*; write it again\.$"):
        catalog.open(catalog.entries()["table"])


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_other_delimiters_are_found(data_dir, monkeypatch, delimiter, suffix):
    frame = pd.DataFrame({"name": ["a, b", "c"], "size": [1, 2]})
    frame.to_csv(data_dir / f"table{suffix}", index=False, sep=delimiter)
    table = read(data_dir / f"table{suffix}", wanted=lambda name, key: None)
    assert table.names == ("name", "size")
    monkeypatch.chdir(data_dir)
    found: dict[str, pd.DataFrame] = {}
    exec("\n".join(table.recipe), {"pd": pd}, found)
    pd.testing.assert_frame_equal(found["df"], frame)
