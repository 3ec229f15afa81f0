"""`<name>.py`: a dataset that a function `load() -> pandas.DataFrame` makes."""

import importlib.util
import sys
from pathlib import Path

import pandas as pd

from app.datasets.errors import DatasetError


def run_script(path: Path) -> pd.DataFrame:
    """The frame that the script's `load()` returns."""
    spec = importlib.util.spec_from_file_location(f"winnow_script_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    cached, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
        if not callable(getattr(module, "load", None)):
            raise DatasetError(f"{path.name} has no function load(); write one that returns a pandas.DataFrame.")
        frame = module.load()
    except DatasetError:
        raise
    except BaseException as error:  # a script may raise whatever it likes, and the server goes on
        raise DatasetError(f"{path.name} failed with {type(error).__name__}: {error}") from error
    finally:
        sys.modules.pop(spec.name, None)
        sys.dont_write_bytecode = cached
    if not isinstance(frame, pd.DataFrame):
        raise DatasetError(
            f"load() in {path.name} returned {type(frame).__name__}; it should return a pandas.DataFrame."
        )
    return frame
