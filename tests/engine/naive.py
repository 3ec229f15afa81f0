"""The same answers in plain pandas, without an idea shared with the engine."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

PERIODS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W-SUN", "day": "D"}
WORD_COLUMNS = ["region", "grade", "note"]


def kept(frame: pd.DataFrame, args: Mapping[str, list[str]], *, without: tuple[str, ...] = ()) -> np.ndarray:
    """Which rows pass every filter but those on some columns."""
    keep = np.ones(len(frame), dtype=bool)
    for parameter, values in args.items():
        column, _, operator = parameter.partition(".")
        if column in without:
            continue
        keep &= found(frame, values[0]) if column == "_q" else passes(frame[column], operator, values)
    return keep


def found(frame: pd.DataFrame, text: str) -> np.ndarray:
    """Which rows hold the text in any column of words, in either case."""
    columns = [column for column in WORD_COLUMNS if column in frame]
    return np.logical_or.reduce([contains(frame[column], text) for column in columns]).astype(bool)


def contains(series: pd.Series, text: str) -> np.ndarray:
    folded = series.astype(object).astype("str").where(series.notna()).str.casefold()
    return folded.str.contains(text.casefold(), regex=False, na=False).to_numpy(dtype=bool)


def passes(series: pd.Series, operator: str, values: list[str]) -> np.ndarray:
    if operator == "is":
        return (series.isna() if values == ["missing"] else series.notna()).to_numpy()
    if operator == "has":
        return contains(series, values[0])
    if series.dtype.kind == "M":
        return _passes_date(series, operator, [pd.Period(value) for value in values])
    if series.dtype.kind in "if":
        numbers = [float(value) for value in values]
        ranges = {"min": series.ge(numbers[0]), "max": series.le(numbers[0]), "below": series.lt(numbers[0])}
        return _listed(series, operator, numbers) if operator in ("", "not") else ranges[operator].to_numpy()
    if series.dtype == "boolean":
        return _listed(series.astype(object).map({True: "true", False: "false"}), operator, values)
    return _listed(series.astype(object), operator, values)


def _listed(series: pd.Series, operator: str, values: list) -> np.ndarray:
    inside = series.isin(values).to_numpy(dtype=bool)
    return ~inside if operator == "not" else inside


def _passes_date(series: pd.Series, operator: str, periods: list[pd.Period]) -> np.ndarray:
    """A date as people write it is a stretch of time."""
    spans = [(_start(period), _start(period + 1)) for period in periods]
    start, end = spans[0]
    if operator == "min":
        return series.ge(start).to_numpy()
    if operator in ("max", "below"):
        return series.lt(end if operator == "max" else start).to_numpy()
    inside = np.logical_or.reduce([(series.ge(start) & series.lt(end)).to_numpy() for start, end in spans])
    return ~inside if operator == "not" else inside


def _start(period: pd.Period) -> pd.Timestamp:
    return period.to_timestamp(how="start")


def key(series: pd.Series, function: str = "") -> pd.Series:
    """What rows are grouped by: words, numbers, or moments (the first of a period)."""
    if function:
        return series.dt.to_period(PERIODS[function]).dt.start_time
    if series.dtype == "boolean":
        return series.astype(object).map({True: "true", False: "false"})
    return series.astype(object).where(series.notna()) if series.dtype.kind == "O" else series


def counts(series: pd.Series) -> dict[object, int]:
    """How often each present value occurs, in the order of values."""
    present = list(key(series).dropna())
    return {value: present.count(value) for value in sorted(set(present))}


def part(series: pd.Series, cycle: str) -> pd.Series:
    """The day of the week (Monday is 0) or the hour of each date."""
    return series.dt.day_of_week if cycle == "weekday" else series.dt.hour
