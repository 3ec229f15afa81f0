"""Turns files and sources into typed, dictionary-coded columns."""

from app.datasets.build import from_frame
from app.datasets.catalog import Catalog, Entry
from app.datasets.column import Cells, Coded, Column, Kind, Measured
from app.datasets.config import Config, Problem
from app.datasets.dataset import Dataset, Schema
from app.datasets.errors import DatasetError

__all__ = [
    "Catalog",
    "Cells",
    "Coded",
    "Column",
    "Config",
    "Dataset",
    "DatasetError",
    "Entry",
    "Kind",
    "Measured",
    "Problem",
    "Schema",
    "from_frame",
]
