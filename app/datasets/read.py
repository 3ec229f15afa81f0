"""A file becomes tables, by its suffix."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from app.datasets import archive
from app.datasets.config import ReadOptions
from app.datasets.errors import DatasetError
from app.datasets.file import File
from app.datasets.formats import excel, json, sqlite
from app.datasets.formats.frames import read_arrow, read_script
from app.datasets.formats.grids import read_database, read_records, read_workbook, regular_sheet
from app.datasets.formats.text import read_text
from app.datasets.long import lengthen
from app.datasets.table import Table, Wanted
from app.datasets.text.regular import Regular, regular

LIMIT = 2 << 30
RATIO = 250
"""How many bytes an archive may expand to, in all and for each of its own beyond the first 64 MB."""


AS_FOUND = ReadOptions()


def _whole(_path: Path) -> list[str]:
    return [""]


def _named(path: Path) -> list[str]:
    return [table.name for table in json.read_json(path)]


def _sheets(path: Path) -> list[str]:
    return [""] if excel.disguise(path) == "text" else excel.sheets(path)


@dataclass(frozen=True, slots=True)
class Format:
    """How files of a suffix are read, and what tables there are in one."""

    read: Callable[[File], Table]
    parts: Callable[[Path], list[str]] = _whole


TEXT, BOOK, JSON = Format(read_text), Format(read_workbook, _sheets), Format(read_records)
DATABASE, ARROW = Format(read_database, sqlite.tables), Format(read_arrow)
FORMATS: Mapping[str, Format] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"), TEXT),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), BOOK),
    **dict.fromkeys((".json", ".geojson", ".ndjson", ".jsonl"), JSON),
    **dict.fromkeys((".parquet", ".pq", ".arrow", ".feather", ".ipc"), ARROW),
    **dict.fromkeys((".sqlite", ".sqlite3", ".db"), DATABASE),
    ".py": Format(read_script),
}
MOST_LOOKED_AT = 500
"""How many files of a folder are looked at to see whether it holds parts of a table."""
NOT_DATA = ("readme", "license", "licence", "notice", "changelog", "requirements")


def plain_stem(path: Path) -> str:
    """A file's name without its suffixes: `sales` for `sales.csv.gz`.

    >>> plain_stem(Path("data/sales.csv.gz")), plain_stem(Path("v1.2.csv")), plain_stem(Path("lines"))
    ('sales', 'v1.2', 'lines')
    """
    stem = path.stem if path.suffix.lower() in (*FORMATS, *archive.SUFFIXES) else path.name
    return Path(stem).stem if Path(stem).suffix.lower() in FORMATS else stem


def is_readable(path: Path) -> bool:
    """Whether a file (or folder) of the data folder is taken for a dataset, by its name."""
    if path.name.startswith((".", "_")):
        return False
    if path.is_dir():
        return any(one.suffix == ".parquet" for one in islice(path.rglob("*"), MOST_LOOKED_AT))
    suffix = path.suffix.lower()
    if suffix in archive.SUFFIXES:
        return suffix == ".zip" or Path(path.stem).suffix.lower() in FORMATS
    return suffix in FORMATS and not (suffix == ".txt" and path.stem.lower().startswith(NOT_DATA))


def parts(path: Path) -> list[str]:
    """The tables of a file: sheets, tables of a database, files of an archive. Raises DatasetError."""
    if path.is_dir():
        return [""]
    if archive.kind(path):
        found = _members(path)
        if not found:
            raise DatasetError(f"{path.name} holds no file that can be read; there are {', '.join(sorted(FORMATS))}.")
        return found if len(found) > 1 else [""]
    return _format(path).parts(path)


def _format(path: Path) -> Format:
    return ARROW if path.is_dir() else FORMATS.get(path.suffix.lower(), TEXT)


def read(
    path: Path, *, wanted: Wanted = lambda _name, _key: None, options: ReadOptions = AS_FOUND, part: str = ""
) -> Table:
    """Read one table of a file: the first, unless a part is given.

    Raises DatasetError, with a sentence, for whatever is wrong.
    """
    with _sentences(path), _file(path, part, wanted, options) as file:
        return lengthen(_format(file.path).read(file), long=options.long)


@contextmanager
def open_regular(path: Path, options: ReadOptions, *, part: str = "") -> Iterator[Regular]:
    """A text file (or a sheet) as regular CSV, with the texts of its cells as they stand."""
    with _sentences(path), _file(path, part, lambda _name, _key: None, options) as file:
        if _format(file.path) is TEXT:
            yield regular(file.path, options, file.scratch)
        elif _format(file.path) is BOOK:
            yield regular_sheet(file)
        else:
            raise DatasetError(f"{path.name} has no texts to keep; convert it without --raw.")


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Whatever goes wrong in reading a file, as a sentence."""
    try:
        yield
    except DatasetError:
        raise
    except FileNotFoundError as error:
        raise DatasetError(f"{path.name} is gone; put it back or reload the list of datasets.") from error
    except MemoryError as error:
        raise DatasetError(f"{path.name} does not fit into this machine's memory; split it.") from error
    except (pa.ArrowException, ValueError, OSError, OverflowError) as error:
        first = str(error).strip().split("\n")[0].removesuffix(".")
        raise DatasetError(f"{path.name} can't be read: {first}.") from error
    finally:
        pa.default_memory_pool().release_unused()  # Arrow keeps what a read needed: 170 MB after a million rows


@contextmanager
def _file(path: Path, part: str, wanted: Wanted, options: ReadOptions) -> Iterator[File]:
    """The file that holds the table itself: of an archive, its member."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="winnow-")))
        real, whole = path, True
        if not path.is_dir() and archive.kind(path):
            member = part or next(iter(_members(path)), "")
            real, part, whole = stack.enter_context(archive.expanded(path, member, limit=_limit(path))), "", False
        part = part or _format(real).parts(real)[0]
        yield File(real, path.name, part, scratch, wanted, options, whole=whole)


def _limit(path: Path) -> int:
    return min(LIMIT, (64 << 20) + RATIO * path.stat().st_size)


def _members(path: Path) -> list[str]:
    members = archive.members(path)
    if archive.kind(path) != ".zip":
        return members
    return [name for name in members if Path(name).suffix.lower() in FORMATS]
