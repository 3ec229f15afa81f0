"""The flights in a folder of the run: written once a size, and kept as read as the app keeps them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from app.datasets import Dataset
from app.datasets.build import build
from app.datasets.store import Store
from bench.flights import write_flights

KEPT_BYTES = 1 << 34


@dataclass(frozen=True, slots=True)
class Tables:
    folder: Path

    def data(self, rows: int) -> Path:
        """A data folder with `flights.parquet` and nothing else."""
        data = self.folder / f"flights-{rows}"
        if not data.exists():
            data.mkdir(parents=True)
            write_flights(data, rows=rows)
        return data

    def kept(self, rows: int) -> Path:
        """The folder of a store that keeps the flights as read."""
        kept = self.folder / f"kept-{rows}"
        if not kept.exists():
            self._build(rows, kept)
        return kept

    def dataset(self, rows: int) -> Dataset:
        """As a restarted server has it: mapped from the store."""
        return self._build(rows, self.kept(rows))

    def frame(self, rows: int) -> pd.DataFrame:
        """As pandas has it: in memory, texts as categories."""
        return pd.read_parquet(self.data(rows) / "flights.parquet")

    def _build(self, rows: int, kept: Path) -> Dataset:
        store = Store(kept, budget=KEPT_BYTES)
        return build("flights", self.data(rows) / "flights.parquet", version="1", store=store)
