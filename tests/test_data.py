"""The built-in files hold what `data/README.md` says, and the script rebuilds them byte for byte."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
FILES = ["world.csv", "penguins.csv"]
FIGURES = ["population", "fertility", "life_expectancy", "co2_per_capita"]


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, keep_default_na=False, na_values=[""])


def read_section(heading: str) -> str:
    """Return the part of the README from `## heading` to the next `## `."""
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    return readme.split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    return read("world.csv")


@pytest.fixture(scope="module")
def penguins() -> pd.DataFrame:
    return read("penguins.csv")


@pytest.mark.parametrize("name", FILES)
def test_the_readme_lists_each_column_and_how_many_of_its_values_are_missing(name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([\d,]+) \|$", read_section(name), re.MULTILINE)
    documented = [(column, int(missing.replace(",", ""))) for column, missing in rows]
    assert documented == list(read(name).isna().sum().items())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_utf8_with_lf_line_ends(name: str) -> None:
    content = (DATA / name).read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert all(line.isprintable() for line in content.decode("utf-8").split("\n"))


def test_the_world_has_12200_rows_of_244_countries_from_1964_to_2013(world: pd.DataFrame) -> None:
    assert len(world) == 12_200
    assert world["country"].nunique() == 244
    assert sorted(world["year"].unique()) == list(range(1964, 2014))


def test_the_world_has_one_row_for_each_country_and_year_in_order(world: pd.DataFrame) -> None:
    keys = list(zip(world["country"], world["year"], strict=True))
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


def test_the_world_has_these_regions_with_these_numbers_of_countries(world: pd.DataFrame) -> None:
    documented = re.findall(r"^\| (\w[^|]*) \| (\d+) \|$", read_section("world.csv"), re.MULTILINE)
    counts = world.groupby("region")["country"].nunique()
    assert [(region, int(count)) for region, count in documented] == list(counts.items())
    assert list(counts.index) == [
        "America",
        "East Asia & Pacific",
        "Europe & Central Asia",
        "Middle East & North Africa",
        "South Asia",
        "Sub-Saharan Africa",
    ]


def test_the_code_of_namibia_is_the_text_na(world: pd.DataFrame) -> None:
    assert set(world.loc[world["country"] == "Namibia", "iso2"]) == {"NA"}


def test_every_code_is_two_capitals_and_belongs_to_one_country(world: pd.DataFrame) -> None:
    codes = world[["country", "iso2"]].drop_duplicates().dropna()
    assert len(codes) == 238
    assert codes["country"].is_unique
    assert codes["iso2"].is_unique
    assert codes["iso2"].str.fullmatch("[A-Z]{2}").all()


def test_six_countries_have_no_code(world: pd.DataFrame) -> None:
    assert set(world.loc[world["iso2"].isna(), "country"]) == {
        "Channel Islands",
        "Holy See",
        "Kosovo",
        "Northern Cyprus",
        "Serbia excluding Kosovo",
        "South Sudan",
    }


def test_population_is_written_in_whole_persons() -> None:
    written = pd.read_csv(DATA / "world.csv", dtype=str)["population"].dropna()
    assert written.str.fullmatch("[1-9][0-9]*").all()


def test_emissions_cover_201_countries_and_end_in_2012(world: pd.DataFrame) -> None:
    emissions = world.dropna(subset=["co2_per_capita"])
    assert emissions["country"].nunique() == 201
    assert emissions["year"].max() == 2012
    assert emissions.loc[emissions["year"] == 2010, "country"].nunique() == 201
    assert emissions.loc[emissions["year"] == 2011, "country"].nunique() == 65


def test_8056_rows_of_the_world_have_all_four_figures(world: pd.DataFrame) -> None:
    complete = world.dropna(subset=FIGURES)
    assert len(complete) == 8_056
    assert complete["country"].nunique() == 186


@pytest.mark.parametrize(
    ("column", "counts"),
    [
        ("species", {"Adelie": 152, "Gentoo": 124, "Chinstrap": 68}),
        ("island", {"Biscoe": 168, "Dream": 124, "Torgersen": 52}),
        ("sex", {"MALE": 168, "FEMALE": 165}),
    ],
)
def test_the_344_penguins_are_these(penguins: pd.DataFrame, column: str, counts: dict[str, int]) -> None:
    assert len(penguins) == 344
    assert penguins[column].value_counts().to_dict() == counts


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("bokeh_sampledata")
    subprocess.run([sys.executable, ROOT / "scripts/build_data.py", tmp_path], check=True)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
