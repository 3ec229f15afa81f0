"""A file and the words beside it become a Dataset."""

from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from app.datasets.clean import clean
from app.datasets.column import Array, Cells, Coded, Column, Kind, Measured
from app.datasets.config import ColumnConfig, Config, Problem, read_config
from app.datasets.dataset import Dataset, Schema
from app.datasets.naming import column_keys, label, unit
from app.datasets.read import Table, Wanted, read, type_frame
from app.datasets.texts import Typed


def build(name: str, path: Path, *, version: str) -> Dataset:
    """Read the file and its configuration. Raises DatasetError."""
    config, problems = read_config(path.with_suffix(".toml"))
    table = read(path, wanted=_wanted(config))
    modified = path.stat().st_mtime
    return assemble(name, table, config=config, file=path.name, version=version, modified=modified, problems=problems)


def from_frame(name: str, frame: pd.DataFrame, *, config: Config | None = None) -> Dataset:
    """A dataset that is in no file: for the gallery, tests and benchmarks."""
    config = config or Config(file=f"{name}.toml")
    table = type_frame(frame, wanted=_wanted(config), recipe=("df = frame",))
    return assemble(name, table, config=config, file=f"{name}.py", version="0", modified=0)


def assemble(
    name: str,
    table: Table,
    *,
    config: Config,
    file: str,
    version: str,
    modified: float,
    problems: tuple[Problem, ...] = (),
) -> Dataset:
    """A table as read, and what its owner says of it."""
    keys = column_keys(table.names)
    said = _by_key(config, keys, table.names)
    typed = dict(zip(keys, table.columns, strict=True))
    columns = {
        key: _column(key, column_name, typed[key], said=said.get(key, ColumnConfig()))
        for key, column_name in zip(keys, table.names, strict=True)
    }
    return Dataset(
        name=name,
        version=version,
        title=clean(config.title or label(Path(file).stem)),
        source_file=file,
        modified=modified,
        schema=Schema(columns=MappingProxyType(columns), config=config, rows=table.rows),
        cells=MappingProxyType({key: column.cells for key, column in typed.items()}),
        recipe=table.recipe,
        problems=(*problems, *_column_problems(config, table, keys)),
    )


def _wanted(config: Config) -> Wanted:
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


def _column(key: str, name: str, typed: Typed, *, said: ColumnConfig) -> Column:
    low, high, distinct = _extent(typed.cells)
    found = unit(name)
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
        distinct=distinct,
        missing=int(typed.cells.missing.sum()),
        low=low,
        high=high,
    )


def _format(name: str, kind: Kind, *, low: float | str | None, high: float | str | None) -> str:
    """Years and identifiers are written without thousands separators."""
    year = isinstance(low, int) and isinstance(high, int) and 1000 <= low <= high <= 2999 and "year" in name.lower()
    return "plain" if kind == "id" or year else ""


def _extent(cells: Cells) -> tuple[float | str | None, float | str | None, int]:
    """The finite extent, and how many distinct values there are."""
    if isinstance(cells, Coded):
        return None, None, len(cells.values)
    values: Array = cells.values[~cells.missing]
    finite = values[np.isfinite(values)]
    distinct = len(np.unique(values))
    if not len(finite):
        return None, None, distinct
    low, high = finite.min(), finite.max()
    if finite.dtype.kind == "M":
        return str(low), str(high), distinct
    return low.item(), high.item(), distinct
