"""A file and the words beside it become a Dataset."""

import os
import shlex
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from app.datasets.clean import clean
from app.datasets.column import Column, Kind, Measured
from app.datasets.config import ColumnConfig, Config, Problem, read_config
from app.datasets.dataset import Dataset, Schema
from app.datasets.errors import DatasetError
from app.datasets.extent import Extent, measure
from app.datasets.formats.frames import type_frame
from app.datasets.kinds.places import place_of
from app.datasets.kinds.typed import Typed
from app.datasets.naming import column_keys, dataset_name, label, unit
from app.datasets.pack import packed
from app.datasets.read import plain_stem, read
from app.datasets.store import Store
from app.datasets.table import Table, Wanted


def build(name: str, path: Path, *, version: str, part: str = "", store: Store | None = None) -> Dataset:
    """Read the file (or take what the store has kept of it) and its configuration. Raises DatasetError."""
    config, problems = read_config(config_path(path))
    before = _stat(path)
    key = store.key(path, part=part, config=config) if store else None
    kept = store.load(key) if store and key else None
    table, extents = kept or _measured(read(path, wanted=wanted_by(config), options=config.read, part=part))
    after = _stat(path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DatasetError(f"{path.name} was being written while it was read; it is read again when it is looked at.")
    if store and key and not kept:
        store.save(key, table, extents)
        table, extents = store.load(key) or (table, extents)
    return assemble(
        name,
        table,
        config=config,
        file=path.name,
        part=part,
        version=version,
        modified=after.st_mtime,
        problems=problems,
        extents=extents,
    )


def _measured(table: Table) -> tuple[Table, list[Extent]]:
    extents = [measure(typed.cells) for typed in table.columns]
    return packed(table, extents), extents


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise DatasetError(f"{path.name} is gone; put it back or reload the list of datasets.") from error


def config_path(path: Path) -> Path:
    """Where the owner's words on a file are: `sales.toml` for `sales.csv`, also for `sales.csv.gz`."""
    return path.with_name(f"{plain_stem(path)}.toml")


def from_frame(name: str, frame: pd.DataFrame, *, config: Config | None = None) -> Dataset:
    """A dataset that is in no file: for the gallery, tests and benchmarks."""
    config = config or Config(file=f"{name}.toml")
    table, extents = _measured(type_frame(frame, wanted=wanted_by(config), recipe=("df = frame",)))
    return assemble(name, table, config=config, file=f"{name}.py", version="0", modified=0, extents=extents)


def assemble(
    name: str,
    table: Table,
    *,
    config: Config,
    file: str,
    part: str = "",
    version: str,
    modified: float,
    problems: tuple[Problem, ...] = (),
    extents: list[Extent],
) -> Dataset:
    """A table as read, and what its owner says of it."""
    keys = column_keys(table.names)
    said = _by_key(config, keys, table.names)
    typed = dict(zip(keys, table.columns, strict=True))
    columns = {
        key: _column(key, column_name, typed[key], extent, said=said.get(key, ColumnConfig()))
        for key, column_name, extent in zip(keys, table.names, extents, strict=True)
    }
    return Dataset(
        name=name,
        version=version,
        title=clean(_title(config, file, part)),
        source_file=clean(file),
        modified=modified,
        schema=Schema(columns=MappingProxyType(columns), config=config, rows=table.rows),
        cells=MappingProxyType({key: column.cells for key, column in typed.items()}),
        recipe=tuple(clean(line) for line in table.recipe or _converted(file, part, table)),
        part=part,
        report=table.report,
        problems=(*problems, *_column_problems(config, table, keys)),
    )


def _title(config: Config, file: str, part: str) -> str:
    stem = label(plain_stem(Path(file)))
    if config.title or not part:
        return f"{config.title or stem}: {part}" if config.title and part else config.title or stem
    return f"{stem}: {part}"


def _converted(file: str, part: str, table: Table) -> tuple[str, ...]:
    """The recipe for a file that pandas alone reads otherwise."""
    suffix = f"-{dataset_name(part)}" if part else ""
    clean_file = f"{plain_stem(Path(file))}{suffix}.parquet".replace("\n", " ")
    if clean_file == file:
        clean_file = f"clean-{file}"
    source = shlex.quote(f"{file}#{part}" if part else file).replace("\n", " ")
    lines = [f"# made by: flask convert {source} {shlex.quote(clean_file)}", f"df = pd.read_parquet({clean_file!r})"]
    for name, typed in zip(table.names, table.columns, strict=True):
        if typed.kind == "date":
            lines.append(f"df[{name!r}] = pd.to_datetime(df[{name!r}])")
        elif typed.kind == "boolean":
            lines.append(f'df[{name!r}] = df[{name!r}].astype("boolean")')
    return tuple(lines)


def wanted_by(config: Config) -> Wanted:
    names: dict[str, Kind] = {name: said.kind for name, said in config.columns.items() if said.kind}

    def wanted(name: str, key: str) -> Kind | None:
        return names.get(name) or names.get(key)

    return wanted


def _by_key(config: Config, keys: list[str], names: tuple[str, ...]) -> dict[str, ColumnConfig]:
    by_name = dict(zip(names, keys, strict=True))
    return {by_name.get(said, said): value for said, value in config.columns.items()}


def _column_problems(config: Config, table: Table, keys: list[str]) -> list[Problem]:
    known = set(keys) | set(table.names)
    unknown = [name for name in config.columns if name not in known]
    reason = f"There is no such column; there are {', '.join(keys)}."
    problems = [Problem(config.file, f"columns.{name}", reason) for name in unknown]
    for position in table.refused:
        key = keys[position]
        reason = f"Not every cell can be read so; the column stays {table.columns[position].kind}."
        problems.append(Problem(config.file, f"columns.{key}.kind", reason))
    return problems


def _column(key: str, name: str, typed: Typed, extent: Extent, *, said: ColumnConfig) -> Column:
    low, high = extent.low, extent.high
    found = unit(name) or typed.unit
    if typed.kind == "integer":
        low, high = (int(end) if isinstance(end, float) else end for end in (low, high))
    return Column(
        key=key,
        name=name,
        kind=typed.kind,
        label=said.label or label(name.removesuffix(f"_{found}") if found else name),
        unit=said.unit or ("" if said.label else found),
        format=said.format or _format(name, typed.kind, low=low, high=high),
        description=said.description,
        hidden=said.hidden if said.hidden is not None else typed.kind == "empty",
        numeric=isinstance(typed.cells, Measured) and typed.kind != "date",
        distinct=extent.distinct,
        missing=extent.missing,
        low=low,
        high=high,
        infinite=extent.infinite,
        place=place_of(name, typed.kind, typed.cells),
    )


YEARS = ("year", "date", "season", "vintage")
"""What columns of whole numbers are called that hold years."""


def _format(name: str, kind: Kind, *, low: float | str | None, high: float | str | None) -> str:
    """Years and identifiers are written without thousands separators."""
    within = isinstance(low, int) and isinstance(high, int) and 1000 <= low <= high <= 2999
    return "plain" if kind == "id" or (within and any(word in name.lower() for word in YEARS)) else ""
