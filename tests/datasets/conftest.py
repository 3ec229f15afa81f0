from collections.abc import Callable
from pathlib import Path

import pytest

from app.datasets import Catalog, Dataset


@pytest.fixture
def open_text(data_dir: Path) -> Callable[..., Dataset]:
    """The text of a CSV file (or its bytes), opened as a dataset."""

    def open_text(text: str | bytes, *, name: str = "table", toml: str = "") -> Dataset:
        (data_dir / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        if toml:
            (data_dir / f"{name}.toml").write_text(toml, encoding="utf-8")
        catalog = Catalog(data_dir)
        return catalog.open(catalog.entries()[name])

    return open_text
