"""Columns of a pandas frame (a Parquet file, a script's `load()`) as typed cells."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from app.datasets.column import Array, Coded, Kind, Measured, coded
from app.datasets.kinds.infer import EXACT, days
from app.datasets.kinds.places import is_place
from app.datasets.kinds.typed import Typed
from app.datasets.kinds.words import ID_NAME, tidy, word_kind

Series = Any
"""A pandas.Series of whatever; its stubs know no such type."""


def type_series(name: str, series: Series, *, wanted: Kind | None = None) -> Typed | None:
    """The typed cells of a series; with `wanted`, as that kind, or None if the series can't be it."""
    typed = _as_is(name, series)
    if wanted is None or typed.kind == wanted:
        return typed
    if wanted in ("category", "text", "id", "geo"):
        words = _words(name, series)
        return Typed(wanted, words.cells, recipe=words.recipe)
    if wanted in ("integer", "number") and isinstance(typed.cells, Measured) and typed.cells.values.dtype.kind in "if":
        return Typed(wanted, typed.cells) if wanted == "number" or _integral(typed.cells.values) else None
    return None


def _as_is(name: str, series: Series) -> Typed:
    if series.dtype == object:
        series, recipe = _unboxed(name, series)
        typed = _of_type(name, series)
        return replace(typed, recipe=(*recipe, *(typed.recipe or ())))
    return _of_type(name, series)


def _unboxed(name: str, series: Series) -> tuple[Series, tuple[str, ...]]:
    """A series of Python objects as a series of their type, where all of them are of one."""
    found = types.infer_dtype(series, skipna=True)
    if found in ("date", "datetime", "datetime64"):
        with suppress(ValueError, OverflowError):  # of several zones, or beyond what pandas can hold: texts
            return pd.to_datetime(series), (f"df[{name!r}] = pd.to_datetime(df[{name!r}])",)
    if found == "boolean":
        return series.astype("boolean"), (f'df[{name!r}] = df[{name!r}].astype("boolean")',)
    if found in ("integer", "floating", "mixed-integer-float", "decimal"):
        return pd.to_numeric(series), (f"df[{name!r}] = pd.to_numeric(df[{name!r}])",)
    return series, ()


def _of_type(name: str, series: Series) -> Typed:
    dtype = series.dtype
    if series.isna().all():
        return Typed("empty", Coded(values=np.empty(0, object), codes=np.full(len(series), -1, dtype=np.int8)))
    if types.is_bool_dtype(dtype):
        codes = np.where(series.isna(), -1, series.fillna(value=False).to_numpy(dtype=np.int8)).astype(np.int8)
        return Typed("boolean", Coded(values=np.array(["false", "true"], dtype=object), codes=codes))
    if types.is_datetime64_any_dtype(dtype):
        return _dates(name, series)
    if types.is_numeric_dtype(dtype) and not types.is_complex_dtype(dtype):
        return _numbers(name, series)
    return _words(name, series)


def _dates(name: str, series: Series) -> Typed:
    """Local times: a zone is dropped, so that no day shifts."""
    zoned = getattr(series.dtype, "tz", None) or getattr(getattr(series.dtype, "pyarrow_dtype", None), "tz", None)
    recipe = (f"df[{name!r}] = df[{name!r}].dt.tz_localize(None)",) if zoned else ()
    local = series.dt.tz_localize(None) if zoned else series
    return Typed("date", Measured(days(local.to_numpy(dtype="datetime64[us]"))), recipe=recipe)


def _numbers(name: str, series: Series) -> Typed:
    if types.is_integer_dtype(series.dtype):
        present = series.dropna().astype(object)
        if max(abs(int(present.max())), abs(int(present.min()))) > EXACT:
            return replace(_words(name, series), kind="id")
    if types.is_integer_dtype(series.dtype) and not series.hasnans:
        values: Array = series.to_numpy(dtype=np.int64)
        if is_place(name, values):
            return Typed("geo", Measured(values))
        kind: Kind = "id" if ID_NAME.search(name) and len(values) > 1 and series.is_unique else "integer"
        return Typed(kind, Measured(values))
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    if is_place(name, values):
        return Typed("geo", Measured(values))
    return Typed("integer" if _integral(values) else "number", Measured(values))


def _integral(values: Array) -> bool:
    if values.dtype.kind != "f":
        return True
    present = values[~np.isnan(values)]
    return bool(
        np.isfinite(present).all() and (present == np.floor(present)).all() and (np.abs(present) <= EXACT).all()
    )


def _words(name: str, series: Series) -> Typed:
    """Whatever else there is, as texts; a blank text is a missing cell, as in a text file."""
    categories = series.cat.categories if isinstance(series.dtype, pd.CategoricalDtype) else series
    recipe: list[str] = []
    ordered = isinstance(series.dtype, pd.CategoricalDtype) and list(categories) != sorted(map(str, categories))
    if ordered or types.infer_dtype(categories, skipna=True) != "string":
        recipe.append(f"df[{name!r}] = df[{name!r}].astype('str').where(df[{name!r}].notna())")
    if not isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype("str").where(series.notna())
    codes, found = pd.factorize(series)
    values = np.asarray(found.astype(str), dtype=object)
    blank = np.array([not value.strip() for value in values], dtype=bool)
    if blank.any():
        recipe.append(f"df[{name!r}] = df[{name!r}].where(df[{name!r}].str.strip().ne(''))")
        codes = np.append(np.where(blank, -1, np.cumsum(~blank) - 1), -1)[codes]
    cells, cleaned = tidy(name, coded(values[~blank], codes))
    return Typed(word_kind(cells), cells, recipe=(*recipe, *cleaned))
