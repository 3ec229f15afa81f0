"""Files become typed columns, with the pandas code that reads the same."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from app.datasets.clean import clean
from app.datasets.column import Kind
from app.datasets.errors import DatasetError
from app.datasets.frames import type_series
from app.datasets.naming import column_keys, unique
from app.datasets.script import run_script
from app.datasets.texts import Texts, Typed, infer

Wanted = Callable[[str, str], Kind | None]
"""What the owner wants a column's kind to be, by its name and key."""

PANDAS_MARKERS = frozenset(
    ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"]
    + ["NULL", "NaN", "None", "n/a", "nan", "null"]
)
"""What pandas.read_csv takes for missing when it is told nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A file as read: names in file order, a typed column for each, and its recipe.

    `refused` are positions of columns that could not be of the wanted kind and were inferred instead.
    """

    names: tuple[str, ...]
    columns: tuple[Typed, ...]
    rows: int
    recipe: tuple[str, ...]
    refused: tuple[int, ...] = ()


def read(path: Path, *, wanted: Wanted) -> Table:
    """Read a file by its suffix. Raises DatasetError, with a sentence, for whatever is wrong with it."""
    if path.suffix.lower() not in READERS:
        raise DatasetError(f"{path.name} is of no kind that can be read; there are {', '.join(READERS)}.")
    try:
        return READERS[path.suffix.lower()](path, wanted)
    except DatasetError:
        raise
    except FileNotFoundError as error:
        raise DatasetError(f"{path.name} is gone; put it back or reload the list of datasets.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except (pa.ArrowException, ValueError, OSError, csv.Error) as error:
        first = str(error).strip().split("\n")[0].removesuffix(".")
        raise DatasetError(f"{path.name} can't be read: {first}.") from error
    finally:
        pa.default_memory_pool().release_unused()  # Arrow keeps what a read needed: 170 MB after a million rows


def _read_csv(path: Path, wanted: Wanted) -> Table:
    delimiter, header = _header(path)
    names = _distinct_names([clean(name) for name in header])
    positions = [f"c{position}" for position in range(len(names))]
    texts = pa.dictionary(pa.int32(), pa.string())
    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(column_names=positions, block_size=4 << 20),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True, delimiter=delimiter),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(positions, texts), strings_can_be_null=False
        ),
    ).slice(1)
    columns, refused, keys = [], [], column_keys(names)
    for position, name in enumerate(names):
        column = _texts(name, table.column(position))
        kind = wanted(name, keys[position])
        typed = infer(column, wanted=kind)
        if typed is None:
            refused.append(position)
            typed = infer(column)
        assert typed
        columns.append(typed)
    recipe = _csv_recipe(path.name, names, columns, texts=table.columns, renamed=names != header, delimiter=delimiter)
    return Table(tuple(names), tuple(columns), table.num_rows, recipe, tuple(refused))


def _header(path: Path) -> tuple[str, list[str]]:
    """The delimiter, and the names of the first line: commas, unless there is none and one of the others."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = next(csv.reader(file), None)
    if not names:
        raise DatasetError(f"{path.name} is empty; it needs a first line with the columns' names.")
    other = next((mark for mark in "\t;|" if mark in names[0]), None) if len(names) == 1 else None
    if other is None:
        return ",", names
    with path.open(encoding="utf-8-sig", newline="") as file:
        return other, next(csv.reader(file, delimiter=other))


def _distinct_names(header: list[str]) -> list[str]:
    """The names as written, but for blank and repeated ones, which get their key."""
    keys = column_keys(header)
    seen: set[str] = set()
    names = []
    for name, key in zip(header, keys, strict=True):
        names.append(unique(key if not name.strip() or name in seen else name, seen, separator="_"))
        seen.add(names[-1])
    return names


def _texts(name: str, column: pa.ChunkedArray) -> Texts:
    unified = column.unify_dictionaries()
    if not unified.num_chunks:
        return Texts(name, pa.array([], pa.string()), np.empty(0, dtype=np.int32))
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in unified.chunks])
    used = np.zeros(len(unified.chunk(0).dictionary), dtype=bool)
    used[codes] = True
    values = unified.chunk(0).dictionary.filter(pa.array(used))
    return Texts(name, values, (np.cumsum(used) - 1)[codes].astype(np.int32))


def _csv_recipe(
    file: str, names: list[str], columns: list[Typed], *, texts: list[pa.ChunkedArray], renamed: bool, delimiter: str
) -> tuple[str, ...]:
    options = [repr(file)]
    if delimiter != ",":
        options.append(f"sep={delimiter!r}")
    if renamed:
        options.append(f"header=0, names={names!r}")
    as_text = {name: "str" for name, typed in zip(names, columns, strict=True) if typed.as_text}
    if as_text:
        options.append(f"dtype={as_text!r}")
    if _markers_differ(columns, texts):
        missing = {name: sorted(typed.markers | {""}) for name, typed in zip(names, columns, strict=True)}
        options.append(f"keep_default_na=False, na_values={missing!r}")
    lines = [line for typed in columns for line in typed.recipe]
    return (f"df = pd.read_csv({', '.join(options)})", *lines)


def _markers_differ(columns: list[Typed], texts: list[pa.ChunkedArray]) -> bool:
    pairs = zip(columns, texts, strict=True)
    return any(PANDAS_MARKERS & _distinct(column) != typed.markers for typed, column in pairs)


def _distinct(column: pa.ChunkedArray) -> frozenset[str]:
    return frozenset(value for chunk in column.chunks for value in chunk.dictionary.to_pylist())


def _read_parquet(path: Path, wanted: Wanted) -> Table:
    frame = parquet.read_table(path).to_pandas()
    return type_frame(frame, wanted=wanted, recipe=(f"df = pd.read_parquet({path.name!r})",))


def _read_script(path: Path, wanted: Wanted) -> Table:
    recipe = ("import runpy", f"df = runpy.run_path({path.name!r})['load']()")
    return type_frame(run_script(path), wanted=wanted, recipe=recipe)


def type_frame(frame: pd.DataFrame, *, wanted: Wanted, recipe: tuple[str, ...]) -> Table:
    """The columns of a frame, an index that says something included."""
    if not isinstance(frame.index, pd.RangeIndex) or frame.index.name is not None:
        frame = frame.reset_index()
        recipe = (*recipe, "df = df.reset_index()")
    names = _distinct_names([clean(str(name)) for name in frame.columns])
    if names != list(frame.columns):
        recipe = (*recipe, f"df.columns = {names!r}")
    columns, refused, keys = [], [], column_keys(names)
    for position, name in enumerate(names):
        series = frame.iloc[:, position]
        kind = wanted(name, keys[position])
        typed = type_series(name, series, wanted=kind)
        if typed is None:
            refused.append(position)
            typed = type_series(name, series)
        assert typed
        columns.append(typed)
    lines = [line for typed in columns for line in typed.recipe]
    return Table(tuple(names), tuple(columns), len(frame), (*recipe, *lines), tuple(refused))


READERS: Mapping[str, Callable[[Path, Wanted], Table]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
    ".py": _read_script,
}
