"""A table with a column of every kind, as the frame it was made of and as a dataset."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from app.datasets import Catalog, Dataset, Schema

TOML = '[columns.note]\nkind = "text"\n'


def make_frame() -> pd.DataFrame:
    rows = np.arange(40)
    frame = pd.DataFrame(
        {
            "region": pd.Series(np.array(["Asia", "Europe", "São Tomé", "a+b & c=d", "50 %"], dtype=object)[rows % 5]),
            "note": [f"Note {row}, “late”\nİ ß" if row % 3 else f"on TIME {row}" for row in rows],
            "code": [f"K{row:03}" for row in rows],
            "customer_id": 9_000 + rows * 7,
            "year": 1990 + rows % 13,
            "delay": (rows % 7) - 3.0,
            "ratio": np.round(np.sin(rows) * 10, 3),
            "day": pd.Timestamp("2011-11-28") + pd.to_timedelta(rows * 9, unit="D"),
            "moment": pd.Timestamp("2024-02-27T21:30") + pd.to_timedelta(rows * 211, unit="min"),
            "done": pd.Series(rows % 3 == 0).astype(object),
            "void": None,
        }
    )
    for start, column in enumerate(["region", "note", "code", "delay", "ratio", "day", "moment", "done"]):
        frame.loc[start::11, column] = None
    frame.loc[[5, 17], "ratio"] = np.inf
    frame.loc[[9], "ratio"] = -np.inf
    return frame.astype({"region": "str", "note": "str", "code": "str"})


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    return make_frame()


@pytest.fixture(scope="session")
def open_rows(tmp_path_factory: pytest.TempPathFactory) -> Callable[[pd.DataFrame], Dataset]:
    """Some rows as a dataset, read from a CSV file."""

    def open_rows(rows: pd.DataFrame) -> Dataset:
        folder = tmp_path_factory.mktemp("data")
        rows.to_csv(folder / "table.csv", index=False)
        (folder / "table.toml").write_text(TOML, encoding="utf-8")
        catalog = Catalog(folder)
        return catalog.open(catalog.entries()["table"])

    return open_rows


@pytest.fixture(scope="session")
def dataset(frame: pd.DataFrame, open_rows: Callable[[pd.DataFrame], Dataset]) -> Dataset:
    return open_rows(frame)


@pytest.fixture(scope="session")
def schema(dataset: Dataset) -> Schema:
    return dataset.schema


@pytest.fixture(scope="session")
def atlas(open_rows: Callable[[pd.DataFrame], Dataset]) -> Schema:
    """A table of places, some of whose columns have the names of options."""
    places = [("France", 48.8, 2.3), ("Kenya", -1.3, 36.8), ("Chile", -33.4, -70.7), ("Mali", 12.6, -8.0)] * 4
    frame = pd.DataFrame(places, columns=["country", "latitude", "longitude"])
    rows = np.arange(len(frame))
    return open_rows(frame.assign(top=rows % 3, log=rows / 2, stack=[f"s{row % 2}" for row in rows])).schema
