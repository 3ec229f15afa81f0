"""A seeded table like an airline's: what the measurements run on."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

SEED = 20_260_101
WORDS = ["late", "early", "crew", "gate", "fog", "snow", "bird", "wind", "tower", "fuel", "bag", "seat", "meal", "door"]
CARRIERS = np.array([0.20, 0.17, 0.14, 0.11, 0.09, 0.08, 0.07, 0.05, 0.04, 0.025, 0.015, 0.01])
ROW_GROUP = 1 << 18
"""Ten million rows are read and written a group at a time."""


def flights(rows: int) -> pd.DataFrame:
    """`rows` flights over five years: 12 skewed carriers, some delays and ratings missing, notes of 3 to 8 words."""
    random = np.random.default_rng(SEED)
    zipf = 1 / np.arange(1, 61)
    written = [" ".join(random.choice(WORDS, random.integers(3, 9))) for _ in range(50_000)]
    notes, places = np.unique(written, return_inverse=True)
    delay = random.normal(8, 30, rows).round(1)
    delay[random.random(rows) < 0.02] = np.nan
    rating = random.integers(1, 6, rows).astype(np.float64)
    rating[random.random(rows) < 0.1] = np.nan
    return pd.DataFrame(
        {
            "date": np.datetime64("2020-01-01") + random.integers(0, 1826, rows).astype("timedelta64[D]"),
            "carrier": _chosen(random, list("ABCDEFGHIJKL"), rows, chances=CARRIERS),
            "origin": _chosen(random, [f"O{i:02}" for i in range(60)], rows, chances=zipf),
            "destination": _chosen(random, [f"D{i:02}" for i in range(60)], rows, chances=zipf),
            "cabin": _chosen(random, ["economy", "business", "first"], rows, chances=np.array([0.8, 0.15, 0.05])),
            "delay": delay,
            "distance": random.integers(100, 9_000, rows),
            "fare": random.gamma(2, 120, rows).round(2),
            "rating": rating,
            "cancelled": random.random(rows) < 0.02,
            "note": _coded(notes.tolist(), places[random.integers(0, len(places), rows)]),
        },
    )


def _chosen(
    random: np.random.Generator, values: list[str], rows: int, *, chances: npt.NDArray[np.float64]
) -> pd.Categorical:
    return _coded(values, random.choice(len(values), rows, p=chances / chances.sum()))


def _coded(values: list[str], codes: npt.NDArray[np.int64]) -> pd.Categorical:
    """Texts as their codes: ten million Python strings would take a gigabyte."""
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.empty(len(values), dtype=np.int32)
    rank[order] = np.arange(len(values))
    texts = pd.Categorical.from_codes(rank[codes], pd.Index([values[place] for place in order]))
    return texts.remove_unused_categories()


def write_flights(folder: Path, *, rows: int) -> Path:
    path = folder / "flights.parquet"
    flights(rows).to_parquet(path, row_group_size=ROW_GROUP)
    return path
