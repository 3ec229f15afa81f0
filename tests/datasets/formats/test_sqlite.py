"""SQLite files are read as texts, and only read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.errors import DatasetError
from app.datasets.formats import sqlite
from app.datasets.formats.sqlite import read_table, tables
from tests.datasets.formats.broken import raises_nothing_else

CELLS = [
    (None, None),
    (12, "12"),
    (-(2**63), "-9223372036854775808"),
    (0.1, "0.1"),
    (3.0, "3.0"),
    ("größe", "größe"),
    ("", ""),
    (b"bytes", "bytes"),
    (b"\xff\x00", "0xff00"),
    (b"a\0b", "0x610062"),
]


def made(folder: Path, *statements: str, name: str = "data.sqlite") -> Path:
    with closing(sqlite3.connect(folder / name)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return folder / name


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell_is_read_as_text(tmp_path: Path, cell: object, text: str | None) -> None:
    path = made(tmp_path, "CREATE TABLE t (a, b)")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO t VALUES (?, 1)", [cell])
        connection.commit()
    assert read_table(path, "t") == (["a", "b"], [[text], ["1"]])


def test_text_that_is_not_utf8_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = made(tmp_path, "CREATE TABLE t AS SELECT CAST(x'61ff' AS TEXT) AS a")
    assert read_table(path, "t") == (["a"], [["a\ufffd"]])


def test_tables_and_views_are_listed_but_not_sqlites_own(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, x UNIQUE)",
        "INSERT INTO b (x) VALUES (1)",
        "CREATE VIEW a AS SELECT x * 2 AS double FROM b",
        "CREATE TABLE sqlitebrowser (x)",
    )
    assert tables(path) == ["b", "a", "sqlitebrowser"]
    assert read_table(path, "a") == (["double"], [["2"]])
    assert read_table(path, "sqlitebrowser") == (["x"], [[]])


def test_names_of_tables_and_files_are_quoted(tmp_path: Path) -> None:
    path = made(tmp_path, """CREATE TABLE "x"" y; DROP" ("a ""b" INT)""", name="50% #1?mode=rw&x.db")
    assert tables(path) == ['x" y; DROP']
    assert read_table(path, 'x" y; DROP') == (['a "b'], [[]])


def test_a_file_that_is_written_through_a_log_is_read_and_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path, "PRAGMA journal_mode = WAL", "CREATE TABLE t AS SELECT 1 AS a")
    before = path.read_bytes()
    assert read_table(path, "t") == (["a"], [["1"]])
    assert path.read_bytes() == before


def test_a_view_without_an_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT "
    path = made(tmp_path, f"CREATE VIEW v AS {endless} x FROM n", f"CREATE VIEW w AS {endless} count(*) FROM n")
    monkeypatch.setattr(sqlite, "CELLS", 50_000)
    with pytest.raises(DatasetError, match=r"^v in data\.sqlite has more than 50,000 cells"):
        read_table(path, "v")
    monkeypatch.setattr(sqlite, "SECONDS", 0.1)
    with pytest.raises(DatasetError, match=r"^data\.sqlite took longer than 0\.1 seconds"):
        read_table(path, "w")


def test_a_cell_of_a_gigabyte_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, "CREATE VIEW v AS SELECT zeroblob(900000000) AS a")
    with pytest.raises(DatasetError, match=r"^data\.sqlite can't be read: string or blob too big"):
        read_table(path, "v")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "data.sqlite has no tables; put one into it."),
        (b"a,b\n" * 500, "data.sqlite is not an SQLite database, or is encrypted; save it again without a password."),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "data.sqlite"
    path.write_bytes(content)
    with pytest.raises(DatasetError) as error:
        tables(path)
    assert str(error.value) == sentence


def test_a_missing_file_and_a_missing_table_are_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"^gone\.db is gone"):
        tables(tmp_path / "gone.db")
    with pytest.raises(DatasetError, match=r"^data\.sqlite can't be read: no such table: nope\.$"):
        read_table(made(tmp_path, "CREATE TABLE t (a)"), "nope")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | st.text(max_size=5)), min_size=1))
def test_every_row_is_read_in_order(tmp_path_factory, rows: list[tuple[int | None, str | None]]) -> None:
    path = made(tmp_path_factory.mktemp("sqlite"), "CREATE TABLE t (a, b)")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
        connection.commit()
    numbers, texts = zip(*rows, strict=True)
    written = [None if number is None else str(number) for number in numbers]
    assert read_table(path, "t") == (["a", "b"], [written, list(texts)])


def test_damaged_files_raise_only_sentences(tmp_path: Path) -> None:
    rows = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 300) SELECT x, 'word' AS y FROM n"
    path = made(tmp_path, f"CREATE TABLE t AS {rows}", "CREATE VIEW v AS SELECT x FROM t", "CREATE INDEX i ON t (x)")
    assert raises_nothing_else(path, lambda path: [read_table(path, name) for name in tables(path)], times=500) > 100
