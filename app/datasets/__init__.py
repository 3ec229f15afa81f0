"""Turns files and sources into typed, dictionary-coded columns."""

from app.datasets.build import from_frame
from app.datasets.catalog import Catalog, Entry, StillReadingError
from app.datasets.column import Cells, Coded, Column, Kind, Measured, Place
from app.datasets.config import Config, Problem
from app.datasets.dataset import Dataset, Schema
from app.datasets.errors import DatasetError, NoRoomError
from app.datasets.progress import Progress
from app.datasets.report import ColumnReading, Fault, Faults, Report
from app.datasets.store import Store

__all__ = [
    "Catalog",
    "Cells",
    "Coded",
    "Column",
    "ColumnReading",
    "Config",
    "Dataset",
    "DatasetError",
    "Entry",
    "Fault",
    "Faults",
    "Kind",
    "Measured",
    "NoRoomError",
    "Place",
    "Problem",
    "Progress",
    "Report",
    "Schema",
    "StillReadingError",
    "Store",
    "from_frame",
]
