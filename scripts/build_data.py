"""Build the two example files, `world.csv` and `penguins.csv`.

    python scripts/build_data.py [OUT_FOLDER]

Every figure is copied as text from the files inside the package `bokeh_sampledata` (2026.1), so none is rounded:

- `gapminder.csv.gz`: population, fertility and life expectancy by country and year (Gapminder)
- `gapminder_regions.csv`: the region and the ISO 3166 code of each country (Gapminder)
- `emissions.csv.gz`: CO2 emissions per person by country and year (probably CDIAC, by way of Gapminder)
- `penguins.csv`: the Palmer penguins (Horst, Hill and Gorman 2020, by way of seaborn-data)

`data/README.md` has the licences, the units and what is missing.
"""

import argparse
from pathlib import Path

import pandas as pd
from bokeh_sampledata import package_csv

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"
WORLD_COLUMNS = [
    "country",
    "iso2",
    "region",
    "year",
    "population",
    "fertility",
    "life_expectancy",
    "co2_per_capita",
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Build world.csv and penguins.csv.")
    parser.add_argument("out_folder", nargs="?", type=Path, default=DATA_FOLDER)
    out_folder: Path = parser.parse_args().out_folder
    out_folder.mkdir(parents=True, exist_ok=True)
    write(build_world(), out_folder / "world.csv")
    write(build_penguins(), out_folder / "penguins.csv")


def build_world() -> pd.DataFrame:
    world = (
        read("gapminder.csv.gz")
        .merge(read_regions(), on="country", how="left", validate="many_to_one")
        .merge(read_emissions(), on=["country", "year"], how="left", validate="one_to_one")
    )
    return world.sort_values(["country", "year"])[WORLD_COLUMNS]


def read_regions() -> pd.DataFrame:
    regions = read("gapminder_regions.csv").rename(columns={"Country": "country", "Group": "region", "ID": "iso2"})
    # A territory without a code has its name in this column: "Kosovo", "Channel_Islands".
    codes = regions["iso2"].where(regions["iso2"].str.fullmatch("[A-Z]{2}"), "")
    # The source has a blank for Namibia, whose "NA" is easily taken for "not available".
    return regions.assign(iso2=codes.mask(regions["country"] == "Namibia", "NA"))


def read_emissions() -> pd.DataFrame:
    emissions = read("emissions.csv.gz").rename(columns={"emissions": "co2_per_capita"})
    return emissions.assign(year=emissions["year"].str.removesuffix(".0"))


def build_penguins() -> pd.DataFrame:
    penguins = read("penguins.csv")
    return penguins.mask(penguins == "NA", "")


def read(name: str) -> pd.DataFrame:
    return package_csv(name, dtype=str, keep_default_na=False, encoding="utf-8")


def write(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    print(f"{path}: {len(frame):,} rows")


if __name__ == "__main__":
    main()
