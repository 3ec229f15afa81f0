"""A dataset made by a script: the Palmer penguins in three clusters, found by k-means.

Copy this file into the data folder as `penguin_clusters.py`, then open `/penguin-clusters`.
It needs scikit-learn (`pip install scikit-learn`) and reads `penguins.csv`.
"""

from pathlib import Path

import pandas as pd
from sklearn.cluster import KMeans  # type: ignore[import-untyped]

MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
NAMES = ["A", "B", "C"]  # from the lightest cluster to the heaviest


def load() -> pd.DataFrame:
    penguins = pd.read_csv(find_penguins()).dropna(subset=MEASUREMENTS, ignore_index=True)
    measured = penguins[MEASUREMENTS]
    # Without a common scale, grams would outweigh millimetres.
    scaled = (measured - measured.mean()) / measured.std()
    labels = KMeans(n_clusters=len(NAMES), n_init=10, random_state=0).fit_predict(scaled)
    # k-means numbers its clusters as it likes; their rank by weight always means the same.
    rank = measured["body_mass_g"].groupby(labels).mean().rank().astype(int).to_numpy() - 1
    return penguins.assign(cluster=pd.Categorical.from_codes(rank[labels], categories=pd.Index(NAMES)))


def find_penguins() -> Path:
    """Return `penguins.csv` beside this script, or else the one in the repository's data folder."""
    here = Path(__file__).resolve().parent
    beside = here / "penguins.csv"
    return beside if beside.exists() else here / "../../data/penguins.csv"
