"""Cells as plain Python values, to be compared with what was written."""

from typing import Any

from app.datasets import Coded, Dataset


def cells_of(dataset: Dataset, key: str) -> list[Any]:
    """Texts, truths, numbers, dates or datetimes; None where missing."""
    cells, kind = dataset.cells[key], dataset.columns[key].kind
    if isinstance(cells, Coded):
        values = [value == "true" for value in cells.values] if kind == "boolean" else list(cells.values)
        return [values[code] if code >= 0 else None for code in cells.codes]
    values = cells.values.tolist()
    return [None if missing else value for value, missing in zip(values, cells.missing, strict=True)]


def table_of(dataset: Dataset) -> dict[str, list[Any]]:
    return {key: cells_of(dataset, key) for key in dataset.columns}


def kinds_of(dataset: Dataset) -> dict[str, str]:
    return {key: column.kind for key, column in dataset.columns.items()}
