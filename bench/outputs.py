"""What one refresh of a dashboard shows, in plain values, so that anybody's can be compared."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

Args = tuple[tuple[str, str], ...]
"""Filters as they stand in an address: `("fare.min", "100")`."""
Cell = str | float | None

FACETS = ("carrier", "cabin", "origin")
"""Each is counted under all filters but its own, as what the charts show by carrier, month and bin is."""
SHOWN = 50
BINS = 40
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Outputs:
    """Groups without rows are left out; `rows` is None where the table was not asked for."""

    count: int
    mean_delay: float
    delays: Mapping[str, float]
    months: Mapping[str, int]
    bins: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]
    rows: tuple[Mapping[str, Cell], ...] | None


def check(ours: Outputs, reference: Outputs, *, who: str) -> None:
    """Raises AssertionError with what differs. Counts are equal, floats to 1e-9 of themselves."""
    for name in ("count", "months", "bins", "facets"):
        mine, other = getattr(ours, name), getattr(reference, name)
        if mine != other:
            raise AssertionError(f"{who}: {name} is {mine}, not {other}")
    if not _near(ours.mean_delay, reference.mean_delay):
        raise AssertionError(f"{who}: the mean delay is {ours.mean_delay}, not {reference.mean_delay}")
    if ours.delays.keys() != reference.delays.keys():
        raise AssertionError(f"{who}: delays of {list(ours.delays)}, not {list(reference.delays)}")
    for carrier, delay in reference.delays.items():
        if not _near(ours.delays[carrier], delay):
            raise AssertionError(f"{who}: the delay of {carrier} is {ours.delays[carrier]}, not {delay}")
    if ours.rows is not None and reference.rows is not None:
        _check_rows(ours.rows, reference.rows, who)


def _check_rows(ours: tuple[Mapping[str, Cell], ...], reference: tuple[Mapping[str, Cell], ...], who: str) -> None:
    """The fares in order, and the whole row of each fare that no other row has."""
    fares, others = [row["fare"] for row in ours], [row["fare"] for row in reference]
    if fares != others:
        raise AssertionError(f"{who}: the greatest fares are {fares}, not {others}")
    for mine, other in zip(ours, reference, strict=True):
        alone = others.count(other["fare"]) == 1 and (other["fare"] != others[-1] or len(others) < SHOWN)
        if alone and mine != other:
            raise AssertionError(f"{who}: a row is {mine}, not {other}")


def _near(ours: float, other: float) -> bool:
    return math.isclose(ours, other, rel_tol=TOLERANCE) or (math.isnan(ours) and math.isnan(other))


def cells(columns: Iterable[str], values: Iterable[object]) -> dict[str, Cell]:
    return {column: _cell(value) for column, value in zip(columns, values, strict=True)}


def _cell(value: object) -> Cell:
    """Numbers as floats, dates as days, booleans as texts, nothing as None."""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if value is None or value != value:
        return None
    if isinstance(value, int | float | np.integer | np.floating):
        return float(value)
    return value if isinstance(value, str) else str(value)[:10]


def others(column: str, args: Args) -> Args:
    """The filters of all columns but one."""
    return tuple(pair for pair in args if split(pair[0])[0] != column)


def split(parameter: str) -> tuple[str, str]:
    """The column and the operator of a filter."""
    column, _, operator = parameter.partition(".")
    return column, operator
