"""Fixtures of the unit tests: a data folder, the app over it, its client."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import settings as properties

from app import create_app
from app.application import Winnow
from app.datasets import Catalog, Dataset
from app.settings import Settings

properties.register_profile("repeatable", derandomize=True)
properties.register_profile("explore")
properties.load_profile("repeatable")
"""A change is judged by the same examples each time; `make explore` looks for new ones."""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def open_frame(data_dir: Path) -> Callable[..., Dataset]:
    """A frame as a dataset: written as Parquet, or as CSV with `suffix=".csv"`, and opened."""

    def open_frame(frame: pd.DataFrame, *, name: str = "table", suffix: str = ".parquet", toml: str = "") -> Dataset:
        path = data_dir / f"{name}{suffix}"
        frame.to_csv(path, index=False) if suffix == ".csv" else frame.to_parquet(path)
        if toml:
            path.with_suffix(".toml").write_text(toml, encoding="utf-8")
        catalog = Catalog(data_dir)
        return catalog.open(catalog.entries()[name])

    return open_frame


@pytest.fixture
def app(data_dir: Path) -> Winnow:
    """The app over the (still empty) data folder; drop files into `data_dir` at any time."""
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": ""}))
    app.testing = False
    return app


@pytest.fixture
def client(app: Winnow) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def builtin() -> FlaskClient:
    """A client over the built-in datasets."""
    app = create_app(Settings.read({"WINNOW_CACHE_DIR": ""}))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()
