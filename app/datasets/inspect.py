"""The tables of one file, read without a data folder."""

from collections.abc import Iterator
from pathlib import Path

from app.datasets.build import build
from app.datasets.dataset import Dataset
from app.datasets.errors import DatasetError
from app.datasets.naming import dataset_name
from app.datasets.read import parts


def open_parts(path: Path, part: str = "") -> Iterator[Dataset]:
    """Each table of a file, or the one that `part` names. Raises DatasetError."""
    if not path.exists():
        raise DatasetError(f"There is no file {path}.")
    found = parts(path)
    if part and part not in found:
        raise DatasetError(f"{path.name} has no part “{part}”; there are {', '.join(found) or 'none'}.")
    for one in [part] if part else found:
        yield build(dataset_name(f"{path.stem} {one}"), path, version="0", part=one)
