"""Whatever stands in a file, it is read or refused in a sentence; nothing else comes of it."""

import random
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import create_app
from app.datasets import DatasetError
from app.datasets.read import FORMATS, read
from app.datasets.table import Table
from app.settings import Settings
from tests.datasets.formats.broken import damaged

SUFFIXES = sorted(set(FORMATS) - {".py"})
FRAME = pd.DataFrame(
    {
        "id": [1, 2, 3, 4],
        "day": pd.to_datetime(["2020-01-01", "2020-02-29", None, "2021-12-31"]),
        "town": ["Rome", 'New "York"', "Köln, am Rhein", None],
        "n": [0.5, None, -1e9, 3.25],
        "flag": [True, False, None, True],
    }
)
GOOD = [
    FRAME.to_csv(index=False).encode(),
    FRAME.to_csv(sep=";", decimal=",").encode("cp1252"),
    FRAME.to_csv(sep="\t", quoting=1, lineterminator="\r\n").encode("utf-16"),
    FRAME.to_json(orient="records", date_format="iso").encode(),
    FRAME.to_json(orient="records", lines=True, date_format="iso").encode(),
    FRAME.to_json(orient="split", date_format="iso").encode(),
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]}',
    b"A report\n\n# a remark\nid,name\n1,x\n2,y\n\nSource: us\n",
    b"| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    b"a    b\n1    2\n30   4\n",
]
SOUP = st.text(st.sampled_from(",;\t|\"'\\\n\r ab1.-#{}[]:\0é\ufeff"), max_size=120).map(str.encode)


def outcome(content: bytes, suffix: str) -> Table | str:
    """What was read, or the sentence that says why nothing was."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        try:
            return read(path)
        except DatasetError as error:
            return str(error)


def check(found: Table | str) -> None:
    if isinstance(found, str):
        assert "table" in found
        assert found.endswith(".")
        assert "\n" not in found
        assert "Traceback" not in found
    else:
        assert len(found.names) == len(set(found.names)) == len(found.columns) > 0
        assert {len(column.cells) for column in found.columns} == {found.rows}


@given(st.binary(max_size=200), st.sampled_from(SUFFIXES))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_in_a_sentence(content, suffix):
    check(outcome(content, suffix))


@given(SOUP, st.sampled_from([".csv", ".tsv", ".txt", ".json", ".jsonl", ".xls"]))
@example(b'"', ".csv")
@example(b'"\n"', ".csv")
@example(b"\n\n,\n", ".csv")
@example(b"\0\n\0", ".csv")
@example(b'a,"\n1', ".csv")
@settings(max_examples=300, deadline=None)
def test_any_soup_of_delimiters_and_quotes_is_read_or_refused(content, suffix):
    check(outcome(content, suffix))


@given(st.sampled_from(GOOD), st.integers(0, 2**32), st.sampled_from(SUFFIXES))
@settings(max_examples=200, deadline=None)
def test_good_files_that_are_damaged_or_misnamed_are_read_or_refused(content, seed, suffix):
    check(outcome(damaged(content, random.Random(seed)), suffix))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", GOOD, ids=range(len(GOOD)))
def test_good_files_under_any_suffix_are_read_or_refused(content, suffix):
    check(outcome(content, suffix))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "table.csv is empty; it needs a first line with the columns' names."),
        (b"\xef\xbb\xbf", "table.csv is empty"),
        (b"\xff\xfe", "table.csv is empty"),
        (b"\n" * 1000, "table.csv is empty"),
        (b"\r\n \t\r\n", "table.csv is empty"),
        (b"\0" * 5000, "table.csv"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "table.csv is not text"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "table.csv"),
        (b"PAR1" + bytes(range(256)) * 4, "table.csv is not text"),
        (b"x" * (10 << 20), "longer than"),
        (b"a,b\n" + b"x," * (5 << 20), "longer than"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n" + b"1," * 2999 + b"1\n", "3,000 columns"),
        ((b'"' * 100 + b",") * 3000, "columns"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, said):
    found = outcome(content, ".csv")
    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(
    ("content", "names", "rows"),
    [
        (b"a,b,c", ["a", "b", "c"], 0),
        (b"a", ["a"], 0),
        (b"7", ["column_1"], 1),
        (b"a\n1\n", ["a"], 1),
        (b"a,b\n1,2", ["a", "b"], 1),
        (b"\n\n\na,b\n1,2\n\n\n", ["a", "b"], 1),
        (b"a,b\n\0,1\nx\0y,2\nz,3\n", ["a", "b"], 3),
        (b"a,b\n" + b"1," + b"y" * 3_000_000 + b"\n2,y\n", ["a", "b"], 2),
        (b'a,b\n1,"' + (b"x" * 50_000 + b"\n") * 100 + b'"\n2,y\n', ["a", "b"], 2),
        (b",".join(b"c%d" % n for n in range(1500)) + (b"\n" + b"1," * 1499 + b"2") * 3, None, 3),
    ],
)
def test_small_and_awkward_tables_are_read(content, names, rows):
    found = outcome(content, ".csv")
    assert isinstance(found, Table)
    assert found.rows == rows
    assert names is None or list(found.names) == names


@pytest.mark.parametrize(
    "content", [b'"' * 100_000, b'"\n' * 50_000, b'",' * 900, b'a,"b\n' * 20_000, (b'a","' * 50 + b"\n") * 200]
)
def test_files_full_of_quotes_take_no_more_than_seconds(content):
    check(outcome(content, ".csv"))


@given(SOUP | st.binary(max_size=100), st.sampled_from(SUFFIXES))
@settings(max_examples=60, deadline=None)
def test_inspect_says_what_it_is_without_a_traceback(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        runner = create_app(Settings.read({"WINNOW_DATA_DIR": folder})).test_cli_runner()
        for options in ([], ["--json", "--report"]):
            said = runner.invoke(args=["inspect", *options, str(path)])
            assert said.exception is None or isinstance(said.exception, SystemExit)
            assert said.exit_code in (0, 1)
            assert "table" in said.output
