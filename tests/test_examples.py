"""The example scripts in `docs/examples/` do what they say."""

import runpy
import shutil
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "docs/examples/penguin_clusters.py"
MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]


def load(script: Path) -> pd.DataFrame:
    frame = runpy.run_path(str(script))["load"]()
    assert isinstance(frame, pd.DataFrame)
    return frame


@pytest.fixture(scope="module")
def clusters() -> pd.DataFrame:
    return load(SCRIPT)


def test_each_measured_penguin_is_in_one_of_three_clusters(clusters: pd.DataFrame) -> None:
    assert len(clusters) == 342
    assert isinstance(clusters["cluster"].dtype, pd.CategoricalDtype)
    assert list(clusters["cluster"].cat.categories) == ["A", "B", "C"]
    assert set(clusters["cluster"]) == {"A", "B", "C"}


def test_no_measurement_is_missing(clusters: pd.DataFrame) -> None:
    assert clusters[MEASUREMENTS].notna().all(axis=None)


def test_clusters_are_named_from_the_lightest_to_the_heaviest(clusters: pd.DataFrame) -> None:
    masses = clusters.groupby("cluster", observed=True)["body_mass_g"].mean()
    assert masses.is_monotonic_increasing


def test_gentoos_are_a_cluster_of_their_own(clusters: pd.DataFrame) -> None:
    assert set(clusters.loc[clusters["cluster"] == "C", "species"]) == {"Gentoo"}
    assert set(clusters.loc[clusters["species"] == "Gentoo", "cluster"]) == {"C"}


def test_two_runs_give_the_same_clusters(clusters: pd.DataFrame) -> None:
    assert_frame_equal(load(SCRIPT), clusters)


def test_a_copy_in_the_data_folder_reads_the_penguins_beside_it(tmp_path: Path) -> None:
    script = shutil.copy(SCRIPT, tmp_path)
    penguins = pd.read_csv(ROOT / "data/penguins.csv")
    penguins[penguins["species"] != "Gentoo"].to_csv(tmp_path / "penguins.csv", index=False)
    assert set(load(Path(script))["species"]) == {"Adelie", "Chinstrap"}
