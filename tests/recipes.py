"""The pandas code of a dataset, run beside its file."""

import shlex
from contextlib import chdir
from pathlib import Path
from typing import Any

import pandas as pd

from app.datasets import Dataset
from app.datasets.convert import write_parquet

MADE = "# made by: flask convert "


def supply(dataset: Dataset, folder: Path) -> None:
    """Make the Parquet file that is read where pandas alone would read a file otherwise."""
    if dataset.recipe[0].startswith(MADE):
        _, target = shlex.split(dataset.recipe[0].removeprefix(MADE))
        write_parquet(dataset, folder / target)


def run_recipe(dataset: Dataset, folder: Path) -> pd.DataFrame:
    """The frame that the recipe reads; with a Parquet file made in `folder` for that time, if it needs one."""
    before = set(folder.iterdir())
    supply(dataset, folder)
    scope: dict[str, Any] = {"pd": pd}
    try:
        with chdir(folder):
            exec("\n".join(dataset.recipe), scope)
    finally:
        for path in set(folder.iterdir()) - before:
            path.unlink()
    frame = scope["df"]
    assert isinstance(frame, pd.DataFrame)
    return frame
