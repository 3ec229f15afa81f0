from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.datasets import Catalog, Dataset, Store


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


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of large budget, for files of any size."""
    monkeypatch.setattr("app.datasets.store.SMALLEST", 1)
    return Store(tmp_path / "kept", budget=1 << 30)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from here on, with a part after a #."""
    import app.datasets.build as module

    found, real = [], module.read

    def read(path: Path, **given: Any) -> Any:
        found.append(f"{path.name}#{given['part']}" if given["part"] else path.name)
        return real(path, **given)

    monkeypatch.setattr(module, "read", read)
    return found
