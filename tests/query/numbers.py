"""The numbers of a chart: the engine's answer beside what the chart's code in pandas gave."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.engine import ChartPlan, Groups, RowsAnswer
from app.query import Bins

Key = tuple[str, ...]
MISSING = "missing"


def compare(answer: Groups | RowsAnswer, found: Any, *, plan: ChartPlan) -> None:
    """Both have the same groups with the same values; only pandas has some that hold nothing."""
    if isinstance(answer, RowsAnswer):
        compare_points(answer, found, plan=plan)
        return
    (measure,) = answer.measures
    expected = by_group(answer, answer.measures[measure], plan=plan)
    given = {key_of(key, plan): number(value) for key, value in cells(found)}
    assert given.keys() >= {key for key, value in expected.items() if value == value}
    nothing = (0.0, np.nan) if measure.function in ("count", "distinct") else (np.nan,)
    for key, value in given.items():
        allowed = (expected[key],) if key in expected else nothing
        assert any(value == pytest.approx(each, nan_ok=True) for each in allowed), (key, value, allowed)


def compare_points(answer: RowsAnswer, found: Any, *, plan: ChartPlan) -> None:
    fields = (plan.chart.x.column, plan.chart.y.column)
    points = [pair for pair in zip(*(answer.cells[key] for key in fields), strict=True) if None not in pair]
    given = np.asarray(found.iloc[:, [0, int(fields[0] != fields[1])]].sort_index(), dtype=float)
    np.testing.assert_array_equal(given.reshape(-1, 2), np.array(points, dtype=float).reshape(-1, 2))


def by_group(answer: Groups, values: Any, *, plan: ChartPlan) -> dict[Key, float]:
    """The measure of each group that has rows."""
    sides = [
        [str(i) if isinstance(side, Bins) else group(value) for i, value in enumerate(groups)]
        for (_, side), groups in zip(plan.dimensions, answer.values, strict=True)
    ]
    return {
        tuple(names[i] for names, i in zip(sides, position, strict=True)): float(value)
        for position, value in np.ndenumerate(values)
        if answer.counts[position]
    }


def cells(found: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each value of a series, or of a frame as `unstack` makes it, with its key."""
    if isinstance(found, pd.Series):
        yield from ((_tuple(key), value) for key, value in found.items())
    else:
        for name, series in found.items():
            yield from (((*_tuple(key), *_tuple(name)), value) for key, value in series.items())


def _tuple(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def key_of(key: tuple[Any, ...], plan: ChartPlan) -> Key:
    sides = [side for _, side in plan.dimensions]
    return tuple(
        place(value, side) if isinstance(side, Bins) else group(value) for value, side in zip(key, sides, strict=True)
    )


def place(value: Any, bins: Bins) -> str:
    """Which of the bins an interval is; pandas rounds its ends."""
    if not isinstance(value, pd.Interval):
        return MISSING
    dates = isinstance(value.left, pd.Timestamp)
    edges = np.array(bins.edges, dtype="datetime64[us]").astype(float) if dates else np.array(bins.edges, dtype=float)
    left = value.left.to_datetime64().astype("datetime64[us]").astype(float) if dates else value.left
    return str(int(np.abs(edges[:-1] - left).argmin()))


def number(value: Any) -> float:
    return np.nan if value is pd.NA else float(value)


def group(value: Any) -> str:
    """One text for a group, however numpy or pandas hold it."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return MISSING
    if isinstance(value, pd.Period):
        value = value.start_time
    if isinstance(value, np.datetime64 | pd.Timestamp):
        return str(np.datetime64(value).astype("datetime64[us]"))
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    return str(float(value)) if isinstance(value, int | float | np.number) else str(value)
