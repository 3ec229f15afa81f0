"""Columns of a pandas frame (a Parquet file, a script's `load()`) as typed cells."""

from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from app.datasets.column import Array, Coded, Kind, Measured, coded
from app.datasets.texts import EXACT, ID_NAME, Typed, days, word_kind

Series = Any
"""A pandas.Series of whatever; its stubs know no such type."""


def type_series(name: str, series: Series, *, wanted: Kind | None = None) -> Typed | None:
    """The typed cells of a series; with `wanted`, as that kind, or None if the series can't be it."""
    typed = _as_is(name, series)
    if wanted is None or typed.kind == wanted:
        return typed
    if wanted in ("category", "text", "id"):
        cells = _words(series)
        return Typed(wanted, cells, recipe=(_as_text(name),) if isinstance(typed.cells, Measured) else ())
    if wanted in ("integer", "number") and isinstance(typed.cells, Measured) and typed.cells.values.dtype.kind in "if":
        return Typed(wanted, typed.cells) if wanted == "number" or _integral(typed.cells.values) else None
    return None


def _as_is(name: str, series: Series) -> Typed:
    dtype = series.dtype
    if series.isna().all():
        return Typed("empty", Coded(values=np.empty(0, object), codes=np.full(len(series), -1, dtype=np.int8)))
    if types.is_bool_dtype(dtype):
        codes = np.where(series.isna(), -1, series.fillna(value=False).to_numpy(dtype=np.int8)).astype(np.int8)
        return Typed("boolean", Coded(values=np.array(["false", "true"], dtype=object), codes=codes))
    if types.is_datetime64_any_dtype(dtype):
        local = series.dt.tz_localize(None)
        recipe = (f"df[{name!r}] = df[{name!r}].dt.tz_localize(None)",) if getattr(dtype, "tz", None) else ()
        return Typed("date", Measured(days(local.to_numpy().astype("datetime64[us]"))), recipe=recipe)
    if types.is_numeric_dtype(dtype) and not types.is_complex_dtype(dtype):
        return _numbers(name, series)
    cells = _words(series)
    values = series.cat.categories if isinstance(dtype, pd.CategoricalDtype) else series
    words = types.infer_dtype(values, skipna=True) == "string"
    return Typed(word_kind(cells), cells, recipe=() if words else (_as_text(name),))


def _numbers(name: str, series: Series) -> Typed:
    if types.is_integer_dtype(series.dtype):
        present = series.dropna().astype(object)
        if max(abs(int(present.max())), abs(int(present.min()))) > EXACT:
            return Typed("id", _words(series), recipe=(_as_text(name),))
    if types.is_integer_dtype(series.dtype) and not series.hasnans:
        values: Array = series.to_numpy(dtype=np.int64)
        kind: Kind = "id" if ID_NAME.search(name) and len(values) > 1 and series.is_unique else "integer"
        return Typed(kind, Measured(values))
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    return Typed("integer" if _integral(values) else "number", Measured(values))


def _integral(values: Array) -> bool:
    if values.dtype.kind != "f":
        return True
    present = values[~np.isnan(values)]
    return bool(
        np.isfinite(present).all() and (present == np.floor(present)).all() and (np.abs(present) <= EXACT).all()
    )


def _words(series: Series) -> Coded:
    if not isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype("str").where(series.notna())
    codes, values = pd.factorize(series)
    return coded(np.asarray(values.astype(str), dtype=object), codes)


def _as_text(name: str) -> str:
    return f"df[{name!r}] = df[{name!r}].astype('str').where(df[{name!r}].notna())"
