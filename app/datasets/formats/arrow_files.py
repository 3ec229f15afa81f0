"""Where Arrow's columns come from: Parquet, as one file or many, and IPC, as a file or a stream."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

import pyarrow as pa
from pyarrow import compute, dataset, fs, ipc, parquet

from app.datasets.errors import DatasetError

PARQUET = (".parquet", ".parq", ".pq")
IPC = (".arrow", ".feather", ".ipc")
MOST = 500_000_000
"""Rows; a column of nothing takes no room in a file, and may claim any number of them."""

WHOLE = re.compile(r"0|-?[1-9]\d{0,17}")


class Columns(Protocol):
    """What is read column by column."""

    @property
    def schema(self) -> Any: ...

    def rows(self) -> int: ...

    def chunks(self, path: tuple[str, ...]) -> Iterator[Any]:
        """The arrays of a column, or of a field within its structs."""


def open_columns(path: Path) -> Columns:
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() in IPC:
        return _ipc(path)
    _check_names(path, parquet.read_schema(str(path)).names)
    return Parquet(dataset.dataset(str(path), format="parquet", filesystem=fs.LocalFileSystem()))


@dataclass(frozen=True)
class Parquet:
    data: Any

    @property
    def schema(self) -> Any:
        return self.data.schema

    def rows(self) -> int:
        return int(self.data.count_rows())

    def chunks(self, path: tuple[str, ...]) -> Iterator[Any]:
        columns = {"column": dataset.field(*path)}
        for batch in self.data.to_batches(columns=columns, batch_readahead=2, fragment_readahead=1):
            batch.validate()
            yield batch.column(0)


@dataclass(frozen=True)
class Ipc:
    """Batches are validated before anything else is done with them: damaged ones would end the process."""

    file: Path
    schema: Any
    streamed: bool

    def rows(self) -> int:
        slim = next((at for at, field in enumerate(self.schema) if pa.types.is_primitive(field.type)), 0)
        return sum(batch.num_rows for batch in self._batches(slim)) if len(self.schema) else 0

    def chunks(self, path: tuple[str, ...]) -> Iterator[Any]:
        for batch in self._batches(self.schema.get_field_index(path[0])):
            batch.validate(full=True)
            yield compute.struct_field(batch.column(0), list(path[1:])) if path[1:] else batch.column(0)

    def _batches(self, position: int) -> Iterator[Any]:
        options = ipc.IpcReadOptions(included_fields=[position])
        with pa.OSFile(str(self.file)) as file:
            if self.streamed:
                yield from map(_bounded, ipc.open_stream(file, options=options))
                return
            reader = ipc.open_file(file, options=options)
            for number in range(reader.num_record_batches):
                yield _bounded(reader.get_batch(number))


def _bounded(batch: Any) -> Any:
    if not 0 <= batch.num_rows <= MOST:
        raise pa.ArrowInvalid(f"a batch of {batch.num_rows:,} rows")
    return batch


def _check_names(path: Path, names: list[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise DatasetError(f"{path.name} has two columns named {twice[0]}; rename one of them.")


def _ipc(path: Path) -> Ipc:
    with pa.OSFile(str(path)) as file:
        streamed = file.read(6) != b"ARROW1"
        file.seek(0)
        schema = (ipc.open_stream if streamed else ipc.open_file)(file).schema
        _check_names(path, schema.names)
        return Ipc(path, schema, streamed)


def _folder(path: Path) -> Parquet:
    """The parts below a folder, as one table of all their columns and of the keys in the folders' names."""
    parts = _parts(path)
    if not parts:
        raise DatasetError(f"{path.name} has no Parquet files; put some into it or remove it.")
    keys = _keys(path, parts)
    options = {
        "format": "parquet",
        "filesystem": fs.LocalFileSystem(),
        "partitioning": dataset.partitioning(keys, flavor="hive"),
        "partition_base_dir": str(path),
    }
    files = [str(part) for part in parts]
    fragments = dataset.dataset(files, **options).get_fragments()
    schema = _union([fragment.physical_schema for fragment in fragments], keys)
    return Parquet(dataset.dataset(files, schema=schema, **options))


def _parts(path: Path) -> list[Path]:
    """The files below a folder; names that begin with "_" or "." are somebody's notes."""
    return sorted(
        part
        for part in path.rglob("*")
        if part.suffix.lower() in PARQUET
        and part.is_file()
        and not any(name.startswith(("_", ".")) and "=" not in name for name in part.relative_to(path).parts)
    )


def _keys(path: Path, parts: list[Path]) -> Any:
    """The keys in the folders' names (year=2024), whole numbers if all their values are written as such."""
    values: dict[str, set[str]] = {}
    for part in parts:
        for folder in part.relative_to(path).parts[:-1]:
            key, mark, value = folder.partition("=")
            if mark and value != "__HIVE_DEFAULT_PARTITION__":
                values.setdefault(unquote(key), set()).add(unquote(value))
    kinds = {key: pa.int64() if all(map(WHOLE.fullmatch, found)) else pa.string() for key, found in values.items()}
    return pa.schema(list(kinds.items()))


def _union(schemas: list[Any], keys: Any) -> Any:
    """The columns of all parts by name, keys as their folders say; types that don't go together are texts."""
    fields: dict[str, Any] = {}
    for field in (field for schema in schemas for field in schema):
        known = fields.setdefault(field.name, field)
        if known.type != field.type:
            try:
                both = pa.unify_schemas([pa.schema([known]), pa.schema([field])], promote_options="permissive")
                fields[field.name] = both.field(0)
            except (pa.ArrowInvalid, pa.ArrowTypeError):
                fields[field.name] = pa.field(field.name, pa.string())
    fields |= {key.name: key for key in keys}
    return pa.schema(list(fields.values()), metadata=schemas[0].metadata)
