"""Years (or other periods) that are columns become rows, where the owner wishes so."""

import re
from dataclasses import replace

import numpy as np

from app.datasets.column import Array, Cells, Coded, Kind, Measured
from app.datasets.kinds.typed import Typed
from app.datasets.report import ColumnReading
from app.datasets.table import Table

YEAR = re.compile(r"(?:YR|Y|FY)?\s*((?:18|19|20|21)\d\d)(?:\s*\[YR\d{4}\])?", re.IGNORECASE)
FEWEST = 5


def year_columns(table: Table) -> dict[int, int]:
    """The columns that are named by years and hold numbers, with their years; none if there are few."""
    found = {at: int(match[1]) for at, name in enumerate(table.names) if (match := YEAR.fullmatch(name.strip()))}
    numbers = {at: year for at, year in found.items() if table.columns[at].kind in ("integer", "number", "empty")}
    return numbers if len(numbers) >= FEWEST and len(numbers) >= len(found) * 0.9 else {}


def lengthen(table: Table, *, long: bool) -> Table:
    """The table with a row for each year if `long`; else as it is, with a note that it could be so."""
    years = year_columns(table)
    if not years:
        return table
    if not long:
        first, last = min(years.values()), max(years.values())
        note = f"The columns {first} to {last} are years: long = true under [read] makes a row of each."
        return replace(table, report=replace(table.report, notes=(*table.report.notes, note)))
    kept = [at for at in range(len(table.names)) if at not in years]
    names = [table.names[at] for at in kept]
    name = _unused("value", names)
    columns = [replace(table.columns[at], cells=_repeated(table.columns[at].cells, len(years))) for at in kept]
    which = Typed("integer", Measured(np.repeat(np.array(list(years.values()), dtype=np.int64), table.rows)))
    values = np.concatenate([_numbers(table.columns[at].cells) for at in years])
    kind: Kind = "integer" if all(table.columns[at].kind in ("integer", "empty") for at in years) else "number"
    columns += [which, Typed(kind, Measured(values))]
    names += [_unused("year", names), name]
    readings = tuple(ColumnReading(name, typed.kind, typed.why) for name, typed in zip(names, columns, strict=True))
    return Table(
        names=tuple(names),
        columns=tuple(columns),
        rows=table.rows * len(years),
        recipe=None,
        refused=tuple(kept.index(at) for at in table.refused if at in kept),
        report=replace(table.report, columns=readings),
    )


def _repeated(cells: Cells, times: int) -> Cells:
    if isinstance(cells, Coded):
        return Coded(values=cells.values, codes=np.tile(cells.codes, times))
    return Measured(np.tile(cells.values, times))


def _numbers(cells: Cells) -> Array:
    if isinstance(cells, Coded):
        return np.full(len(cells), np.nan)
    return cells.values.astype(np.float64)


def _unused(name: str, taken: list[str]) -> str:
    while name.casefold() in {one.casefold() for one in taken}:
        name = f"{name}_"
    return name
