"""SQLite files: their tables and views, as columns of texts."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app.datasets.errors import DatasetError

SECONDS = 60
CELLS = 100_000_000
LONGEST = 100_000_000
"""Bytes of a cell."""

ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


def tables(path: Path) -> list[str]:
    """The names of the tables and views, in the order they were made."""
    with _opened(path) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
    if not found:
        raise DatasetError(f"{path.name} has no tables; put one into it.")
    return [str(name) for (name,) in found]


def read_table(path: Path, table: str) -> tuple[list[str], list[list[str | None]]]:
    """The names and the texts of a table's columns."""
    with _opened(path) as connection:
        cursor = connection.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
        names = [str(column[0]) for column in cursor.description]
        cells: list[list[str | None]] = [[] for _ in names]
        while rows := cursor.fetchmany(10_000):
            for column, values in zip(cells, zip(*rows, strict=True), strict=True):
                column.extend(map(text, values))
            if len(cells) * len(cells[0]) > CELLS:
                raise DatasetError(f"{table} in {path.name} has more than {CELLS:,} cells; make a view of a part.")
    return names, cells


def text(value: Any) -> str | None:
    r"""A value as text; bytes as the text they are, or in hex: b"a" → "a", b"\xff" → "0xff"."""
    if isinstance(value, bytes):
        try:
            found = value.decode()
        except UnicodeDecodeError:
            found = "\0"
        return found if found.isprintable() else f"0x{value.hex()}"
    return value if value is None or isinstance(value, str) else repr(value)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads, and not for ever."""
    if not path.is_file():
        raise DatasetError(f"{path.name} is gone; put it back or reload the list of datasets.")
    try:
        with closing(_connected(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatasetError(_sentence(path.name, error)) from error
    except UnicodeDecodeError as error:  # of the sentence in which SQLite says what is damaged
        raise DatasetError(f"{path.name} is damaged or cut off; restore it from a copy.") from error
    except (MemoryError, OverflowError) as error:
        raise DatasetError(f"{path.name} needs too much memory; make a view of a part of it.") from error


def _connected(path: Path) -> sqlite3.Connection:
    """A file that was being written through a log can't be opened where no log can be made, but can as it stands."""
    connection = _connection(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return _connection(path, "mode=ro&immutable=1")
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        connection.close()
        raise
    return connection


def _connection(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{options}", uri=True, timeout=5)
    connection.text_factory = lambda content: content.decode(errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
    end = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    return connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sentence(name: str, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return f"{name} is not an SQLite database, or is encrypted; save it again without a password."
    if code == sqlite3.SQLITE_CORRUPT:
        return f"{name} is damaged or cut off; restore it from a copy."
    if code == sqlite3.SQLITE_INTERRUPT:
        return f"{name} took longer than {SECONDS} seconds; store the view's result as a table."
    if code == sqlite3.SQLITE_BUSY:
        return f"{name} is being written; try again when that is done."
    return f"{name} can't be read: {str(error).removesuffix('.')}."
