"""Whatever pandas writes to a text file, in whatever dialect, is read back as it was."""

import csv
import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.column import Coded
from app.datasets.kinds.typed import Typed
from app.datasets.read import read
from app.datasets.table import Table

at = dt.datetime.fromisoformat

LATIN = ["Zürich", "São Paulo", "Köln am Rhein", "naïve", "Curaçao", "Malmö", "crème brûlée", "Ærø"]
WORDS = [
    "Rome",
    "New York",
    "a, b and c",
    "this; that",
    "one | two",
    'say "hi" to him',
    "it's fine",
    "two\nlines",
    "left: right",
]
WORLD = ["日本", "Ελλάδα", "Москва", "naïve 😀", "مصر", "Łódź", "it’s – “fine”"]


@dataclass(frozen=True)
class Dialect:
    """How pandas is told to write."""

    sep: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    end: str = "\n"
    encoding: str = "utf-8"
    decimal: str = "."
    escape: str | None = None
    index: bool = False
    dates: str | None = None

    def write(self, frame: pd.DataFrame) -> bytes:
        text = frame.to_csv(
            sep=self.sep,
            quoting=self.quoting,
            lineterminator=self.end,
            decimal=self.decimal,
            escapechar=self.escape,
            doublequote=self.escape is None,
            index=self.index,
            date_format=self.dates,
        )
        return text.encode(self.encoding)


DIALECTS = st.builds(
    Dialect,
    sep=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    index=st.booleans(),
).filter(lambda dialect: dialect.end != "\r" or dialect.quoting)  # pandas quotes no "\n" if lines end with "\r"


def gaps(cells: st.SearchStrategy[Any], rows: int) -> st.SearchStrategy[list[Any]]:
    """A column with at least two cells, and missing ones between them."""
    present = st.lists(cells, min_size=2, max_size=2)
    rest = st.lists(cells | st.none(), min_size=rows - 2, max_size=rows - 2)
    return st.tuples(present, rest).flatmap(lambda both: st.permutations([*both[0], *both[1]]))


def frames(words: list[str]) -> st.SearchStrategy[pd.DataFrame]:
    columns = {
        "word": st.sampled_from(words),
        "note": st.lists(st.sampled_from(words), min_size=1, max_size=4).map(" and ".join),
        "whole": st.integers(-(10**9), 10**9),
        "number": st.floats(-1e9, 1e9).map(lambda number: round(number, 4) + 0.0),
        "flag": st.booleans(),
        "day": st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)),
        "at": st.datetimes(at("1950-01-01"), at("2049-12-31")).map(lambda time: time.replace(microsecond=0)),
    }
    return st.integers(4, 12).flatmap(
        lambda rows: st.fixed_dictionaries({name: gaps(cells, rows) for name, cells in columns.items()}).map(framed)
    )


def framed(columns: dict[str, list[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()})
    frame.insert(0, "row", range(1, len(frame) + 1))
    return frame


def read_back(content: bytes, suffix: str = ".csv") -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        return read(path)


def cells(column: Typed) -> list[Any]:
    kept, missing = column.cells, column.cells.missing
    values = [*kept.values[kept.codes]] if isinstance(kept, Coded) and len(kept.values) else getattr(kept, "values", [])
    values = [value == "true" for value in values] if column.kind == "boolean" else list(values)
    values = [pd.Timestamp(value) for value in values] if column.kind == "date" else values
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


KINDS = {
    "row": {"integer", "id"},
    "word": {"category", "text", "id"},
    "note": {"category", "text", "id"},
    "whole": {"integer"},
    "number": {"number"},
    "flag": {"boolean"},
    "day": {"date"},
    "at": {"date"},
}


def check(frame: pd.DataFrame, found: Table, *, index: bool = False) -> None:
    assert list(found.names) == [*(["column_1"] if index else []), *frame.columns]
    assert found.report.faults == 0
    for name, column in zip(found.names, found.columns, strict=True):
        if name in frame:
            assert column.kind in KINDS[name], name
            date: Callable[[Any], Any] = pd.Timestamp if column.kind == "date" else lambda cell: cell
            assert cells(column) == [None if pd.isna(cell) else date(cell) for cell in frame[name]], name


@given(frames([*WORDS, *LATIN]), DIALECTS)
@settings(max_examples=60, deadline=None)
def test_a_frame_written_in_any_dialect_is_read_back(frame, dialect):
    check(frame, read_back(dialect.write(frame)), index=dialect.index)


@given(frames([*WORDS, *WORLD]), DIALECTS.filter(lambda dialect: dialect.encoding != "cp1252"))
@settings(max_examples=30, deadline=None)
def test_letters_of_any_script_are_read_back(frame, dialect):
    check(frame, read_back(dialect.write(frame)), index=dialect.index)


@given(frames(WORDS), st.sampled_from(";\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
@settings(max_examples=25, deadline=None)
def test_numbers_with_a_decimal_comma_are_read_back(frame, sep, quoting):
    frame["number"] = frame["number"].astype(float).round() + 0.25  # pandas gives only floats the comma
    check(frame, read_back(Dialect(sep, quoting, decimal=",").write(frame)))


@given(frames(WORDS), st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
@settings(max_examples=25, deadline=None)
def test_quotes_escaped_by_a_backslash_are_read_back(frame, sep, quoting):
    check(frame, read_back(Dialect(sep, quoting, escape="\\").write(frame)))


@given(
    frames(["Rome", "New York", "Oslo"]), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%Y%m%d"])
)
@settings(max_examples=25, deadline=None)
def test_days_written_in_other_ways_are_read_back(frame, dates):
    frame = frame.drop(columns="at").assign(day=pd.to_datetime(frame["day"]))
    check(frame, read_back(Dialect(dates=dates).write(frame)))


@given(frames([*WORDS, *LATIN]), DIALECTS)
@settings(max_examples=40, deadline=None)
def test_the_recipe_makes_the_same_frame(frame, dialect):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("table.csv").write_bytes(dialect.write(frame))
        found = read(Path("table.csv"))
        if found.recipe is None:
            return
        scope: dict[str, Any] = {"pd": pd}
        exec("\n".join(found.recipe), scope)
    for name, column in zip(found.names, found.columns, strict=True):
        assert [None if pd.isna(cell) else cell for cell in scope["df"][name]] == cells(column)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"])
@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
def test_the_suffix_of_a_text_file_says_nothing_of_its_delimiter(suffix, sep):
    frame = pd.DataFrame({"row": [1, 2, 3], "word": ["a, b", "c; d", "e | f"], "number": [0.5, 1.5, None]})
    check(frame, read_back(Dialect(sep).write(frame), suffix))
