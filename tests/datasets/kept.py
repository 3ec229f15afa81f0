"""Tables that a store keeps, and how they are compared."""

import math
from pathlib import Path

import numpy as np
import pandas as pd

from app.datasets import Coded, Dataset, Store
from app.datasets.build import build

KINDS = {
    "word": ["Oslo", "Rome", "", "Straße", "😀 שלום"],
    "comment": [f"a comment that is said once, {i}, and {'more ' * (i % 3)}so" for i in range(60)],
    "count": [1, 2, 3, -7, 2**40],
    "gap": [1, "", 3],
    "price": [0.5, "", 1e-300, -2.25, math.inf],
    "day": ["2012-06-30", "", "1890-01-01"],
    "moment": ["2012-06-30 10:00:00", "2012-06-30 10:00:00.000001", ""],
    "flag": ["yes", "no", ""],
    "customer_id": range(90_000, 90_060),
    "latitude": [48.85, -33.9, 0.25],
    "longitude": [2.35, 151.2, ""],
    "share": ["12 %", "7.5 %", ""],
    "nothing": [""],
}
"""The cells of a column for each kind, repeated to 60 rows."""


def opened(path: Path, store: Store | None, part: str = "") -> Dataset:
    return build("table", path, version="0", part=part, store=store)


def write_kinds(folder: Path) -> Path:
    path = folder / "kinds.csv"
    pd.DataFrame({name: [cells[i % len(cells)] for i in range(60)] for name, cells in KINDS.items()}).to_csv(
        path, index=False
    )
    return path


def assert_same(one: Dataset, other: Dataset) -> None:
    assert (one.schema.rows, one.recipe, one.report) == (other.schema.rows, other.recipe, other.report)
    assert (one.problems, one.title) == (other.problems, other.title)
    assert dict(one.columns) == dict(other.columns)
    for key, cells in one.cells.items():
        again = other.cells[key]
        assert type(cells) is type(again)
        numbers, anew = ((each.codes if isinstance(each, Coded) else each.values) for each in (cells, again))
        assert numbers.dtype == anew.dtype
        np.testing.assert_array_equal(numbers, anew)
        if isinstance(cells, Coded):
            assert cells.values.tolist() == again.values.tolist()
            assert again.values.dtype == cells.values.dtype
