"""Parquet (a file, a folder of parts), Arrow IPC and Feather: columns that are read one at a time."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from app.datasets.errors import DatasetError
from app.datasets.formats.arrow_cells import Series, as_series
from app.datasets.formats.arrow_files import Columns, open_columns

DEPTH = 8
"""Structs within structs become columns (a.b.c) to this depth, and below it text."""

ERRORS = (pa.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError, TypeError, RecursionError)
"""What Arrow and pandas raise for files that are damaged or of a type they can't hold."""


@dataclass(frozen=True)
class Leaf:
    """A column: its name, the fields that lead to it, its type, and whether it holds geometries."""

    name: str
    path: tuple[str, ...]
    kind: Any
    geometry: bool = False


@dataclass(frozen=True)
class ArrowSource:
    """An open file or folder: its columns' names, its number of rows, and each column, read when asked for."""

    file: str
    rows: int
    table: Columns
    leaves: tuple[Leaf, ...]
    index: Series = None
    """An index that the file only describes."""
    indexed: bool = False
    """Whether the first columns are an index to pandas."""

    @property
    def names(self) -> list[str]:
        described = [] if self.index is None else [str(self.index.name)]
        return described + [leaf.name for leaf in self.leaves]

    def column(self, position: int) -> Series:
        """A column; texts that repeat are a categorical."""
        if self.index is not None and position == 0:
            return self.index
        leaf = self.leaves[position - (self.index is not None)]
        with _sentences(self.file):
            return as_series(self.table.chunks(leaf.path), leaf.kind, geometry=leaf.geometry)


def open_arrow(path: Path) -> ArrowSource:
    """Read what a file, or a folder of parts, says of its columns."""
    with _sentences(path.name):
        table = open_columns(path)
        schema, rows = table.schema, table.rows()
        geometries, index = _geometries(schema), _pandas(schema)
        leaves = [leaf for field in schema for leaf in _leaves(field, (field.name,), geometries)]
        first = [_index_leaf(leaf, schema.names) for leaf in leaves if leaf.path[0] in index]
        others = [leaf for leaf in leaves if leaf.path[0] not in index]
        described = _described(index, rows)
        indexed = bool(first) or described is not None
        return ArrowSource(path.name, rows, table, (*first, *others), described, indexed)


@contextmanager
def _sentences(file: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise DatasetError(f"{file} is gone; put it back or reload the list of datasets.") from error
    except ERRORS as error:
        first = str(error).strip().split("\n")[0].removesuffix(".")[:200]
        raise DatasetError(f"{file} is damaged or can't be read ({first}); write it again.") from error
    finally:
        pa.default_memory_pool().release_unused()


def _leaves(field: Any, path: tuple[str, ...], geometries: set[str]) -> Iterator[Leaf]:
    if pa.types.is_struct(field.type) and field.type.num_fields and len(path) < DEPTH:
        for below in field.type:
            yield from _leaves(below, (*path, below.name), geometries)
    else:
        said = (field.metadata or {}).get(b"ARROW:extension:name") == b"geoarrow.wkb"
        yield Leaf(".".join(path), path, field.type, geometry=said or field.name in geometries)


def _geometries(schema: Any) -> set[str]:
    columns = _said(schema, b"geo").get("columns")
    if not isinstance(columns, dict):
        return set()
    return {name for name, said in columns.items() if isinstance(said, dict) and said.get("encoding") == "WKB"}


def _pandas(schema: Any) -> list[Any]:
    """The index that pandas wrote: the names of its columns, or a range."""
    index = _said(schema, b"pandas").get("index_columns")
    return index if isinstance(index, list) else []


def _said(schema: Any, key: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        said = json.loads((schema.metadata or {}).get(key, b"{}"))
        return said if isinstance(said, dict) else {}
    return {}


def _index_leaf(leaf: Leaf, names: list[str]) -> Leaf:
    """An index without a name is called what pandas' reset_index calls it."""
    level = re.fullmatch(r"__index_level_(\d+)__", leaf.name)
    if not level:
        return leaf
    free = "index" if level[1] == "0" and "index" not in names and "__index_level_1__" not in names else None
    return Leaf(free or f"level_{level[1]}", leaf.path, leaf.kind, geometry=leaf.geometry)


def _described(index: list[Any], rows: int) -> Series:
    """An index that is a range says something only if it has a name."""
    said = next((level for level in index if isinstance(level, dict)), {})
    start, step = said.get("start"), said.get("step")
    if not isinstance(said.get("name"), str) or not isinstance(start, int) or not isinstance(step, int) or not step:
        return None
    return pd.Series(range(start, start + rows * step, step), name=said["name"], dtype="int64")
