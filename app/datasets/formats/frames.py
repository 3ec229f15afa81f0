"""Files and scripts that say what type a column is: Parquet, Arrow, and what a script's `load()` returns."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
from pyarrow import types

from app.datasets.clean import clean
from app.datasets.errors import DatasetError
from app.datasets.file import File
from app.datasets.formats.arrow import ArrowSource, open_arrow
from app.datasets.formats.arrow_files import PARQUET
from app.datasets.kinds.series import Series, type_series
from app.datasets.kinds.typed import Typed
from app.datasets.naming import column_keys
from app.datasets.progress import stage
from app.datasets.report import ColumnReading, Report
from app.datasets.script import run_script
from app.datasets.table import Table, Wanted, distinct_names
from app.datasets.text.regular import WIDEST


def read_arrow(file: File) -> Table:
    """Parquet (a file or a folder), Arrow IPC or Feather, column by column."""
    source = open_arrow(file.path)
    if len(source.names) > WIDEST:
        raise DatasetError(f"{file.name} has {len(source.names):,} columns; {WIDEST:,} can be shown: keep fewer.")
    names = distinct_names([clean(name) for name in source.names])
    table = _typed(names, source.column, rows=source.rows, wanted=file.wanted, recipe=())
    form = "Parquet" if file.path.is_dir() or file.path.suffix.lower() in PARQUET else "Arrow"
    recipe = _recipe(file, source, table) if form == "Parquet" else None
    return replace(table, recipe=recipe, report=replace(table.report, format=form))


def _recipe(file: File, source: ArrowSource, table: Table) -> tuple[str, ...] | None:
    """What pandas must do with the file for the same columns; None if that would be long."""
    if not file.whole or list(table.names) != source.names or table.recipe is None:
        return None
    lines = [f"df = pd.read_parquet({file.name!r})", *(["df = df.reset_index()"] if source.indexed else [])]
    for leaf in source.leaves:
        if len(leaf.path) > 1 or leaf.geometry or not _is_simple(leaf.kind):
            return None
        if types.is_date(leaf.kind):
            lines.append(f"df[{leaf.name!r}] = pd.to_datetime(df[{leaf.name!r}])")
        elif types.is_boolean(leaf.kind):
            lines.append(f'df[{leaf.name!r}] = df[{leaf.name!r}].astype("boolean")')
    return (*lines, *table.recipe)


def _is_simple(kind: Any) -> bool:
    tests = (types.is_integer, types.is_floating, types.is_string, types.is_large_string, types.is_timestamp)
    flat = kind.value_type if types.is_dictionary(kind) else kind
    return any(test(flat) for test in (*tests, types.is_date, types.is_boolean))


def read_script(file: File) -> Table:
    """What the `load()` of a script returns."""
    recipe = ("import runpy", f"df = runpy.run_path({file.name!r})['load']()")
    with stage("running load()", 0, 0.9):
        frame = run_script(file.path)
    return type_frame(frame, wanted=file.wanted, recipe=recipe)


def type_frame(frame: pd.DataFrame, *, wanted: Wanted, recipe: tuple[str, ...]) -> Table:
    """The columns of a frame, an index that says something included."""
    if not isinstance(frame.index, pd.RangeIndex) or frame.index.name is not None:
        frame = frame.reset_index()
        recipe = (*recipe, "df = df.reset_index()")
    names = distinct_names([clean(str(name)) for name in frame.columns])
    if names != list(frame.columns):
        recipe = (*recipe, f"df.columns = {names!r}")
    return _typed(names, lambda at: frame.iloc[:, at], rows=len(frame), wanted=wanted, recipe=recipe)


def _typed(
    names: list[str], column: Callable[[int], Series], *, rows: int, wanted: Wanted, recipe: tuple[str, ...] | None
) -> Table:
    columns: list[Typed] = []
    refused, keys = [], column_keys(names)
    for position, name in enumerate(names):
        series = column(position)
        typed = type_series(name, series, wanted=wanted(name, keys[position]))
        if typed is None:
            refused.append(position)
            typed = type_series(name, series)
        assert typed
        columns.append(typed)
    lines = [line for typed in columns for line in typed.recipe or ()]
    known = recipe is not None and all(typed.recipe is not None for typed in columns)
    readings = tuple(ColumnReading(name, typed.kind) for name, typed in zip(names, columns, strict=True))
    return Table(
        names=tuple(names),
        columns=tuple(columns),
        rows=rows,
        recipe=(*(recipe or ()), *lines) if known else None,
        refused=tuple(refused),
        report=Report(format="a frame", columns=readings),
    )
