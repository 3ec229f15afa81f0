"""A seeded table like an airline's: what the measurements run on."""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20_260_101
WORDS = ["late", "early", "crew", "gate", "fog", "snow", "bird", "wind", "tower", "fuel", "bag", "seat", "meal", "door"]


def flights(rows: int) -> pd.DataFrame:
    """`rows` flights over five years: 12 skewed carriers, some delays and ratings missing, notes of 3 to 8 words."""
    random = np.random.default_rng(SEED)
    zipf = 1 / np.arange(1, 61)
    carriers = np.array([0.20, 0.17, 0.14, 0.11, 0.09, 0.08, 0.07, 0.05, 0.04, 0.025, 0.015, 0.01])
    notes = [" ".join(random.choice(WORDS, random.integers(3, 9))) for _ in range(50_000)]
    return pd.DataFrame(
        {
            "date": np.datetime64("2020-01-01") + random.integers(0, 1826, rows).astype("timedelta64[D]"),
            "carrier": random.choice(list("ABCDEFGHIJKL"), rows, p=carriers),
            "origin": random.choice([f"O{i:02}" for i in range(60)], rows, p=zipf / zipf.sum()),
            "destination": random.choice([f"D{i:02}" for i in range(60)], rows, p=zipf / zipf.sum()),
            "cabin": random.choice(["economy", "business", "first"], rows, p=[0.8, 0.15, 0.05]),
            "delay": np.where(random.random(rows) < 0.02, np.nan, random.normal(8, 30, rows).round(1)),
            "distance": random.integers(100, 9_000, rows),
            "fare": random.gamma(2, 120, rows).round(2),
            "rating": np.where(random.random(rows) < 0.1, np.nan, random.integers(1, 6, rows)),
            "cancelled": random.random(rows) < 0.02,
            "note": random.choice(notes, rows),
        },
    )


def write_flights(folder: Path, *, rows: int) -> Path:
    path = folder / "flights.parquet"
    flights(rows).to_parquet(path)
    return path
